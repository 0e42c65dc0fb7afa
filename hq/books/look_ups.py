"""Tickets looked up by the code on their paper, many at a time: a queue waits at every door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Column, bindparam, select
from sqlalchemy.engine import RowMapping

from domain.errors import Refused
from hq.office import Office
from hq.people import sign_in
from hq.people.permissions import Permission, Staff
from hq.people.tokens import Claims, NotSignedIn
from hq.storage.one_of import one_of
from sync.facts.sales import sale, ticket
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NoSuchTicket(Refused):
    """The organisation has sold no such ticket."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "ticket"


@dataclass(frozen=True, slots=True)
class LookUp:
    """Who asks, and for which code."""

    claims: Claims
    code: str


TicketRow = RowMapping


def look_up(office: Office, tenant_id: UUID, asked: Sequence[LookUp]) -> list[TicketRow | Refused]:
    """The ticket of each code with the sale it is of, in one transaction for all who ask now."""
    with office.database.tenant(tenant_id) as tx:
        staff = sign_in.staff_of_all(tx, tenant_id, {each.claims.sub for each in asked})
        tickets = _tickets(tx, tenant_id, {each.code for each in asked})
    return [_answer(staff.get(each.claims.sub), each, tickets) for each in asked]


def _answer(staff: Staff | None, asked: LookUp, tickets: Mapping[str, TicketRow]) -> TicketRow | Refused:
    try:
        if staff is None:
            raise NotSignedIn
        staff.must(Permission.READ_TICKETS)
    except Refused as refused:
        return refused
    return tickets.get(asked.code) or NoSuchTicket()


TICKET_COLUMNS: tuple[Column[Any], ...] = (
    *(column for column in ticket.columns if column.name != "tenant_id"),
    sale.c.station_id,
    sale.c.sold_at,
)
_t, _s = ticket.c, sale.c
_TICKETS = (
    select(*TICKET_COLUMNS)
    .join_from(ticket, sale, (_s.tenant_id == _t.tenant_id) & (_s.id == _t.sale_id))
    .where(_t.tenant_id == bindparam("tenant"), one_of(_t.code, "codes"))
    .order_by(_t.id.desc())
)


def _tickets(tx: Tx, tenant_id: UUID, codes: set[str]) -> dict[str, TicketRow]:
    """By code; of several under one code, the one that was made first."""
    found = tx.execute(_TICKETS, {"tenant": tenant_id, "codes": sorted(codes)}).mappings()
    return {row["code"]: row for row in found}
