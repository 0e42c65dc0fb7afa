"""The actions on the cart of the sell screen. A change is shown once it is priced and stored.

`_wanted` is the cart with every change so far, and the counter holds the last cart that could be priced. While prices
are on their way the two differ, and only the price of the latest `_wanted` is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from domain.catalogue.catalog import TicketType
from domain.errors import Refused
from domain.sale.cart import Cart, CartLine, EmptyCart
from pos_app.services.selling import carts
from pos_app.services.selling.choosing import DocumentNeeded
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, PricedCart, price_and_keep
from pos_app.ui.customer import read_customer
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName
from pos_app.ui.sell.cart_changes import (
    Changed,
    add_places,
    name_customer,
    next_type,
    remove_line,
    set_quantity,
)

_LONGEST_QUANTITY = 3


@dataclass(frozen=True, slots=True)
class CartState:
    """What the cart shows. `line` is the selected line. `typed` is a quantity while it is typed, otherwise None."""

    cart: Cart | None = None
    priced: PricedCart | None = None
    line: int = -1
    typed: str | None = None
    asks_to_empty: bool = False
    asks_for_customer: bool = False


class CartPresenter(Presenter[CartState]):
    """Applies changes to the cart one after another."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(CartState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._wanted = Changed(counter.cart, -1)
        self._pays_next = False
        self._next_type = 1

    def open(self) -> None:
        """Show the cart of the counter."""
        cart = self._counter.cart
        self._pays_next = False
        self._wanted = Changed(cart, len(cart.lines) - 1)
        self.state = CartState()
        self.show(cart=cart, priced=self._counter.priced, line=self._wanted.line)

    @property
    def line(self) -> CartLine | None:
        """The selected line, with every change so far."""
        lines = self._wanted.cart.lines
        return lines[self._wanted.line] if 0 <= self._wanted.line < len(lines) else None

    @property
    def counts_places(self) -> bool:
        """Whether digits are a quantity now, and not the choice of a zone."""
        return self.state.typed is not None

    def add(self, places: CartLine) -> None:
        """Add places; digits that follow are their quantity."""
        self._step(lambda: add_places(self._wanted.cart, places), typed="")

    def type_quantity(self, digits: str) -> None:
        """Append digits to the quantity, if one is being typed."""
        if self.state.typed is None:
            return
        typed = (self.state.typed + digits)[:_LONGEST_QUANTITY].lstrip("0")
        if digits and typed and self.line:
            self._step(lambda: set_quantity(*self._selected(), int(typed)), typed=typed)

    def ask_quantity(self) -> None:
        """Let the digits that follow be the quantity of the selected line."""
        if self.line and self.line.seat_id is None:
            self.show(typed="", asks_to_empty=False)

    def end_quantity(self) -> None:
        """End the typing of a quantity and close the question about emptying the cart."""
        self.show(typed=None, asks_to_empty=False)

    def more(self, step: int) -> None:
        """`+` and `-`: change the quantity of the selected line; a line without places is removed."""
        if line := self.line:
            self._step(lambda: set_quantity(*self._selected(), line.quantity + step))

    def change_type(self, types: Sequence[TicketType]) -> None:
        """`*`: the next ticket type. After a refused type, the one after it, so that a refusal is no dead end."""
        if self.line:
            self._step(lambda: next_type(*self._selected(), types, self._next_type))

    def remove(self) -> None:
        if self.line:
            self._step(lambda: remove_line(*self._selected()))

    def select(self, line: int) -> None:
        cart, now = self._selected()
        if line != now and 0 <= line < len(cart.lines):
            self._wanted = Changed(cart, line)
            self.show(line=line, typed=None)

    def undo(self) -> None:
        self.end_quantity()
        if before := self._counter.before():
            self._price(Changed(before, len(before.lines) - 1), self._counter.go_back)

    def pay(self) -> None:
        """F12: go on to the payment once the last change is priced."""
        self.end_quantity()
        if not self._wanted.cart.lines:
            self._show_error(EmptyCart())
        elif self._wanted.cart is self._counter.cart:
            self._frame.go(ScreenName.PAYMENT)
        else:
            self._pays_next = True

    def step_back(self) -> None:
        """Esc: end what is being typed; then ask whether to give the cart up; then give it up."""
        if self.state.asks_for_customer or self.state.typed is not None:
            self.show(asks_for_customer=False, typed=None)
        elif self.state.asks_to_empty:
            self._give_up()
        elif self._wanted.cart.lines:
            self.show(asks_to_empty=True)

    def ask_for_customer(self) -> None:
        self.show(asks_for_customer=not self.state.asks_for_customer, typed=None, asks_to_empty=False)

    def take_customer(self, name: str, document: str) -> None:
        """Set the customer of the document; both empty is a walk-in customer."""
        if customer := read_customer(self._frame, name, document):
            self.show(asks_for_customer=False)
            self._price(name_customer(self._wanted, customer), self._counter.put)

    def _selected(self) -> tuple[Cart, int]:
        return self._wanted.cart, self._wanted.line

    def _step(self, change: Callable[[], Changed], typed: str | None = None) -> None:
        try:
            changed = change()
        except Refused as error:
            self._show_error(error)
            return
        self._frame.clear_message()
        self.show(typed=typed, asks_to_empty=False)
        self._price(changed, self._counter.put)

    def _price(self, changed: Changed, put: Callable[[Cart, PricedCart | None], None]) -> None:
        self._wanted = changed

        def priced(priced: PricedCart | None) -> None:
            put(changed.cart, priced)
            if self._wanted is changed:
                self._next_type = 1
                self.show(cart=changed.cart, priced=priced, line=changed.line)
                if self._pays_next:
                    self.pay()

        work = partial(price_and_keep, self._station, self._frame.cashier, changed.cart)
        self._run(work, priced, partial(self._refused, changed))

    def _refused(self, changed: Changed, error: Exception) -> None:
        """Return to the last cart that could be sold."""
        if self._wanted is changed:
            self._pays_next = False
            self._wanted = Changed(self._counter.cart, self.state.line)
            self._next_type += (asks := isinstance(error, DocumentNeeded))
            self.show(typed=None, asks_for_customer=asks)
        self._show_error(error)

    def _give_up(self) -> None:
        cashier, cart = self._frame.cashier, self._wanted.cart

        def voided(_: None) -> None:
            self._counter.clear(can_come_back=True)
            self.open()

        self._run(lambda: carts.void(self._station, cashier, cart), voided, self._show_error)

    def _show_error(self, error: Exception) -> None:
        self._frame.show_message(wording.error_message(error))
