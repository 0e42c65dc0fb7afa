"""One change of the cart after another: priced, stored and shown, or refused.

`_wanted` is the cart with every change so far, and the counter holds the last cart that could be priced. While prices
are on their way the two differ, and only the price of the latest `_wanted` is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.errors import Refused
from domain.money.money import Currency, Money
from domain.sale.cart import Cart, CartLine
from pos_app.services.after_sale.exchanges import ExchangeCredit
from pos_app.services.selling.choosing import DocumentNeeded
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, PricedCart, price_and_keep
from pos_app.ui.frame import Frame, KeepingPresenter, Run, Tone
from pos_app.ui.sell.cart_changes import Changed, Shortage, shortage
from pos_app.ui.ticket_types import TypeChoices
from pos_app.ui.wording import Message


@dataclass(frozen=True, slots=True)
class CartState:
    """What the cart shows. `line` is the selected line. `typed` is a quantity while it is typed, otherwise None.

    `types` is the list of ticket types while it is open. `short`: the typed quantity was refused. The cart is not paid
    until somebody chooses another one.
    """

    cart: Cart | None = None
    priced: PricedCart | None = None
    line: int = -1
    typed: str | None = None
    short: Shortage | None = None
    types: TypeChoices | None = None
    asks_to_empty: bool = False
    asks_for_customer: bool = False

    @property
    def counted(self) -> str | None:
        """The digits of a quantity so far; None when digits are no quantity now."""
        return "" if self.typed is None and self.short else self.typed


class CartPricing(KeepingPresenter[CartState]):
    """Holds the wanted cart and prices each change of it.

    `after_refusal` is called when a change could not be made, `after_type` when another type is added next.
    """

    after_refusal: Callable[[], None] = staticmethod(lambda: None)
    after_type: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(CartState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._wanted = Changed(counter.cart, -1)
        self._when_priced: Callable[[], None] | None = None
        self._paid: Cart | None = None
        self._needs_document: Changed | None = None
        self._shown_error = ""

    def open(self) -> None:
        """Show the cart of the counter."""
        cart = self._counter.cart
        self._when_priced = self._needs_document = None
        self._wanted = Changed(cart, len(cart.lines) - 1)
        self.state = CartState()
        self.show(cart=cart, priced=self._counter.priced, line=self._wanted.line)

    @property
    def wanted(self) -> Cart:
        """The cart with every change so far; the counter's own cart when all of them are priced."""
        return self._wanted.cart

    @property
    def line(self) -> CartLine | None:
        """The selected line, with every change so far."""
        lines = self._wanted.cart.lines
        return lines[self._wanted.line] if 0 <= self._wanted.line < len(lines) else None

    @property
    def exchange(self) -> ExchangeCredit | None:
        """The tickets that the cart is exchanged for; None for an ordinary sale."""
        return self._counter.exchange

    @property
    def paid_so_far(self) -> tuple[Money, ...]:
        """The payments that are registered for the cart, a sum for each currency; empty before the first one."""
        payment = self._counter.paying
        sums: dict[Currency, Money] = {}
        for tender in payment.tenders if payment else ():
            currency = tender.amount.currency
            sums[currency] = sums.get(currency, Money.zero(currency)) + tender.amount
        return tuple(sums.values())

    def remind(self) -> bool:
        """Ask again which quantity is wanted after a refused one; whether that is still open."""
        if short := self.state.short:
            self._frame.show_message(
                Message("", short_text(short), "", wording.text("sell.short_todo")), Tone.ATTENTION
            )
        return self.state.short is not None

    def follow(self, cart: Cart, now: PricedCart | Refused | None) -> None:
        """Show what a cart costs now, or once why it can no longer be sold, unless the cart has changed since."""
        if self._wanted.cart is not cart or self._counter.cart is not cart:
            return
        if isinstance(now, Refused):
            if str(wording.error_message(now)) != self._shown_error:
                self._shown_error = str(wording.error_message(now))
                self._show_error(now)
            return
        self._shown_error = ""
        if now != self._counter.priced:
            self._counter.put(cart, now)
            self.show(priced=now)
            self._frame.show_message(Message("", wording.text("sell.price_changed"), "", ""), Tone.ATTENTION)

    def _selected(self) -> tuple[Cart, int]:
        return self._wanted.cart, self._wanted.line

    def _step(self, change: Callable[[], Changed], typed: str | None = None, quantity: int = 0) -> None:
        """Make a change. `typed` stays open for more digits; a `quantity` that is refused is asked for again."""
        try:
            changed = change()
        except Refused as error:
            self._not_possible(error, self._wanted.cart, quantity)
            return
        self._frame.clear_message()
        self._needs_document = None
        self.show(typed=typed, short=None, types=None, asks_to_empty=False)
        self._price(changed, self._counter.put, quantity)

    def _price(self, changed: Changed, put: Callable[[Cart, PricedCart | None], None], quantity: int = 0) -> None:
        self._wanted = changed

        def priced(priced: PricedCart | None) -> None:
            put(changed.cart, priced)
            if self._wanted.cart is changed.cart:
                self.show(cart=changed.cart, priced=priced, line=self._wanted.line)
                if self._when_priced is not None:
                    self._when_priced()

        work = partial(price_and_keep, self._station, self._frame.cashier, changed.cart)
        self._run(work, priced, partial(self._refused, changed, quantity))

    def _refused(self, changed: Changed, quantity: int, error: Exception) -> None:
        """Return to the last cart that could be sold."""
        if self._wanted.cart is changed.cart:
            self._wanted = Changed(self._counter.cart, self.state.line)
            # The form of the customer that follows completes this change.
            self._needs_document = changed if isinstance(error, DocumentNeeded) else None
            self._not_possible(error, changed.cart, quantity)
        else:
            self._show_error(error)

    def _not_possible(self, error: Exception, wanted: Cart, quantity: int) -> None:
        """Show the refusal. A refused quantity is asked for again: the cart still holds another one."""
        self._when_priced = None
        self._frame.drop_keys()
        short = shortage(self._wanted, wanted, quantity, error) if quantity and self.line else None
        self.show(typed=None, short=short, types=None, asks_for_customer=isinstance(error, DocumentNeeded))
        self.after_refusal()
        self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        self._frame.show_message(wording.error_message(error))


def short_text(short: Shortage) -> str:
    """The refused quantity and the largest one that can be sold."""
    return wording.text("sell.short", wanted=wording.number(short.wanted), most=wording.number(short.most))
