"""The actions of the payment screen: register tenders with their references, and confirm the sale once."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.errors import Refused
from domain.money.money import Money
from domain.payments.change import ChangeIn
from domain.payments.due import check_change
from domain.payments.tenders import References, ReferenceUsed
from domain.sale.closing import Offer, PriceChanged
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, PricedCart
from pos_app.ui.customer import read_customer
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.payment.closing import Closing
from pos_app.ui.payment.price_watch import PriceWatch
from pos_app.ui.payment.standing import exact_amount, standing
from pos_app.ui.payment.state import Focus, PaymentState, counted, tender_in_field, with_note
from pos_app.ui.wording import Message


class PaymentPresenter(Presenter[PaymentState]):
    """Takes the payment for the cart of the counter."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(PaymentState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._closing = Closing(station, frame, run, counter)
        self._price_watch = PriceWatch(station, frame, run, counter)

    def enter(self) -> None:
        """Begin with the price that the sell screen showed, and price the cart again in case it has changed since."""
        self.state = PaymentState(priced=self._counter.priced)
        self._count(focus=Focus())
        self._price_watch.begin(self._priced)

    def follow(self) -> None:
        if not self.state.busy:
            self._price_watch.look(self._priced)

    def choose_method(self, code: str) -> None:
        """Choose a method and propose the amount that settles the sale; typing replaces the proposal."""
        state = self.state
        if state.priced is None or state.busy:
            return
        chosen = replace(state, method=code, references=References(), lists_methods=False)
        try:
            exact = exact_amount(state.priced, Offer(state.tenders), chosen.rules)
        except Refused as error:
            self._show_error(error)
            return
        self.state = replace(chosen, amount=wording.figure(exact) if exact else "", proposed=bool(exact))
        self._count(focus=Focus(select_all=True))

    def propose_exact(self) -> None:
        """`=`: propose the amount that settles the sale, and keep the references already typed."""
        references = self.state.references
        self.choose_method(self.state.method)
        self.show(references=references)

    def list_methods(self) -> None:
        self.show(lists_methods=not self.state.lists_methods)

    def type_amount(self, typed: str) -> None:
        if typed != self.state.amount:
            self._frame.clear_message()
            self._count(amount=typed, proposed=False)

    def add_note(self, note: Money) -> None:
        """Add a note or coin to the amount."""
        self.state = with_note(self.state, note)
        self._count()

    def type_reference(self, field: str, typed: str) -> None:
        self._count(references=replace(self.state.references, **{field: typed}))

    def add(self) -> None:
        """Enter: go to the first empty reference, or else register the tender. It never confirms the sale."""
        state = self.state
        if state.busy or state.priced is None:
            return
        if state.amount.strip() and state.first_empty:
            self.show(focus=Focus(state.first_empty))
            return
        try:
            tender = tender_in_field(state)
        except Refused as error:
            self._show_error(error)
            return
        self._frame.clear_message()
        self._without_field(tenders=(*state.tenders, tender))

    def remove_last(self) -> None:
        """F8: empty the field; if it is empty, remove the last tender."""
        if not self.state.busy:
            tenders = self.state.tenders
            self._without_field(tenders=tenders if self.state.amount else tenders[:-1])

    def next_change(self) -> None:
        """F7: give the change in the next currency."""
        kinds = list(ChangeIn)
        self.choose_change(kinds[(kinds.index(self.state.change_in) + 1) % len(kinds)])

    def choose_change(self, change_in: ChangeIn) -> None:
        try:
            self._count(change_in=change_in)
        except Refused as error:
            self._show_error(error)

    def confirm(self) -> None:
        """F12: sell, once. During a sale and after it, a second press has no effect."""
        state = self.state
        if state.busy or state.priced is None or state.standing is None:
            return
        try:
            tenders = (*state.tenders, tender_in_field(state)) if state.amount.strip() else state.tenders
            check_change(standing(state.priced, Offer(tenders, state.change_in)).due, tenders)
        except Refused as error:
            self._show_error(error)
            self.show(focus=Focus(state.first_empty if state.pending and state.first_empty else "amount"))
            return
        self.show(busy=True)
        self._closing.sell(Offer(tenders, state.change_in, state.priced.quote.quoted), self._not_sold)

    def step_back(self) -> None:
        """Esc: close an open list or form; otherwise return to the sell screen with the cart unchanged."""
        if self.state.busy:
            return
        if self.state.lists_methods or self.state.asks_for_customer:
            self.show(lists_methods=False, asks_for_customer=False, focus=Focus())
        else:
            self._frame.go(ScreenName.SELL)

    def ask_for_customer(self) -> None:
        self.show(asks_for_customer=not self.state.asks_for_customer)

    def take_customer(self, name: str, document: str) -> None:
        """Set the customer of the document; both empty is a walk-in customer."""
        customer = read_customer(self._frame, name, document)
        if customer is None:
            return
        cart = replace(self._counter.cart, customer=customer)
        priced = replace(self.state.priced, cart=cart) if self.state.priced else None
        self._counter.put(cart, priced)
        self.show(priced=priced, asks_for_customer=False, focus=Focus())
        self._run(partial(carts.keep, self._station, self._frame.cashier, cart), _kept, self._show_error)

    def _not_sold(self, error: Exception | None) -> None:
        # A disabled field loses the focus, and what is typed next would press buttons.
        self.show(busy=False, focus=Focus(_field_of(error)))
        if error is not None:
            # A changed price names both amounts itself.
            self._price_watch.look(partial(self._priced, noted=not isinstance(error, PriceChanged)))
            self._show_error(error)

    def _priced(self, now: PricedCart, *, noted: bool = True) -> None:
        before = self.state.priced
        if before is None or self.state.busy or not _is_another_price(before, now):
            return
        now = replace(now, cart=before.cart)
        self._count(priced=now)
        self._counter.put(now.cart, now)
        if noted:
            self._frame.show_message(Message("", wording.text("payment.price_changed"), "", ""), Tone.ATTENTION)

    def _without_field(self, **changes: Any) -> None:
        self._count(**changes, amount="", proposed=False, references=References(), focus=Focus())

    def _count(self, **changes: Any) -> None:
        self.state = counted(replace(self.state, **changes))
        self.show()

    def _show_error(self, error: Exception) -> None:
        self._frame.show_message(wording.error_message(error))


def _field_of(error: Exception | None) -> str:
    """The field that a refused sale asks to correct."""
    return "reference" if isinstance(error, ReferenceUsed) else "amount"


def _is_another_price(before: PricedCart, now: PricedCart) -> bool:
    """Whether the price of the same cart changed; its customer may have changed meanwhile."""
    return now.cart.id == before.cart.id and replace(now, cart=before.cart) != before


def _kept(_: None) -> None:
    """The cart is stored; the screen does not change."""
