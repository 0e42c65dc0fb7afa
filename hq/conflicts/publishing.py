"""Storing judged cases, sending each to the station that must settle it, and applying its effects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.conflicts.cases import DECIDED_AT_HQ, Claim, ConflictCase, ConflictKind, Course
from hq.catalogue.publish import append_changes, publish
from hq.conflicts.rows import case_rows
from hq.conflicts.rows.case_rows import Note
from sync.line import rows
from sync.line.messages import Change
from sync.tables import canonical
from sync.tables.catalogue import conflict_case
from sync.tables.transaction import Tx


def publish_cases(
    tx: Tx, tenant_id: UUID, cases: Sequence[ConflictCase], at: datetime
) -> tuple[ConflictCase, ...]:  # fmt: skip
    """Store the cases that changed and send them to their stations; returns those cases."""
    rows_before = case_rows.read_cases(tx, tenant_id, [case.id for case in cases])
    changed = []
    for case in cases:
        before = rows_before.get(case.id)
        row = _row(tenant_id, case, before or {"opened_at": at})
        _give_seat_to_winner(tx, tenant_id, case)
        if row != before:
            is_sent_anew = _write(tx, row, before, at)
            act = "closed" if case.resolution else "proposed"
            case_rows.insert_note(tx, tenant_id, case.id, Note(act, at, str(row["body"])))
            if is_sent_anew:  # a station may settle only what was sent to it (hq/conflicts/settlements.py)
                case_rows.insert_note(tx, tenant_id, case.id, Note("sent", at, str(row["station_id"])))
            if before is None:
                _freeze_stations(tx, tenant_id, case)
            changed.append(case)
    return tuple(changed)


def resend_open_cases(tx: Tx, tenant_id: UUID, station_id: UUID) -> None:
    """Append a station's open cases to the feed after it read a snapshot, which has no rows of single stations."""
    open_cases = case_rows.open_cases_of(tx, tenant_id, station_id)
    if open_cases:
        append_changes(tx, tenant_id, [Change(0, put=(rows.pack(conflict_case, open_cases),))], station_id)


def _row(tenant_id: UUID, case: ConflictCase, before: Mapping[str, Any]) -> dict[str, Any]:
    # A closed case stays with the station that had it while it was open.
    concerned = before.get("station_id") if case.resolution else None
    return {
        "tenant_id": tenant_id, "id": case.id,
        "station_id": concerned or case.concerned or case.claims[0].position.station_id,
        "kind": case.contested.kind, "state": case.state, "course": case.proposal.course,
        "opened_at": before["opened_at"], "body": canonical.text(case),
    }  # fmt: skip


def _write(tx: Tx, row: dict[str, Any], before: Mapping[str, Any] | None, at: datetime) -> bool:
    """Store a case and publish it, unless no supervisor of a station has to see it.

    Returns whether it was published to a station that did not have it.
    """
    if row["kind"] in DECIDED_AT_HQ or (before is None and row["course"] != Course.SUPERVISOR):
        case_rows.write_case(tx, row)
        return False
    if before is not None and before["station_id"] != row["station_id"]:
        # Another station must settle the case now, so the first one deletes it.
        gone = rows.pack_keys(conflict_case, [{"id": row["id"]}])
        append_changes(tx, row["tenant_id"], [Change(0, drop=(gone,))], before["station_id"])
    publish(tx, row["tenant_id"], at, {conflict_case: [row]}, row["station_id"])
    return before is None or before["station_id"] != row["station_id"] or before["course"] != Course.SUPERVISOR


def _freeze_stations(tx: Tx, tenant_id: UUID, case: ConflictCase) -> None:
    """Freeze the stations that the proposal names.

    Only when the case is opened: once a supervisor has unfrozen a station, a further claim must not freeze it again.
    """
    for station in case.proposal.freezes:
        case_rows.freeze_station(tx, tenant_id, station)


def _give_seat_to_winner(tx: Tx, tenant_id: UUID, case: ConflictCase) -> None:
    """Make the winner's ticket the one of a seat that was sold twice, whichever sale HQ received first."""
    winner, contested = case.claim(case.proposal.winner), case.contested
    if contested.kind is not ConflictKind.SEAT_TWICE or winner is None or _has_left(tx, tenant_id, winner):
        return
    assert contested.performance_id is not None
    assert contested.seat_id is not None
    assert winner.ticket_id is not None
    seat = (contested.performance_id, contested.seat_id)
    case_rows.give_seat(tx, tenant_id, seat, winner.ticket_id, [claim.ticket_id for claim in case.claims])


def _has_left(tx: Tx, tenant_id: UUID, claim: Claim) -> bool:
    """Whether the ticket was moved to another seat or withdrawn."""
    moved_to = case_rows.last_seat_of(tx, tenant_id, claim.ticket_id)
    return moved_to is not None and moved_to[0] != claim.contested.seat_id
