"""What is marked, chosen and typed on the refund screen: it is kept, and its figures follow. No Qt."""

from dataclasses import replace
from typing import Any

from domain.errors import Refused
from pos_app.services.after_sale.proposed_terms import Proposal
from pos_app.ui.refund.state import REASONS, BegunWith, Focus, begun, frequent_reason, quoted, usual
from pos_app.ui.refund.steps import RefundSteps

REFUND_FORM = "refund"
"""Where what was marked and typed is kept, for each sale."""


class RefundEntry(RefundSteps):
    """Marks tickets, chooses terms and money."""

    def mark(self, row: int, *, only_on: bool = False) -> None:
        """Mark the ticket of this row, or take the mark away; with `only_on` a mark stays."""
        offered = self.state.offered
        if offered is None or not 0 <= row < len(offered.sold.sale.tickets):
            return
        ticket_id = offered.sold.sale.tickets[row].id
        marked = self.state.typed.marked
        if ticket_id not in self.state.alive or (only_on and ticket_id in marked):
            return
        others = tuple(other for other in marked if other != ticket_id)
        self._type(marked=others if ticket_id in marked else (*marked, ticket_id))

    def mark_all(self) -> None:
        """Mark every ticket that can be given back, or none when all are marked."""
        if (offered := self.state.offered) is not None:
            alive = (ticket.sold.id for ticket in offered.tickets)
            self._type(marked=() if self.state.all_marked else tuple(alive))

    def turn_fee(self) -> None:
        """Give the service fee back too, or keep it."""
        if self.state.has_fees:
            self._type(with_fee=not self.state.typed.with_fee)

    def turn_release(self) -> None:
        """Let the seats be sold again, or keep them."""
        self._type(release=not self.state.typed.release)

    def type_percent(self, typed: str) -> None:
        self._type(percent=typed)

    def go_to(self, field: str) -> None:
        """Set the focus to a field."""
        self.show(focus=Focus(field))

    def choose_method(self, code: str) -> None:
        """Choose how the money goes back, and go to the first field that it asks for."""
        if code not in self.state.methods or self.state.busy:
            return
        self._type(method=code)
        if self.state.asks_reference:
            self.show(focus=Focus("reference"))
        elif self.state.asks_payee and (empty := self.state.typed.payee.first_empty):
            self.show(focus=Focus(f"payee.{empty}"))

    def type_reference(self, typed: str) -> None:
        self._type(reference=typed)

    def type_payee(self, field: str, typed: str) -> None:
        self._type(payee=replace(self.state.typed.payee, **{field: typed}))

    def enter_payee(self, field: str) -> None:
        """Enter in a field of the payee: check it, and go to the next one."""
        payee = self.state.typed.payee
        try:
            payee.check(field)
        except Refused as error:
            self._refuse(error)
            return
        following = payee.after(field)
        self.show(focus=Focus(f"payee.{following}" if following else "tickets"), to_mend="")

    def choose_reason(self, name: str) -> None:
        """Take one of the frequent reasons."""
        if name in REASONS:
            self._type(reason=frequent_reason(name))

    def type_reason(self, typed: str) -> None:
        self._type(reason=typed)

    def begin_anew(self) -> None:
        """Forget what was typed about this sale."""
        if self.state.proposal is not None and not self.state.busy:
            self._frame.kept.forget(REFUND_FORM)
            self.show_state(begun(self.state.proposal, None, self._begins(self.state.proposal)))

    def _begins(self, proposal: Proposal) -> BegunWith | None:
        """The tickets and the reason that another screen chose for this refund."""
        after_sale = self._after_sale
        if after_sale.suspended is not None:
            tickets = proposal.offered.tickets
            chosen = (one.sold.id for one in tickets if one.now.place.performance_id == after_sale.suspended)
            return BegunWith(tuple(chosen), after_sale.reason)
        return BegunWith(after_sale.owed, frequent_reason("our_error")) if after_sale.owed else None

    def _type(self, **changes: Any) -> None:
        """Change what is typed, keep it, and compute its figures."""
        state = self.state
        if state.proposal is None or state.busy:
            return
        typed = replace(state.typed, **changes)
        if typed == state.typed:
            return
        self._frame.clear_message()
        sale = state.proposal.offered.sold.sale
        if typed == usual(state.proposal):
            self._frame.kept.forget(REFUND_FORM)
        else:
            self._frame.kept.keep(REFUND_FORM, typed, sale.id)
        self.show_state(quoted(replace(state, typed=typed, waited=False, to_mend="")))
