"""Giving tickets of a sale back: mark them, choose terms and money, and make the refund once under a supervisor."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from domain.after_sale.refunds import TicketEnded
from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from domain.till.shifts import RefundBeyondTill
from pos_app.services.after_sale import proposed_terms, refunds
from pos_app.services.after_sale.proposed_terms import Proposal
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.conflicts import money_back
from pos_app.station import Station
from pos_app.ui import approved_act
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.documents.presenter import SEARCH_FORM
from pos_app.ui.frame import ScreenName
from pos_app.ui.refund.entry import REFUND_FORM, RefundEntry
from pos_app.ui.refund.state import (
    Focus,
    RefundState,
    TypedRefund,
    begun,
    request_of,
)


class RefundPresenter(RefundEntry):
    """Gives tickets of the chosen sale back."""

    _beyond_till: RefundRequest | None = None
    """The last refund, when the till did not hold its cash."""

    def enter(self) -> None:
        """Read the chosen sale, with what was typed about it before. A refund that was made stays until it is left."""
        if self.state.busy:
            return
        if self._after_sale.sale_id is None:
            self._looking = False
            self.look()
            return
        self.state = RefundState()
        self._read(Focus())

    def confirm(self) -> None:
        """F12: check what is typed, then ask a supervisor, then give back.

        Cash that the till does not hold is refused once; the same again asks for the approval of exactly that.
        """
        proposal = self.state.proposal
        if proposal is None or self.state.busy:
            return
        self._frame.clear_message()
        try:
            request = request_of(proposal, self.state.typed)
        except Refused as error:
            self._refuse(error)
            return
        if request == self._beyond_till:
            self._ask(Permission.EXCEED_TILL, request, partial(self._exceed, request))
        else:
            act = Permission.SETTLE_CONFLICT if self._after_sale.case_id else Permission.REFUND
            self._ask(act, request, partial(self._give_back, request, None))

    def step_back(self) -> bool:
        """Esc: a refund that was made leads to the history with its note; an unfinished one waits behind its screen."""
        if self.state.made is None:
            return self.state.busy
        self.leave()
        return True

    def leave(self) -> None:
        """Go to the history, in which the note is chosen."""
        if self.state.made is None:
            return
        self.state = RefundState()
        self._frame.kept.forget(SEARCH_FORM)  # an older search may not find the note
        if self._after_sale.from_done:
            self._frame.back()  # so that this screen does not lie behind the history
        self._frame.go(ScreenName.DOCUMENTS)

    def _read(self, focus: Focus) -> None:
        sale_id = self._after_sale.sale_id
        assert sale_id is not None
        self.show(busy=True)

        def show(proposal: Proposal) -> None:
            kept = self._frame.kept.find(REFUND_FORM, TypedRefund, sale_id)
            self.show_state(replace(begun(proposal, kept, self._begins(proposal)), focus=focus))

        withdrawing, suspended = self._after_sale.withdrawing, self._after_sale.suspended
        work = partial(proposed_terms.proposal, self._station, sale_id, withdrawing, suspended)
        self._run(work, show, self._failed)

    def _exceed(self, request: RefundRequest, supervisor: Cashier) -> None:
        """The supervisor who approves the cash approves the refund too, if they may."""
        if supervisor.may(Permission.REFUND):
            self._give_back(request, supervisor, supervisor)
        else:
            self._ask(Permission.REFUND, request, partial(self._give_back, request, supervisor))

    def _ask(self, permission: Permission, request: RefundRequest, then: Callable[[Cashier], None]) -> None:
        quote = self.state.quote
        about = approved_act.refund(quote.given_back, len(request.tickets)) if quote else ""
        self._frame.approve(permission, then, about)

    def _give_back(self, request: RefundRequest, beyond_till: Cashier | None, supervisor: Cashier) -> None:
        if self.state.busy:
            return
        self._beyond_till = None
        self.show(busy=True)
        self._frame.hold_keys()
        people = self._frame.cashier, supervisor
        work = partial(_refund, self._station, people, request, beyond_till, self._after_sale)
        self._run(work, self._made, partial(self._not_made, request))

    def _made(self, made: CompletedRefund) -> None:
        self._frame.kept.forget(REFUND_FORM)
        self._after_sale.finish(made.document.id)
        # What is to be handed over has not been read yet: no key that was typed before may leave it.
        self._frame.drop_keys()
        self.state = RefundState(made=made)
        self._frame.changed()
        self.look()

    def _not_made(self, request: RefundRequest, error: Exception) -> None:
        self._frame.drop_keys()
        if isinstance(error, RefundBeyondTill):
            self._beyond_till = request
        self._refuse(error)
        if isinstance(error, TicketEnded):  # another window gave it back meanwhile
            self._read(Focus())


def _refund(
    station: Station,
    people: tuple[Cashier, Cashier],
    request: RefundRequest,
    beyond_till: Cashier | None,
    about: AfterSale,
) -> CompletedRefund:
    if beyond_till is None:
        refunds.refuse_beyond_till(station, people[0], request, about.withdrawing)
    if about.case_id is not None:
        return money_back.pay_back(station, people, about.case_id, request, beyond_till)
    return refunds.refund(station, people[0], request, people[1], beyond_till)
