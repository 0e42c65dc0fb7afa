"""Look-ups of tickets by the code on their paper, several in one transaction: queues wait at every door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy.engine import RowMapping

from domain.errors import Refused
from hq.books.rows.tickets import tickets_by_code
from hq.office import Office
from hq.people import sign_in
from hq.people.permissions import Permission, Staff
from hq.people.tokens import Claims, NotSignedIn


@dataclass(eq=False)
class NoSuchTicket(Refused):
    """The organisation has sold no such ticket."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "ticket"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A ticket code and the claims of the caller who asks for it."""

    claims: Claims
    code: str


TicketRow = RowMapping


def look_up(office: Office, tenant_id: UUID, asked: Sequence[LookUp]) -> list[TicketRow | Refused]:
    """The ticket of each look-up, or why it is refused: NotSignedIn, Forbidden or NoSuchTicket. One transaction."""
    with office.database.tenant(tenant_id) as tx:
        staff = sign_in.staff_of_all(tx, tenant_id, {one.claims.sub for one in asked})
        tickets = tickets_by_code(tx, tenant_id, {one.code for one in asked})
    return [_answer(staff.get(one.claims.sub), one, tickets) for one in asked]


def _answer(staff: Staff | None, asked: LookUp, tickets: Mapping[str, TicketRow]) -> TicketRow | Refused:
    try:
        if staff is None:
            raise NotSignedIn
        staff.must(Permission.READ_TICKETS)
    except Refused as refused:
        return refused
    return tickets.get(asked.code) or NoSuchTicket()
