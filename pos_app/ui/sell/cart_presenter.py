"""The actions on the cart of the sell screen. A change is shown once it is priced and stored."""

from functools import partial

from domain.ids import CustomerId
from domain.sale.cart import CartLine
from pos_app.services.people import customers
from pos_app.services.selling import carts
from pos_app.ui import wording
from pos_app.ui.customer import MOST_SHOWN, ShowCustomers, keep_customer, read_customer
from pos_app.ui.frame import Tone
from pos_app.ui.sell.cart_changes import Changed, add_places, name_customer, remove_line, set_quantity
from pos_app.ui.sell.cart_time import CartTime
from pos_app.ui.wording import Message

_LONGEST_QUANTITY = 3


class CartPresenter(CartTime):
    """What the keys and buttons of the cart do."""

    @property
    def counts_places(self) -> bool:
        """Whether digits are a quantity now, and not the choice of a zone."""
        return self.state.counted is not None

    def add(self, places: CartLine) -> None:
        """Add places; digits that follow are their quantity."""
        self._step(lambda: add_places(self._wanted.cart, places), typed="")

    def type_quantity(self, digits: str) -> None:
        """Append digits to the quantity, if one is being typed. After a refused quantity, begin another one."""
        if not self.counts_places:
            return
        typed = ((self.state.counted or "") + digits)[:_LONGEST_QUANTITY].lstrip("0")
        if digits and typed and self.line:
            self._step(lambda: set_quantity(*self._selected(), int(typed)), typed=typed, quantity=int(typed))

    def ask_quantity(self) -> None:
        """Let the digits that follow be the quantity of the selected line."""
        if self.line and self.line.seat_id is None:
            self.show(typed="", types=None, asks_to_empty=False)

    def take_what_is_left(self) -> None:
        """Set the largest quantity that can be sold instead of the refused one."""
        if short := self.state.short:
            self._step(lambda: set_quantity(*self._selected(), short.most), quantity=short.most)

    def keep_quantity(self) -> None:
        """Keep the quantity that the line had before the refused one."""
        self.show(short=None, typed=None)

    def more(self, step: int) -> None:
        """`+` and `-`: change the quantity of the selected line; a line without places is removed."""
        if line := self.line:
            self._step(lambda: set_quantity(*self._selected(), line.quantity + step))

    def remove(self) -> None:
        if self.line:
            self._step(lambda: remove_line(*self._selected()))

    def select(self, line: int) -> None:
        cart, now = self._selected()
        if line != now and 0 <= line < len(cart.lines) and not self.remind():
            self._wanted = Changed(cart, line)
            self.show(line=line, typed=None, types=None)

    def undo(self) -> None:
        self._needs_document = None
        self.show(typed=None, short=None, types=None, asks_to_empty=False)
        if before := self._counter.before():
            self._price(Changed(before, len(before.lines) - 1), self._counter.go_back)

    def step_back(self) -> None:
        """Esc: end what is being chosen or typed; then ask whether to give the cart up; then give it up."""
        self._needs_document = None
        if self.state.types:
            self.show_types(None)
        elif self.state.asks_for_customer or self.state.typed is not None:
            self.show(asks_for_customer=False, typed=None)
        elif self.state.short:
            self.keep_quantity()
        elif self.state.asks_to_empty:
            self._give_up()
        elif self._wanted.cart.lines:
            self.show(asks_to_empty=True)
        elif self._counter.exchange is not None:
            self._counter.exchange = None
            self.show()
            self._frame.show_message(Message("", wording.text("sell.exchange_left"), "", ""), Tone.PLAIN)

    def ask_for_customer(self) -> None:
        asked = not self.state.asks_for_customer
        self.show(asks_for_customer=asked, typed=None, types=None, asks_to_empty=False)

    def find_customers(self, typed: str, show: ShowCustomers) -> None:
        """Look for customers in the registry who have what is typed."""
        self._run(partial(customers.find, self._station, typed, MOST_SHOWN), show, self._show_error)

    def take_customer(self, name: str, document: str, customer_id: CustomerId | None = None) -> None:
        """Set the customer of the document; both empty is a walk-in customer. A change that waited for it is made.

        One who was typed whole and not chosen is kept in the registry.
        """
        if customer := read_customer(self._frame, name, document):
            waiting, self._needs_document = self._needs_document, None
            self.show(asks_for_customer=False)
            changed = name_customer(waiting or self._wanted, customer, customer_id)
            self._price(changed, self._counter.put)
            keep_customer(self._frame, self._run, self._station, self._show_error, changed.cart)

    def take_over(self) -> None:
        """Make the change that the map could not: its tickets need a document of the customer, which is asked for."""
        wanted, self._counter.needs_customer = self._counter.needs_customer, None
        if wanted is not None and wanted.id == self._counter.cart.id:
            self._step(lambda: Changed(wanted, len(wanted.lines) - 1))

    def _give_up(self) -> None:
        cashier, cart = self._frame.cashier, self._wanted.cart

        paying = self._counter.paying
        registered = [tender.amount for tender in paying.tenders] if paying is not None else []

        def voided(_: None) -> None:
            payment = self._counter.paying
            self._counter.clear(can_come_back=True)
            self.open()
            if payment is not None and payment.tenders:
                what, todo = wording.text("sell.emptied_with_payments"), wording.text("sell.emptied_todo")
                self._frame.show_message(Message("", what, "", todo), Tone.ATTENTION)

        self._run(lambda: carts.void(self._station, cashier, cart, registered), voided, self._show_error)
