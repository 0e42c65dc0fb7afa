"""The sale in progress, shared by the screens of its path: the cart, its price, and the sale that was made."""

from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from domain.errors import Refused, Unavailable
from domain.ids import CartId, Ids, PerformanceId, ZoneId
from domain.money.money import USD
from domain.payments.tenders import Tender
from domain.people.staff import Cashier
from domain.sale.cart import Cart
from pos_app.services.after_sale.exchanges import CompletedExchange, ExchangeCredit
from pos_app.services.rights import ask_rights, link_state
from pos_app.services.selling import carts, checkout, turns
from pos_app.services.selling.checkout import CompletedSale, Quote
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.wording import Message
from sync.line.hq_errors import RightsTaken, TooManyUnsold

_CHANGES_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart that can be sold now, with its price. The IGTF rate is zero when the issuer does not perceive IGTF."""

    cart: Cart
    quote: Quote
    igtf_rate: Decimal
    exchange: ExchangeCredit | None = None
    """The tickets whose credit pays a part of the cart; None outside of an exchange."""


def price_cart(station: Station, cart: Cart) -> PricedCart:
    """Price a cart. Raises the refusals of `pos_app.services.selling.choosing`, and NoRate."""
    quote = checkout.quote(station, cart)
    return PricedCart(cart, quote, quote.igtf.rate)


def price_and_keep(station: Station, cashier: Cashier, cart: Cart) -> PricedCart | None:
    """Price a cart and store it, so that it survives a power cut. None for an empty cart. Raises as `price_cart` does.

    When HQ can be reached, places that this station does not hold are requested from it.
    """
    priced = _priced_with_hq(station, cart) if cart.lines else None
    carts.keep(station, cashier, cart)
    return priced


def _priced_with_hq(station: Station, cart: Cart) -> PricedCart:
    _ask_for_turns(station, cart)
    # Each line may lack places in another zone, so every line gets one request.
    for _ in cart.lines:
        try:
            return price_cart(station, cart)
        except NotEnoughPlaces as short:
            _ask_for_missing(station, short)
    return price_cart(station, cart)


def _ask_for_turns(station: Station, cart: Cart) -> None:
    """Request turns of HQ for tickets without one. Without HQ's they have the price after the stages that need one."""
    if station.hq is None or not link_state.is_online(station):
        return
    with suppress(Refused, Unavailable):
        for missing in turns.missing_turns(station, cart):
            with suppress(RightsTaken, TooManyUnsold):
                ask_rights.ask_turns(station, station.hq, missing.place, missing.count)


def _ask_for_missing(station: Station, short: NotEnoughPlaces) -> None:
    if station.hq is None or not link_state.is_online(station):
        raise short
    try:
        ask_rights.ask_places(station, station.hq, short.place, short.missing)
    except (Refused, Unavailable):
        raise short from None


def rates_of(quote: Quote) -> str:
    """The exchange rates of the prices of a cart; that of the dollar when every price is in bolívares."""
    currencies = [USD] if quote.is_in_bolivares else [amount.currency for amount in quote.totals]
    used = [rate for rate in quote.rates.rates if rate.currency in currencies]
    key = "sell.rate" if len(used) == 1 else "sell.rate_of"
    return "\n".join(
        wording.text(
            key, currency=wording.sign(rate.currency), rate=wording.rate(rate.value), day=wording.day(rate.value_on)
        )
        for rate in used
    )


@dataclass(frozen=True, slots=True)
class MapTarget:
    """The performance to show on the seat map, and the zone to begin with, if one was chosen."""

    performance_id: PerformanceId
    zone_id: ZoneId | None = None


def unpaid(cart: Cart) -> Message | None:
    """The message for a window that is about to close over an unpaid cart; None for an empty cart."""
    if not cart.tickets:
        return None
    what = wording.text("frame.unpaid", count=cart.tickets)
    return Message("", what, wording.text("frame.unpaid_safe"), wording.text("frame.close_again"))


class BegunPayment(Protocol):
    """The state of the payment screen, which is its own, as far as others need it."""

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """The registered tenders."""
        ...


class Counter:
    """One sale at a time, shared by the screens of its path."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._before: list[Cart] = []
        self.cart = self._new_cart()
        self.priced: PricedCart | None = None
        self.looked_at: MapTarget | None = None
        self.needs_customer: Cart | None = None
        """A cart with seats of the map that can be priced once the customer's document is known."""
        self._payments: dict[CartId, BegunPayment] = {}
        self._exchanges: dict[CartId, ExchangeCredit] = {}
        self.sold: CompletedSale | None = None
        self.exchanged: CompletedExchange | None = None
        """The exchange that the last sale was a part of; None for any other sale."""
        self.after_sale = AfterSale()
        self.next_type = ""
        """The name of the ticket type of what is added next; empty for the first type of each event."""

    @property
    def paying(self) -> BegunPayment | None:
        """The payment that was begun for the cart, as the payment screen left it; None without one.

        It belongs to its cart: it waits while somebody else sells, and comes back with a cart that was given up.
        """
        return self._payments.get(self.cart.id)

    @paying.setter
    def paying(self, payment: BegunPayment | None) -> None:
        if payment is None:
            self._payments.pop(self.cart.id, None)
        else:
            self._payments[self.cart.id] = payment

    @property
    def exchange(self) -> ExchangeCredit | None:
        """The tickets that the cart is exchanged for; None for an ordinary sale. It belongs to its cart."""
        return self._exchanges.get(self.cart.id)

    @exchange.setter
    def exchange(self, credit: ExchangeCredit | None) -> None:
        self._exchanges.pop(self.cart.id, None)
        if credit is not None:
            self._exchanges[self.cart.id] = credit

    def put(self, cart: Cart, priced: PricedCart | None) -> None:
        """Replace the cart. The previous one can be restored by undo."""
        if cart.lines != self.cart.lines:
            self._before = [*self._before, self.cart][-_CHANGES_REMEMBERED:]
        self.cart, self.priced = cart, priced

    def before(self) -> Cart | None:
        """The cart before the last change, with the customer of the present one; None without a change.

        A cart that was given up comes back with its own id and customer: when it is sold after all, it is the cart
        whose void the journal has, and X and Z do not count that void.
        """
        if not self._before:
            return None
        before = self._before[-1]
        return before if before.id != self.cart.id else replace(before, customer=self.cart.customer)

    def go_back(self, cart: Cart, priced: PricedCart | None) -> None:
        """Undo the last change."""
        self._before = self._before[:-1]
        self.cart, self.priced = cart, priced

    def resume(self, kept: Cart | None, priced: PricedCart | None) -> None:
        """Continue with the cart stored for this cashier. A cart other than the present one has no changes to undo."""
        if kept is None:
            if self.cart.lines:
                self.clear()
            return
        if kept.id != self.cart.id:
            self._before, self.next_type = [], ""
        self.cart, self.priced = kept, priced

    def clear(self, *, can_come_back: bool = False) -> None:
        """Begin with the next customer. Undo can restore a cart that was given up, and never a sold one."""
        self._before = [*self._before, self.cart] if can_come_back else []
        self.cart, self.priced, self.next_type = self._new_cart(), None, ""

    def _new_cart(self) -> Cart:
        return Cart(CartId(self._ids.new()))
