"""Cases as rows: the one that the station gets, the history of each, and what a case stops meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, insert, select, update

from domain.conflicts.cases import CaseId, Claim, ConflictCase, ConflictKind, Course
from hq.catalogue.publish import append_changes, publish
from hq.storage import conflict_tables as tables
from hq.storage.tables import station_life
from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import sold_seat
from sync.line import rows
from sync.line.messages import Change
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a case's history."""

    act: str
    at: datetime
    body: str


def write(tx: Tx, tenant_id: UUID, cases: Sequence[ConflictCase], at: datetime) -> tuple[ConflictCase, ...]:
    """Store what changed and tell the stations concerned; says which cases changed."""
    c = conflict_case.c
    ids = bindparam("ids", [case.id for case in cases], type_=ARRAY(Uuid()))  # one array, however many there are
    found = tx.execute(select(conflict_case).where(c.tenant_id == tenant_id, c.id == any_(ids)))
    there = {row["id"]: dict(row) for row in found.mappings()}
    changed = []
    for case in cases:
        before = there.get(case.id)
        row = _row(tenant_id, case, before or {"opened_at": at})
        _seat_goes_to_the_winner(tx, tenant_id, case)
        if row != before:
            _tell(tx, tenant_id, row, before)
            act = "closed" if case.resolution else "proposed"
            note(tx, tenant_id, case.id, Note(act, at, str(row["body"])))
            if before is None:
                _freeze(tx, tenant_id, case)
            changed.append(case)
    return tuple(changed)


def note(tx: Tx, tenant_id: UUID, case_id: CaseId, said: Note) -> None:
    """Add a line to a case's history."""
    h = tables.conflict_history.c
    last = tx.execute(
        select(func.coalesce(func.max(h.no), 0)).where(h.tenant_id == tenant_id, h.case_id == case_id)
    ).scalar_one()
    tx.insert(tables.conflict_history, [{
        "tenant_id": tenant_id, "case_id": case_id, "no": last + 1, "act": said.act, "at": said.at, "body": said.body,
    }])  # fmt: skip


def tell_again(tx: Tx, tenant_id: UUID, station_id: UUID) -> None:
    """A station that takes the catalogue whole gets its open cases after it: a snapshot is for all stations."""
    c = conflict_case.c
    mine = (c.tenant_id == tenant_id, c.station_id == station_id, c.state == "open", c.course == Course.SUPERVISOR)
    found = [dict(row) for row in tx.execute(select(conflict_case).where(*mine).order_by(c.id)).mappings()]
    if found:
        append_changes(tx, tenant_id, [Change(0, put=(rows.pack(conflict_case, found),))], station_id)


def history(tx: Tx, tenant_id: UUID, case_id: UUID) -> tuple[Note, ...]:
    """Everything that was said of a case, in order."""
    h = tables.conflict_history.c
    said = tx.execute(select(h.act, h.at, h.body).where(h.tenant_id == tenant_id, h.case_id == case_id).order_by(h.no))
    return tuple(Note(row.act, row.at, row.body) for row in said)


def _row(tenant_id: UUID, case: ConflictCase, before: Mapping[str, Any]) -> dict[str, Any]:
    """A closed case stays with the station it was opened for."""
    concerned = before.get("station_id") if case.resolution else None
    return {
        "tenant_id": tenant_id, "id": case.id,
        "station_id": concerned or case.concerned or case.claims[0].position.station_id,
        "kind": case.contested.kind, "state": case.state, "course": case.proposal.course,
        "opened_at": before["opened_at"], "body": canonical.text(case),
    }  # fmt: skip


def _tell(tx: Tx, tenant_id: UUID, row: dict[str, Any], before: Mapping[str, Any] | None) -> None:
    """What no supervisor ever has to see stays at HQ. A case that another station is to settle leaves the first."""
    if before is None and row["course"] != Course.SUPERVISOR:
        tx.execute(insert(conflict_case), row)
        return
    if before is not None and before["station_id"] != row["station_id"]:
        publish(tx, tenant_id, {}, {conflict_case: [{"id": row["id"]}]}, before["station_id"])
    publish(tx, tenant_id, {conflict_case: [row]}, station_id=row["station_id"])


_FREEZE = (
    update(station_life)
    .values(status="frozen")
    .where(
        station_life.c.tenant_id == bindparam("tenant"),
        station_life.c.station_id == bindparam("station"),
        station_life.c.status == "active",
    )
)


def _freeze(tx: Tx, tenant_id: UUID, case: ConflictCase) -> None:
    """Once, when the case is opened: a supervisor who lets the station go on is not overruled by the next claim."""
    for station in case.proposal.freezes:
        tx.execute(_FREEZE, {"tenant": tenant_id, "station": station})


def _seat_goes_to_the_winner(tx: Tx, tenant_id: UUID, case: ConflictCase) -> None:
    """The row of a seat twice sold is the winner's, whoever's sale came first."""
    winner = case.claim(case.proposal.winner)
    if case.contested.kind is not ConflictKind.SEAT_TWICE or winner is None or _has_left(tx, tenant_id, winner):
        return
    tickets = [claim.ticket_id for claim in case.claims]
    s = sold_seat.c
    place = {
        "tenant_id": tenant_id, "performance_id": case.contested.performance_id, "seat_id": case.contested.seat_id,
    }  # fmt: skip
    tx.insert(sold_seat, [{**place, "ticket_id": winner.ticket_id}])
    tx.execute(
        update(sold_seat)
        .values(ticket_id=winner.ticket_id)
        .where(
            s.tenant_id == tenant_id, s.performance_id == place["performance_id"], s.seat_id == place["seat_id"],
            s.ticket_id.in_(tickets),
        )
    )  # fmt: skip


def _has_left(tx: Tx, tenant_id: UUID, claim: Claim) -> bool:
    """Whether the ticket admits elsewhere by now, or nowhere."""
    r = replaced_ticket.c
    moved = select(r.seat_id).where(r.tenant_id == tenant_id, r.ticket_id == claim.ticket_id)
    last = tx.execute(moved.order_by(r.position.desc()).limit(1)).first()
    return last is not None and last.seat_id != claim.contested.seat_id
