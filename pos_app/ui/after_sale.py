"""What the screens of after-sale work share: the sale that is worked on next, and the note that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.conflicts.cases import CaseId
from domain.ids import DocumentId, PerformanceId, SaleId, TicketId
from domain.timeline.subjects import Subject


@dataclass(slots=True)
class AfterSale:
    """`sale_id` is the sale whose tickets are given back next, None when there is none. `tickets_of` is the sale whose
    tickets are shown and changed.

    `from_done` is whether it was chosen on the screen after the sale. `owed` are tickets of it whose money is owed, and
    `case_id` is the conflict case that giving it back settles. `note` is the note that was made last, until the history
    has shown it. `history_of` is the subject whose history is shown next. `suspended` is the performance whose tickets
    go back because it does not take place, and `reason` says so; None and empty for any other refund.
    """

    sale_id: SaleId | None = None
    tickets_of: SaleId | None = None
    from_done: bool = False
    owed: tuple[TicketId, ...] = ()
    case_id: CaseId | None = None
    note: DocumentId | None = None
    history_of: Subject | None = None
    suspended: PerformanceId | None = None
    reason: str = ""

    def choose(self, sale_id: SaleId, *, from_done: bool = False) -> None:
        """Work on this sale next."""
        self.sale_id, self.from_done, self.owed, self.case_id = sale_id, from_done, (), None
        self.suspended, self.reason = None, ""

    def choose_suspended(self, sale_id: SaleId, performance_id: PerformanceId, reason: str) -> None:
        """Give back the tickets of a performance that does not take place next."""
        self.choose(sale_id)
        self.suspended, self.reason = performance_id, reason

    def pay(self, sale_id: SaleId, tickets: Sequence[TicketId], case_id: CaseId | None = None) -> None:
        """Pay back what is owed for these tickets next, which settles the case when one is given."""
        self.choose(sale_id)
        self.owed, self.case_id = tuple(tickets), case_id

    def finish(self, note: DocumentId) -> None:
        """The work is done, and this note came of it."""
        self.sale_id, self.owed, self.case_id, self.note = None, (), None, note

    @property
    def withdrawing(self) -> tuple[TicketId, ...]:
        """The tickets that the case withdraws when their money goes back."""
        return self.owed if self.case_id is not None else ()
