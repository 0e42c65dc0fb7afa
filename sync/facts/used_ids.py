"""The ids that a fact uses for the first time. No other entry of any station may use one of them again."""

from dataclasses import dataclass
from functools import singledispatch
from uuid import UUID

from domain.sale.sale import Ticket
from sync.facts.conflicts import TicketReplaced
from sync.facts.fact import Fact
from sync.facts.gifts import OrganiserGiftMade
from sync.facts.holds import HoldMade
from sync.facts.refunds import TicketsRefunded
from sync.facts.sales import SaleRecorded
from sync.facts.shifts import CashMoved, ReportTaken, ShiftOpened, TillExceeded
from sync.facts.suspensions import PerformanceSuspended
from sync.facts.tickets import HolderChanged, TicketReissued, TicketRevoked


@dataclass(frozen=True, slots=True)
class UsedId:
    """What has the id, and the id. A ticket's code is an id as well: `text` has it in lower case."""

    what: str
    id: UUID
    text: str = ""

    @property
    def name(self) -> str:
        """What and id in a line: "sale 0199…", "code 2x…"."""
        return f"{self.what} {self.text or self.id}"


@singledispatch
def used_ids(_fact: Fact) -> tuple[UsedId, ...]:
    """The ids of a fact; none for most kinds of fact. One registration below for each kind that makes a record."""
    return ()


@used_ids.register
def _(fact: SaleRecorded) -> tuple[UsedId, ...]:
    sale = fact.sale
    return (
        UsedId("sale", sale.id),
        UsedId("document", fact.document.id),
        *(UsedId("ticket", ticket.id) for ticket in sale.tickets),
        *(UsedId("code", ticket.id, ticket.code.lower()) for ticket in sale.tickets),
        *(UsedId("payment", part.id) for part in sale.payments),
    )


@used_ids.register
def _(fact: TicketReplaced) -> tuple[UsedId, ...]:
    return _new_code(fact.ticket)


@used_ids.register
def _(fact: TicketReissued) -> tuple[UsedId, ...]:
    return (UsedId("ticket act", fact.id), *_new_code(fact.change.ticket))


@used_ids.register
def _(fact: HolderChanged) -> tuple[UsedId, ...]:
    recoded = (change.ticket for change in fact.changes if change.is_recoded)
    return (UsedId("ticket act", fact.id), *(used for ticket in recoded for used in _new_code(ticket)))


@used_ids.register
def _(fact: TicketRevoked) -> tuple[UsedId, ...]:
    return (UsedId("ticket act", fact.id),)


@used_ids.register
def _(fact: OrganiserGiftMade) -> tuple[UsedId, ...]:
    return (
        UsedId("gift", fact.gift.id),
        *(UsedId("ticket", ticket.id) for ticket in fact.gift.tickets),
        *(UsedId("given ticket", ticket.id) for ticket in fact.gift.tickets),
        *(UsedId("code", ticket.id, ticket.code.lower()) for ticket in fact.gift.tickets),
        *(UsedId("given code", ticket.id, ticket.code.lower()) for ticket in fact.gift.tickets),
    )


@used_ids.register
def _(fact: TicketsRefunded) -> tuple[UsedId, ...]:
    # A ticket is given back once: a second refund of it uses an id that is taken.
    given_back = (UsedId("refunded ticket", ticket.id) for ticket in fact.refund.tickets)
    return (UsedId("refund", fact.refund.id), UsedId("document", fact.document.id), *given_back)


@used_ids.register
def _(fact: HoldMade) -> tuple[UsedId, ...]:
    return (UsedId("hold", fact.hold.id),)


@used_ids.register
def _(fact: PerformanceSuspended) -> tuple[UsedId, ...]:
    return (UsedId("suspension", fact.suspension.id),)


@used_ids.register
def _(fact: ShiftOpened) -> tuple[UsedId, ...]:
    return (UsedId("shift", fact.shift.id),)


@used_ids.register
def _(fact: CashMoved) -> tuple[UsedId, ...]:
    return (UsedId("movement", fact.id),)


@used_ids.register
def _(fact: TillExceeded) -> tuple[UsedId, ...]:
    return (UsedId("excess", fact.id),)


@used_ids.register
def _(fact: ReportTaken) -> tuple[UsedId, ...]:
    return (UsedId("report", fact.report.id),)


def _new_code(ticket: Ticket) -> tuple[UsedId, ...]:
    """The code that a ticket got after its sale: neither sold under another ticket, nor given to one later."""
    code = ticket.code.lower()
    return (UsedId("code", ticket.id, code), UsedId("new code", ticket.id, code))
