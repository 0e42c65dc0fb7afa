"""Statements on cases: the row that a station receives, the history of each case, and the effects of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, update

from domain.conflicts.cases import DECIDED_AT_HQ, CaseId, CaseState, Course
from domain.ids import TicketId
from hq.storage.conflict_tables import conflict_history
from hq.storage.tables import station_life
from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import sold_seat
from sync.tables.catalogue import conflict_case, station
from sync.tables.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a case's history."""

    act: str
    at: datetime
    body: str


_case = conflict_case.c
COUNT_OPEN = select(func.count()).where(
    _case.tenant_id == bindparam("tenant"),
    _case.state == CaseState.OPEN,
    _case.course == Course.SUPERVISOR,
    _case.kind.not_in(sorted(DECIDED_AT_HQ)),
)
_FREEZE = (
    update(station_life)
    .values(status="frozen")
    .where(
        station_life.c.tenant_id == bindparam("tenant"),
        station_life.c.station_id == bindparam("station"),
        station_life.c.status == "active",
    )
)


def read_cases(tx: Tx, tenant_id: UUID, case_ids: Sequence[CaseId]) -> dict[UUID, dict[str, Any]]:
    """The rows of those of these cases that exist, by id."""
    ids = bindparam("ids", case_ids, type_=ARRAY(Uuid()))  # one array for any number of cases
    rows = tx.execute(select(conflict_case).where(_case.tenant_id == tenant_id, _case.id == any_(ids)))
    return {row["id"]: dict(row) for row in rows.mappings()}


def write_case(tx: Tx, row: Row) -> None:
    """Insert or replace a case without publishing it."""
    tx.upsert(conflict_case, [row])


def case_body(tx: Tx, tenant_id: UUID, case_id: UUID) -> str | None:
    """A case in canonical JSON; None without such a case."""
    return tx.execute(select(_case.body).where(_case.tenant_id == tenant_id, _case.id == case_id)).scalar()


def station_and_body(tx: Tx, tenant_id: UUID, case_id: UUID) -> tuple[UUID, str] | None:
    """The station that a case is sent to, and the case in canonical JSON; None without such a case."""
    statement = select(_case.station_id, _case.body).where(_case.tenant_id == tenant_id, _case.id == case_id)
    row = tx.execute(statement).first()
    return None if row is None else (row.station_id, row.body)


def count_open_cases(tx: Tx, tenant_id: UUID) -> int:
    """How many cases wait for a supervisor of a station."""
    return int(tx.execute(COUNT_OPEN, {"tenant": tenant_id}).scalar_one())


def open_case_bodies(tx: Tx, tenant_id: UUID) -> Sequence[str]:
    """The cases that wait for a supervisor in canonical JSON, oldest first."""
    waiting = (_case.tenant_id == tenant_id, _case.state == CaseState.OPEN, _case.course == Course.SUPERVISOR)
    return tx.execute(select(_case.body).where(*waiting).order_by(_case.opened_at, _case.id)).scalars().all()


def open_cases_of(tx: Tx, tenant_id: UUID, station_id: UUID) -> list[Row]:
    """The rows of the cases that wait for a supervisor of a station, by id."""
    waiting = (
        _case.tenant_id == tenant_id, _case.station_id == station_id, _case.state == CaseState.OPEN,
        _case.course == Course.SUPERVISOR, _case.kind.not_in(sorted(DECIDED_AT_HQ)),
    )  # fmt: skip
    return [dict(row) for row in tx.execute(select(conflict_case).where(*waiting).order_by(_case.id)).mappings()]


def station_names(tx: Tx, tenant_id: UUID) -> dict[UUID, str]:
    """The name of every station, by id."""
    s = station.c
    rows = tx.execute(select(s.id, s.name).where(s.tenant_id == tenant_id))
    return {row.id: row.name for row in rows}


def insert_note(tx: Tx, tenant_id: UUID, case_id: CaseId, note: Note) -> None:
    """Append a line to a case's history."""
    h = conflict_history.c
    last = tx.execute(
        select(func.coalesce(func.max(h.no), 0)).where(h.tenant_id == tenant_id, h.case_id == case_id)
    ).scalar_one()
    tx.insert(conflict_history, [{
        "tenant_id": tenant_id, "case_id": case_id, "no": last + 1, "act": note.act, "at": note.at, "body": note.body,
    }])  # fmt: skip


def read_history(tx: Tx, tenant_id: UUID, case_id: UUID) -> tuple[Note, ...]:
    """All lines of a case's history, in order."""
    h = conflict_history.c
    rows = tx.execute(select(h.act, h.at, h.body).where(h.tenant_id == tenant_id, h.case_id == case_id).order_by(h.no))
    return tuple(Note(row.act, row.at, row.body) for row in rows)


def freeze_station(tx: Tx, tenant_id: UUID, station_id: UUID) -> None:
    """Freeze a station that is active."""
    tx.execute(_FREEZE, {"tenant": tenant_id, "station": station_id})


def last_seat_of(tx: Tx, tenant_id: UUID, ticket_id: TicketId | None) -> tuple[int | None] | None:
    """The seat of a ticket's last replacement, which may be none; None when the ticket was never replaced."""
    r = replaced_ticket.c
    replacements = select(r.seat_id).where(r.tenant_id == tenant_id, r.ticket_id == ticket_id)
    last = tx.execute(replacements.order_by(r.position.desc()).limit(1)).first()
    return None if last is None else (last.seat_id,)


def give_seat(
    tx: Tx, tenant_id: UUID, seat: tuple[UUID, int], to: TicketId, among: Sequence[TicketId | None]
) -> None:  # fmt: skip
    """Make a ticket the one of a sold seat (performance and seat id), if the seat is free or one of `among` has it."""
    performance_id, seat_id = seat
    s = sold_seat.c
    tx.insert(sold_seat, [
        {"tenant_id": tenant_id, "performance_id": performance_id, "seat_id": seat_id, "ticket_id": to}
    ])  # fmt: skip
    tx.execute(
        update(sold_seat)
        .values(ticket_id=to)
        .where(
            s.tenant_id == tenant_id, s.performance_id == performance_id, s.seat_id == seat_id, s.ticket_id.in_(among)
        )
    )  # fmt: skip
