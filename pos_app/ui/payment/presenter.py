"""The actions of the payment screen: take the payment of a cart that may change its price, and confirm it once."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.errors import Refused
from domain.ids import CustomerId
from domain.payments.due import check_change
from domain.payments.payee import PayeeMissing
from domain.payments.tenders import ReferenceUsed, Tender
from domain.people.identity import BadIdentity
from domain.sale.cart import Cart, CartLine
from domain.sale.closing import Offer, PriceChanged
from pos_app.services.people import customers
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, PricedCart
from pos_app.ui.customer import MOST_SHOWN, ShowCustomers, keep_customer, read_customer, waiting_customer
from pos_app.ui.frame import Frame, Run, ScreenName, Tone
from pos_app.ui.payment.closing import Closing
from pos_app.ui.payment.price_watch import PriceWatch
from pos_app.ui.payment.standing import standing
from pos_app.ui.payment.state import (
    Focus,
    PaymentState,
    field_of,
    payee_of,
    refused_of,
    returned_to_fields,
    tender_in_field,
)
from pos_app.ui.payment.tender_entry import TenderEntry
from pos_app.ui.wording import Message


class PaymentPresenter(TenderEntry):
    """Takes the payment for the cart of the counter."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(station, frame, run)
        self._counter = counter
        self._closing = Closing(station, frame, run, counter)
        self._price_watch = PriceWatch(station, frame, run, counter)
        self._shown_waiting: tuple[Cart, tuple[str, str]] | None = None

    def enter(self) -> None:
        """Begin with the price that the sell screen showed, and price the cart again in case it has changed since.

        The payment that was begun for this cart goes on, with the focus where it was, whatever came in between.
        """
        begun, cart = self._counter.paying, self._counter.cart
        self.state = _begun(begun, cart) if isinstance(begun, PaymentState) else PaymentState()
        if isinstance(begun, PaymentState) and begun.has_content and _lines_of(begun) != cart.lines:
            self._frame.show_message(Message("", wording.text("payment.cart_changed"), "", ""), Tone.ATTENTION)
        priced = self._counter.priced
        if priced is not None:
            priced = replace(priced, exchange=self._counter.exchange)
        self._count(priced=priced, focus=Focus(self.state.focus.field if self.state.focus else "amount"))
        self._price_watch.begin(self._priced)

    def show(self, **changes: Any) -> None:
        super().show(**changes)
        self._counter.paying = self.state

    def follow(self) -> None:
        if not self.state.busy:
            self._price_watch.look(self._priced)

    def confirm(self) -> None:
        """F12: sell, once. During a sale and after it, a second press has no effect."""
        state = self.state
        if state.busy or state.priced is None or state.standing is None or self._asks_for_waiting_customer():
            return
        try:
            tenders = state.tenders
            if state.has_text:
                tenders = (*tenders, tender_in_field(state))
                self._check_cash(tenders[-1])
            now = standing(state.priced, Offer(tenders, state.change_in))
            check_change(now.due, now.tenders)
        except Refused as error:
            self._not_entered(error)
            return
        try:
            payee = payee_of(state, now.change)
        except Refused as error:
            self._refuse_payee(error, _field_of_payee(error))
            return
        self.show(busy=True)
        offer = Offer(tenders, state.change_in, state.priced.quote.quoted, payee)
        self._closing.sell(offer, partial(self._not_sold, tenders))

    def step_back(self) -> None:
        """Esc: close an open list or form; otherwise return to the sell screen. The payment waits for its cart."""
        if self.state.busy:
            return
        if self.state.lists_methods or self.state.asks_for_customer:
            self.show(lists_methods=False, asks_for_customer=False, focus=Focus())
        else:
            self._frame.go(ScreenName.SELL)

    def ask_for_customer(self) -> None:
        self.show(asks_for_customer=not self.state.asks_for_customer)

    def find_customers(self, typed: str, show: ShowCustomers) -> None:
        """Look for customers in the registry who have what is typed."""
        self._run(partial(customers.find, self._station, typed, MOST_SHOWN), show, self._show_error)

    def take_customer(self, name: str, document: str, customer_id: CustomerId | None = None) -> None:
        """Set the customer of the document; both empty is a walk-in customer. One who was typed whole is kept."""
        customer = read_customer(self._frame, name, document)
        if customer is None:
            return
        cart = replace(self._counter.cart, customer=customer, customer_id=customer_id)
        priced = replace(self.state.priced, cart=cart) if self.state.priced else None
        self._counter.put(cart, priced)
        self.show(priced=priced, asks_for_customer=False, focus=Focus())
        self._run(partial(carts.keep, self._station, self._frame.cashier, cart), _kept, self._show_error)
        keep_customer(self._frame, self._run, self._station, self._show_error, cart)

    def _asks_for_waiting_customer(self) -> bool:
        """Show once, instead of a sale, the customer who was typed for this cart and not taken when the form closed."""
        cart = self._counter.cart
        waiting = waiting_customer(self._frame.kept, cart)
        if waiting is None or self._shown_waiting == (cart, waiting):
            return False
        self._shown_waiting = (cart, waiting)
        what, todo = wording.text("payment.customer_waits"), wording.text("payment.customer_waits_todo")
        self._frame.show_message(Message("", what, wording.text("payment.not_sold_yet"), todo), Tone.ATTENTION)
        self.show(asks_for_customer=True)
        return True

    def _not_sold(self, offered: tuple[Tender, ...], error: Exception | None) -> None:
        if error is not None:  # without one they wait for the supervisor who is asked now
            self._frame.drop_keys()
        if isinstance(error, ReferenceUsed):
            self.state = returned_to_fields(self.state, offered, error)
        # A disabled field loses the focus, and what is typed next would press buttons.
        field = field_of(error) if error else ""
        self._count(
            busy=False, focus=Focus(field or "amount", select_all=bool(field)), refused=refused_of(error), to_mend=field
        )
        if error is not None:
            # A changed price names both amounts itself.
            self._price_watch.look(partial(self._priced, noted=not isinstance(error, PriceChanged)))
            self._show_error(error)

    def _priced(self, now: PricedCart, *, noted: bool = True) -> None:
        before = self.state.priced
        now = replace(now, exchange=self._counter.exchange)
        if before is None or self.state.busy or not _is_another_price(before, now):
            return
        now = replace(now, cart=before.cart)
        self._count(priced=now)
        self._counter.put(now.cart, now)
        if noted:
            self._frame.show_message(Message("", wording.text("payment.price_changed"), "", ""), Tone.ATTENTION)


def _begun(payment: PaymentState, cart: Cart) -> PaymentState:
    """A payment that was begun for this cart, as it can go on. An amount proposed for other lines is left out."""
    free = replace(payment, busy=False, being_checked=None)
    is_stale = free.proposed and _lines_of(free) != cart.lines
    return replace(free, amount="", proposed=False) if is_stale else free


def _lines_of(payment: PaymentState) -> tuple[CartLine, ...]:
    return payment.priced.cart.lines if payment.priced else ()


def _field_of_payee(error: Refused) -> str:
    """The field of the payee that a refusal is about."""
    if isinstance(error, PayeeMissing):
        return error.field
    return "phone" if isinstance(error, BadIdentity) and error.kind in {"phone", "mobile"} else "document"


def _is_another_price(before: PricedCart, now: PricedCart) -> bool:
    """Whether the price of the same cart changed; its customer may have changed meanwhile."""
    return now.cart.id == before.cart.id and replace(now, cart=before.cart) != before


def _kept(_: None) -> None:
    """The cart is stored; the screen does not change."""
