"""Look-ups of tickets by the code on their paper, several in one transaction: queues wait at every door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from domain.errors import Refused
from hq.books.rows.tickets import CodeState, KnownCode, known_codes
from hq.office import Office
from hq.people import sign_in
from hq.people.permissions import Permission, Staff
from hq.people.tokens import Claims, NotSignedIn


@dataclass(eq=False)
class NoSuchTicket(Refused):
    """The organisation has sold no such ticket."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "ticket"


@dataclass(eq=False)
class TicketReplaced(Refused):
    """This ticket was replaced by another one, with another code: it was moved, reissued or transferred."""

    # Neither the new code nor the new place: whoever holds the old paper must not learn them here.
    code: ClassVar[str] = "TICKET_REPLACED"


@dataclass(eq=False)
class TicketWithdrawn(Refused):
    """This ticket was withdrawn. It admits nobody."""

    code: ClassVar[str] = "TICKET_WITHDRAWN"


@dataclass(eq=False)
class TicketRevoked(Refused):
    """This ticket was revoked. It admits nobody."""

    code: ClassVar[str] = "TICKET_REVOKED"


@dataclass(eq=False)
class TicketRefunded(Refused):
    """This ticket was refunded. It admits nobody."""

    code: ClassVar[str] = "TICKET_REFUNDED"


_REFUSALS: Mapping[CodeState, type[Refused]] = {
    CodeState.REPLACED: TicketReplaced,
    CodeState.WITHDRAWN: TicketWithdrawn,
    CodeState.REVOKED: TicketRevoked,
    CodeState.REFUNDED: TicketRefunded,
}


@dataclass(frozen=True, slots=True)
class LookUp:
    """A ticket code and the claims of the caller who asks for it."""

    claims: Claims
    code: str


TicketRow = Mapping[str, Any]


def look_up(office: Office, tenant_id: UUID, asked: Sequence[LookUp]) -> list[TicketRow | Refused]:
    """The ticket of each look-up, or why it is refused, in one transaction.

    Refusals are NotSignedIn, Forbidden, NoSuchTicket, and those of tickets that ended.
    """
    with office.database.tenant(tenant_id) as tx:
        staff = sign_in.staff_of_all(tx, tenant_id, {one.claims for one in asked})
        codes = known_codes(tx, tenant_id, {one.code for one in asked})
    return [_answer(staff.get(one.claims), one, codes) for one in asked]


def _answer(staff: Staff | None, asked: LookUp, codes: Sequence[KnownCode]) -> TicketRow | Refused:
    try:
        if staff is None:
            raise NotSignedIn
        staff.must(Permission.READ_TICKETS)
    except Refused as refused:
        return refused
    known = next((one for one in codes if _is_named(one.code, asked.code)), None)
    if known is None:
        return NoSuchTicket()
    refusal = _REFUSALS.get(known.state)
    return refusal() if refusal else known.ticket


def _is_named(code: str, asked: str) -> bool:
    """Whether a code was asked for: as it is printed, or typed by hand in capitals or small letters throughout."""
    return code == asked or (asked in {asked.lower(), asked.upper()} and code.lower() == asked.lower())
