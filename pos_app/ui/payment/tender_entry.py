"""The tender that is being typed on the payment screen, and the way in which change is given."""

from dataclasses import replace
from typing import Any

from domain.errors import Refused
from domain.money.money import Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import References
from domain.sale.closing import Offer
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Presenter
from pos_app.ui.payment.standing import exact_amount
from pos_app.ui.payment.state import Focus, PaymentState, counted, known_payee, tender_in_field, with_note


class TenderEntry(Presenter[PaymentState]):
    """Chooses methods, reads amounts and references, registers tenders."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(PaymentState())
        self._frame = frame

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
        """Give the change in this way; change by pago móvil asks for who receives it."""
        payee = known_payee(self.state) if change_in is ChangeIn.PAGO_MOVIL else self.state.payee
        asked = payee.first_empty if change_in is ChangeIn.PAGO_MOVIL else None
        try:
            self._count(change_in=change_in, payee=payee, focus=Focus(f"payee.{asked}" if asked else "amount"))
        except Refused as error:
            self._show_error(error)

    def type_payee(self, field: str, typed: str) -> None:
        self.show(payee=replace(self.state.payee, **{field: typed}))

    def enter_payee(self) -> None:
        """Enter: go to the next empty field of the payee, and after the last one back to the amount."""
        asked = self.state.payee.first_empty
        self.show(focus=Focus(f"payee.{asked}" if asked else "amount"))

    def _without_field(self, **changes: Any) -> None:
        self._count(**changes, amount="", proposed=False, references=References(), focus=Focus())

    def _count(self, **changes: Any) -> None:
        self.state = counted(replace(self.state, **changes))
        self.show()

    def _show_error(self, error: Exception) -> None:
        self._frame.show_message(wording.error_message(error))
