"""Queries of conflict cases at the station, and of how they were settled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from domain.conflicts.cases import CaseId, CaseState, Choice, ConflictCase, Course
from domain.ids import StationId, TenantId, TicketId
from domain.money.money import Money
from sync import journal
from sync.facts import AnyFact, SaleRecorded
from sync.facts.conflicts import settled_case
from sync.facts.sales import sale, ticket
from sync.tables import canonical
from sync.tables.catalogue import cashier, conflict_case
from sync.tables.position import pack
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision taken at this station. `by` is the supervisor's name."""

    choice: Choice
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as HQ sent it, and the decision of this station, if one was taken since."""

    case: ConflictCase
    opened_at: datetime
    settled: Settled | None

    @property
    def waits(self) -> bool:
        """Whether a supervisor has to decide."""
        return self.settled is None and self.case.needs_supervisor


@dataclass(frozen=True, slots=True)
class TicketAt:
    """The code of a ticket, empty once it was withdrawn, and its place: performance, zone, seat."""

    code: str
    performance_id: object
    zone_id: object
    seat_id: object


_JOINED = and_(settled_case.c.tenant_id == conflict_case.c.tenant_id, settled_case.c.case_id == conflict_case.c.id)
_BY = and_(cashier.c.tenant_id == settled_case.c.tenant_id, cashier.c.id == settled_case.c.by)


def known(tx: Tx, tenant_id: TenantId, station_id: StationId) -> tuple[KnownCase, ...]:
    """Every case of this station: the waiting ones first, oldest first, then the others, newest first."""
    cases = [_case(row) for row in tx.execute(_cases(tenant_id, station_id))]
    waiting_cases = [case for case in cases if case.waits]
    return (*waiting_cases, *reversed([case for case in cases if not case.waits]))


def case(tx: Tx, tenant_id: TenantId, case_id: CaseId) -> ConflictCase | None:
    """A case that HQ sent to this store; None when it is not here."""
    c = conflict_case.c
    body = tx.execute(select(c.body).where(c.tenant_id == tenant_id, c.id == case_id)).scalar()
    return None if body is None else canonical.decode(body, ConflictCase)


def sold_as(tx: Tx, tenant_id: TenantId, ticket_id: TicketId) -> TicketAt | None:
    """A ticket as it was sold; None when this store did not sell it."""
    t = ticket.c
    row = tx.execute(
        select(t.code, t.performance_id, t.zone_id, t.seat_id).where(t.tenant_id == tenant_id, t.id == ticket_id)
    ).first()
    return None if row is None else TicketAt(row.code, row.performance_id, row.zone_id, row.seat_id)


def paid_for(tx: Tx, tenant_id: TenantId, ticket_id: TicketId) -> Money | None:
    """What was paid for a ticket (`Sale.paid_for`); None when this store did not sell it."""
    t = ticket.c
    row = tx.execute(
        select(t.currency, (t.amount + t.fee + t.tax_added).label("paid"))
        .where(t.tenant_id == tenant_id, t.id == ticket_id)
    ).first()  # fmt: skip
    return None if row is None else Money(row.paid, row.currency)


def waiting(tx: Tx, tenant_id: TenantId, station_id: StationId) -> int:
    """The number of cases that a supervisor of this station has to decide."""
    c = conflict_case.c
    statement = select(func.count()).select_from(conflict_case.outerjoin(settled_case, _JOINED))
    return int(
        tx.execute(
            statement.where(
                c.tenant_id == tenant_id, c.station_id == station_id, c.state == CaseState.OPEN,
                c.course == Course.SUPERVISOR, settled_case.c.case_id.is_(None),
            )
        ).scalar_one()
    )  # fmt: skip


def entry_at(tx: Tx, station: tuple[TenantId, StationId], epoch: int, seq: int) -> AnyFact | None:
    """The fact at a position of the station's journal; None when the store lacks that entry."""
    entry = journal.entry_at(tx, *station, pack(epoch, seq))
    return entry.body if entry else None


def sale_of(tx: Tx, station: tuple[TenantId, StationId], ticket_id: TicketId) -> SaleRecorded:
    """The sale of a ticket, in any life of the store."""
    t, s = ticket.c, sale.c
    position = tx.execute(
        select(s.position)
        .join(ticket, (t.tenant_id == s.tenant_id) & (t.sale_id == s.id))
        .where(t.tenant_id == station[0], t.id == ticket_id)
    ).scalar_one()
    entry = journal.entry_at(tx, *station, position)
    assert entry is not None
    assert isinstance(entry.body, SaleRecorded)
    return entry.body


def _cases(tenant_id: TenantId, station_id: StationId) -> Select[Any]:
    c, s = conflict_case.c, settled_case.c
    return (
        select(c.body, c.opened_at, s.choice, s.settled_at, cashier.c.name)
        .select_from(conflict_case.outerjoin(settled_case, _JOINED).outerjoin(cashier, _BY))
        .where(c.tenant_id == tenant_id, c.station_id == station_id)
        .order_by(c.opened_at, c.id)
    )


def _case(row: Any) -> KnownCase:
    settled = Settled(Choice(row.choice), row.settled_at, row.name or "") if row.choice else None
    return KnownCase(canonical.decode(row.body, ConflictCase), row.opened_at, settled)
