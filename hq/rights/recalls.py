"""Recalls: HQ asks a living station to return rights. They are the station's until its return arrives.

A station answers by itself with what it has not sold and has in no cart, and sells the rest. While a recall stands, no
refill brings the station what it is to return.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.catalogue.catalog import Seat
from domain.catalogue.seat_choice import chosen_seats
from domain.ids import PerformanceId, SeatId
from domain.rights import Holder, Recall, seats_of, spans, spans_text
from hq.audit import act_journal
from hq.audit.acts import RecallEnded, RightsRecalled
from hq.journals import lives
from hq.office import Office
from hq.people.accounts import Author
from hq.rights.rows import recalls as rows
from hq.storage import ledger
from hq.storage.ledger import NoSuchRow
from sync.tables import catalogue
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class RecallView:
    """A recall as HQ shows it. `waiting` counts what the station still holds unused, as far as HQ has its journal."""

    recall: Recall
    no: int
    station_id: UUID
    waiting: int
    asked_at: datetime
    ended_at: datetime | None


def recall(tx: Tx, office: Office, by: Author, station_id: UUID, wanted: Recall) -> Recall:
    """Ask the present life of an active station for rights. The same id again changes nothing.

    Only those seats are asked for that the station holds now. Raises NoSuchStation, StatusRefused or NoSuchRow.
    """
    holder = lives.entitled_holder(tx, by.tenant_id, station_id)
    known = rows.holder_of(tx, by.tenant_id, wanted.id)
    if known is not None:
        if known != holder:
            raise NoSuchRow("recall")
        return wanted
    _check(tx, by.tenant_id, wanted)
    asked = _held_now(tx, holder, wanted)
    if not rows.insert(tx, holder, asked, office.clock.now()):
        raise NoSuchRow("recall")  # another transaction took the id meanwhile
    act = RightsRecalled(station_id, asked.id, content(asked), asked.keep, asked.reason)
    act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return asked


def end(tx: Tx, office: Office, by: Author, station_id: UUID, recall_id: UUID) -> None:
    """End a recall: the station keeps what it has not returned. Raises NoSuchRow."""
    stood = rows.end(tx, by.tenant_id, station_id, recall_id, office.clock.now())
    if stood is None:
        raise NoSuchRow("recall")
    if stood:
        act_journal.append(tx, office, by.tenant_id, RecallEnded(station_id, recall_id), by.account_id)


def standing(tx: Tx, of: Holder) -> tuple[Recall, ...]:
    """What a life is asked to return: the recalls that stand and of which something waits."""
    return tuple(one for one in rows.standing(tx, of) if one.series or one.zone_id or rows.waiting(tx, of, one))


def views(tx: Tx, tenant_id: UUID, station_id: UUID | None = None) -> list[RecallView]:
    """The recalls of a station or of all, the latest first, with what waits. Raises NoSuchRow."""
    if station_id is not None and not ledger.row_exists(tx, catalogue.station, tenant_id, id=station_id):
        raise NoSuchRow("station")
    return [_view(tx, tenant_id, row) for row in rows.every(tx, tenant_id) if station_id in {None, row.station_id}]


def content(recall: Recall) -> str:
    """What is asked for, for the journal of acts and the list: "A", "0-19,40", or the zone."""
    return recall.series or (str(recall.zone_id) if recall.zone_id else spans_text(recall.seats))


def seats_named(tx: Tx, tenant_id: UUID, zone_id: UUID, text: str) -> frozenset[SeatId]:
    """The seats of a zone that a text names, all of them for an empty one. Raises SeatsNotUnderstood, NoSuchRow."""
    seats = [Seat(SeatId(row.id), row.section_no, row.row, row.number, row.x_mm, row.y_mm)
             for row in rows.seats_of_zone(tx, tenant_id, zone_id)]  # fmt: skip
    if not seats:
        raise NoSuchRow("zone")
    return chosen_seats(text, seats) if text.strip() else frozenset(seat.id for seat in seats)


def _check(tx: Tx, tenant_id: UUID, wanted: Recall) -> None:
    if wanted.series:
        ledger.require_series(tx, tenant_id, wanted.series)
    elif not ledger.row_exists(tx, catalogue.performance, tenant_id, id=wanted.performance_id):
        raise NoSuchRow("performance")
    elif wanted.zone_id and not ledger.row_exists(tx, catalogue.zone, tenant_id, id=wanted.zone_id):
        raise NoSuchRow("zone")


def _held_now(tx: Tx, holder: Holder, wanted: Recall) -> Recall:
    if wanted.series or wanted.zone_id:
        return wanted
    performance_id = PerformanceId(wanted.performance_id) if wanted.performance_id else None
    assert performance_id is not None
    return replace(wanted, seats=spans(rows.unsold_seats(tx, holder, performance_id, seats_of(wanted.seats))))


def _view(tx: Tx, tenant_id: UUID, row: Any) -> RecallView:
    recall = rows.recall_of(row)
    holder = Holder(tenant_id, row.station_id, row.epoch)
    waiting = 0 if row.ended_at else rows.waiting(tx, holder, recall)
    return RecallView(recall, row.no, row.station_id, waiting, row.asked_at, row.ended_at)
