"""What lies on the counter when one screen hands over to the next: the cart, its price, what was sold."""

from dataclasses import dataclass, replace
from decimal import Decimal

from domain.errors import Refused, Unavailable
from domain.ids import CartId, Ids, PerformanceId, ZoneId
from domain.people.staff import Cashier
from domain.sale.cart import Cart
from domain.sale.closing import Offer
from pos_app.services.hq import connection
from pos_app.services.rights import ask_rights
from pos_app.services.selling import carts, checkout
from pos_app.services.selling.checkout import Quote, Sold
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.wording import Message

_CHANGES_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart that can be sold now, and what it costs. The IGTF rate is zero when nothing is perceived."""

    cart: Cart
    quote: Quote
    igtf_rate: Decimal


def price_cart(station: Station, cart: Cart) -> PricedCart:
    """Price a cart. Raises what choosing raises, and NoRate."""
    nothing_paid = checkout.balance(station, cart, Offer(()))
    return PricedCart(cart, checkout.quote(station, cart), nothing_paid.igtf_rate)


def price_and_keep(station: Station, cashier: Cashier, cart: Cart) -> PricedCart | None:
    """Price a cart and keep it through a power cut; an empty one costs nothing. Raises as `price_cart` does.

    Places that this station lacks are asked of HQ, while it can be reached.
    """
    priced = _priced_with_hq(station, cart) if cart.lines else None
    carts.keep(station, cashier, cart)
    return priced


def _priced_with_hq(station: Station, cart: Cart) -> PricedCart:
    for _ in cart.lines:
        try:
            return price_cart(station, cart)
        except NotEnoughPlaces as short:
            _ask_for_missing(station, short)
    return price_cart(station, cart)


def _ask_for_missing(station: Station, short: NotEnoughPlaces) -> None:
    if station.hq is None or not connection.is_online(station):
        raise short
    try:
        ask_rights.ask_places(station, station.hq, short.place, short.missing)
    except (Refused, Unavailable):
        raise short from None


@dataclass(frozen=True, slots=True)
class Place:
    """A performance somebody looks at, and perhaps one of its zones."""

    performance_id: PerformanceId
    zone_id: ZoneId | None = None


def unpaid(cart: Cart) -> Message | None:
    """What to say when the window is about to close over a cart that nobody paid; nothing over an empty one."""
    if not cart.tickets:
        return None
    said = wording.text("frame.unpaid", count=cart.tickets)
    return Message("", said, wording.text("frame.unpaid_safe"), wording.text("frame.close_again"))


class Counter:
    """One sale at a time, shared by the screens it passes through."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._before: list[Cart] = []
        self.cart = self._new_cart()
        self.priced: PricedCart | None = None
        self.looked_at: Place | None = None
        self.sold: Sold | None = None

    def put(self, cart: Cart, priced: PricedCart | None) -> None:
        """The cart became this one; the one before can come back."""
        if cart.lines != self.cart.lines:
            self._before = [*self._before, self.cart][-_CHANGES_REMEMBERED:]
        self.cart, self.priced = cart, priced

    def before(self) -> Cart | None:
        """The cart before the last change, under the number and for the customer of the present one."""
        if not self._before:
            return None
        return replace(self._before[-1], id=self.cart.id, customer=self.cart.customer)

    def go_back(self, cart: Cart, priced: PricedCart | None) -> None:
        """The last change was undone."""
        self._before = self._before[:-1]
        self.cart, self.priced = cart, priced

    def find(self, kept: Cart | None, priced: PricedCart | None) -> None:
        """What the store kept for this cashier. Another cart than the one here brings no changes to undo."""
        if kept is None:
            if self.cart.lines:
                self.clear()
            return
        if kept.id != self.cart.id:
            self._before = []
        self.cart, self.priced = kept, priced

    def clear(self, *, can_come_back: bool = False) -> None:
        """The next customer. A cart that was given up can come back, a sold one cannot."""
        self._before = [*self._before, self.cart] if can_come_back else []
        self.cart, self.priced = self._new_cart(), None

    def _new_cart(self) -> Cart:
        return Cart(CartId(self._ids.new()))
