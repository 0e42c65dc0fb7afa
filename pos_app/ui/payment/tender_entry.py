"""The tender that is being typed on the payment screen, and the way in which change is given."""

from dataclasses import replace
from functools import partial
from typing import Any

from domain.errors import Refused
from domain.money.money import Money
from domain.payments.change import ChangeIn
from domain.payments.tenders import MissingReference, References, Tender
from domain.sale.closing import Offer
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Frame, KeepingPresenter, Run
from pos_app.ui.payment.cash_doubt import CashDoubt
from pos_app.ui.payment.standing import exact_amount
from pos_app.ui.payment.state import (
    Focus,
    PaymentState,
    after_field,
    check_entered,
    counted,
    field_of,
    known_payee,
    refused_of,
    step_removed,
    tender_in_field,
    with_method,
    with_note,
)


class EntrySteps(KeepingPresenter[PaymentState]):
    """What every step of the entry shares: the state counted anew, and what a refusal shows."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(PaymentState())
        self._doubt = CashDoubt()
        self._station, self._frame, self._run = station, frame, run

    def _not_entered(self, error: Exception) -> None:
        """Show why the tender cannot be registered, with the focus in the field to correct and all fields kept."""
        self._show_error(error)
        field = field_of(error)
        self.show(focus=Focus(field, select_all=True), refused=refused_of(error), to_mend=field)

    def _without_field(self, **changes: Any) -> None:
        self._count(**changes, amount="", proposed=False, references=References(), focus=Focus(), to_mend="")

    def _count(self, **changes: Any) -> None:
        self.state = counted(replace(self.state, **changes))
        self.show()

    def _show_error(self, error: Exception) -> None:
        self._frame.show_message(wording.error_message(error))


class TenderEntry(EntrySteps):
    """Chooses methods, reads amounts and references, registers tenders."""

    def choose_method(self, code: str) -> None:
        """Choose a method and propose the amount that settles the sale; typing replaces the proposal."""
        state = self.state
        if state.priced is None or state.busy:
            return
        self._frame.clear_message()
        chosen = with_method(state, code)
        try:
            exact = exact_amount(state.priced, Offer(state.tenders), chosen.rules)
        except Refused as error:
            self._show_error(error)
            return
        self.state = replace(chosen, amount=wording.figure(exact) if exact else "", proposed=bool(exact))
        self._count(focus=Focus(select_all=True))

    def propose_exact(self) -> None:
        """`=`: propose the amount that settles the sale, and keep the references already typed."""
        self.choose_method(self.state.method)

    def list_methods(self) -> None:
        self.show(lists_methods=not self.state.lists_methods)

    def type_amount(self, typed: str) -> None:
        if typed != self.state.amount:
            self._frame.clear_message()
            self._count(amount=typed, proposed=False, focus=Focus(), to_mend="")

    def add_note(self, note: Money) -> None:
        """Add a note or coin to the amount."""
        if self.state.busy:
            return
        self._frame.clear_message()
        self.state = replace(with_note(self.state, note), to_mend="")
        self._count()

    def type_reference(self, field: str, typed: str) -> None:
        self._frame.clear_message()
        self._count(references=replace(self.state.references, **{field: typed}), focus=Focus(field), to_mend="")

    def add(self, entered: str = "") -> None:
        """Enter: go to the next field, and from the last one register the tender. It never confirms the sale.

        `entered` is the field in which Enter was pressed, and empty for the button; what is wrong with it is shown at
        once. What is missing elsewhere is named after the last field. A reference that was used before is refused, and
        its fields are kept.
        """
        state = self.state
        if state.busy or state.priced is None:
            return
        self._frame.clear_message()
        if entered and state.amount.strip() and not state.rules.is_cash:
            try:
                check_entered(state, entered)
            except Refused as error:
                self._not_entered(error)
                return
            if following := after_field(state, entered):
                self.show(focus=Focus(following, select_all=True), to_mend="")
                return
        if state.amount.strip() and state.first_empty:
            self._not_entered(MissingReference(state.method, state.first_empty))
            return
        try:
            tender = tender_in_field(state)
            self._check_cash(tender)
        except Refused as error:
            self._not_entered(error)
            return
        if state.rules.is_cash:
            self._without_field(tenders=(*state.tenders, tender))
            return
        self.show(busy=True, being_checked=tender)
        self._frame.hold_keys()
        work = partial(checkout.refuse_used_references, self._station, (*state.tenders, tender))
        self._run(work, partial(self._register, tender), partial(self._refuse, tender))

    def remove_last(self) -> None:
        """F8: empty the fields, those of a shown payee too; if they are empty, remove the last tender."""
        if not self.state.busy:
            self._frame.clear_message()
            self.state = step_removed(self.state)
            self._without_field()

    def next_change(self) -> None:
        """F7: give the change in the next currency."""
        kinds = list(ChangeIn)
        self.choose_change(kinds[(kinds.index(self.state.change_in) + 1) % len(kinds)])

    def choose_change(self, change_in: ChangeIn) -> None:
        """Give the change in this way; change by pago móvil that is due asks for who receives it."""
        if self.state.busy:
            return
        self._frame.clear_message()
        payee = known_payee(self.state) if change_in is ChangeIn.PAGO_MOVIL else self.state.payee
        try:
            self._count(change_in=change_in, payee=payee)
        except Refused as error:
            self._show_error(error)
            return
        asked = self.state.shown_payee.first_empty if self.state.shown_payee else None
        self.show(focus=Focus(f"payee.{asked}" if asked else "amount"))

    def type_payee(self, field: str, typed: str) -> None:
        self._frame.clear_message()
        self.show(payee=replace(self.state.payee, **{field: typed}), focus=Focus(f"payee.{field}"), to_mend="")

    def enter_payee(self, entered: str) -> None:
        """Enter: go to the next field of the payee, and after the last one back to the amount.

        `entered` is the field in which Enter was pressed; what is wrong with it is shown at once.
        """
        self._frame.clear_message()
        try:
            self.state.payee.check(entered)
        except Refused as error:
            self._refuse_payee(error, entered)
            return
        following = self.state.payee.after(entered)
        self.show(focus=Focus(f"payee.{following}", select_all=True) if following else Focus(), to_mend="")

    def _refuse_payee(self, error: Exception, field: str) -> None:
        """Show what is wrong with a field of the payee, its text selected."""
        self._show_error(error)
        self.show(focus=Focus(f"payee.{field}", select_all=True), to_mend=f"payee.{field}")

    def _check_cash(self, tender: Tender) -> None:
        self._doubt.check(self.state, tender, self._station.clock.now())

    def _register(self, tender: Tender, _: None) -> None:
        """Register a tender whose reference is new, unless the payment was left meanwhile."""
        if self.state.being_checked is tender:
            self._without_field(tenders=(*self.state.tenders, tender), busy=False, being_checked=None)
            self._frame.press_keys()

    def _refuse(self, tender: Tender, error: Exception) -> None:
        if self.state.being_checked is tender:
            self._frame.drop_keys()
            self.show(busy=False, being_checked=None)
            self._not_entered(error)
