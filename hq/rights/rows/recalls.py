"""Statements on `recall`: what HQ asks lives of stations to return, and how much of it they still hold."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select, text, update

from domain.ids import PerformanceId, ZoneId
from domain.rights import Holder, Recall, read_spans, seats_of, spans_text
from hq.rights.rows import place_rights
from hq.storage import ledger_tables
from hq.storage.one_of import one_of
from sync.facts.rights import number_block
from sync.tables import catalogue
from sync.tables.transaction import Tx

_recall = ledger_tables.recall
_r, _s, _b = _recall.c, catalogue.station.c, number_block.c
_STANDING = (
    select(_recall)
    .where(
        _r.tenant_id == bindparam("tenant"), _r.station_id == bindparam("station"), _r.epoch == bindparam("of_epoch"),
        _r.ended_at.is_(None),
    )
    .order_by(_r.asked_at, _r.id)
)  # fmt: skip
_RECALLED = select(_r.station_id, _r.epoch, _r.series, _r.performance_id, _r.zone_id).where(
    _r.tenant_id == bindparam("tenant"), one_of(_r.station_id, "stations"), _r.ended_at.is_(None)
)
_HELD_SEATS = text("""
    SELECT r.seat_id FROM seat_right r WHERE r.tenant_id = :tenant AND r.performance_id = :performance
    AND r.station_id = :station AND r.epoch = :of_epoch AND r.seat_id = ANY(:seats)
    AND NOT EXISTS (SELECT 1 FROM sold_seat s WHERE s.tenant_id = :tenant AND s.performance_id = r.performance_id
        AND s.seat_id = r.seat_id)
""")
_zone, _event, _in_zone, _seat = catalogue.zone.c, catalogue.event.c, catalogue.zone_section.c, catalogue.seat.c
_ZONE_SEATS = (
    select(catalogue.seat)
    .select_from(catalogue.zone)
    .join(catalogue.event, (_event.tenant_id == _zone.tenant_id) & (_event.id == _zone.event_id))
    .join(catalogue.zone_section, (_in_zone.tenant_id == _zone.tenant_id) & (_in_zone.zone_id == _zone.id))
    .join(
        catalogue.seat,
        (_seat.tenant_id == _zone.tenant_id)
        & (_seat.venue_id == _event.venue_id)
        & (_seat.section_no == _in_zone.section_no),
    )
    .where(_zone.tenant_id == bindparam("tenant"), _zone.id == bindparam("zone"))
    .order_by(_seat.id)
)


def insert(tx: Tx, of: Holder, recall: Recall, at: datetime) -> bool:
    """Insert a recall; False when its id is taken."""
    return bool(tx.insert(_recall, [{
        "tenant_id": of.tenant_id, "id": recall.id, "station_id": of.station_id, "epoch": of.epoch,
        "series": recall.series, "performance_id": recall.performance_id, "zone_id": recall.zone_id,
        "seats": spans_text(recall.seats), "keep": recall.keep, "reason": recall.reason, "asked_at": at,
        "ended_at": None,
    }]))  # fmt: skip


def end(tx: Tx, tenant_id: UUID, station_id: UUID, recall_id: UUID, at: datetime) -> bool | None:
    """End a recall of a station; whether it stood, or None when there is none with this id."""
    of_id = (_r.tenant_id == tenant_id, _r.station_id == station_id, _r.id == recall_id)
    if tx.execute(select(_r.id).where(*of_id)).first() is None:
        return None
    ended = update(_recall).where(*of_id, _r.ended_at.is_(None)).values(ended_at=at).returning(_r.id)
    return tx.execute(ended).first() is not None


def holder_of(tx: Tx, tenant_id: UUID, recall_id: UUID) -> Holder | None:
    """The life that a recall was made for; None when the id is free."""
    of_id = (_r.tenant_id == tenant_id, _r.id == recall_id)
    row = tx.execute(select(_r.station_id, _r.epoch).where(*of_id)).first()
    return None if row is None else Holder(tenant_id, row.station_id, row.epoch)


def standing(tx: Tx, of: Holder) -> list[Recall]:
    """The recalls of a life that were not ended, oldest first."""
    keys = {"tenant": of.tenant_id, "station": of.station_id, "of_epoch": of.epoch}
    return [recall_of(row) for row in tx.execute(_STANDING, keys)]


def every(tx: Tx, tenant_id: UUID) -> Sequence[Row[Any]]:
    """Every recall with the number of its station, the latest first."""
    of_station = (_s.tenant_id == _r.tenant_id) & (_s.id == _r.station_id)
    statement = select(_recall, _s.no).join_from(_recall, catalogue.station, of_station)
    return tx.execute(statement.where(_r.tenant_id == tenant_id).order_by(_r.asked_at.desc(), _r.id)).all()


def recall_of(row: Any) -> Recall:
    """The recall of a row."""
    performance_id = PerformanceId(row.performance_id) if row.performance_id else None
    zone_id = ZoneId(row.zone_id) if row.zone_id else None
    return Recall(row.id, row.reason, row.series, performance_id, zone_id, read_spans(row.seats), row.keep)


def recalled(tx: Tx, tenant_id: UUID, station_ids: Iterable[UUID]) -> set[tuple[Holder, object]]:
    """The lives from which something is recalled, each with a series or a performance and its zone."""
    rows = tx.execute(_RECALLED, {"tenant": tenant_id, "stations": list(station_ids)})
    return {
        (Holder(tenant_id, row.station_id, row.epoch), row.series or (row.performance_id, row.zone_id)) for row in rows
    }


def unsold_seats(tx: Tx, of: Holder, performance_id: UUID, seats: Iterable[int]) -> list[int]:
    """Those of these seats that a life holds and has not sold, as far as HQ has its journal."""
    keys = {
        "tenant": of.tenant_id, "performance": performance_id, "station": of.station_id, "of_epoch": of.epoch,
        "seats": list(seats),
    }  # fmt: skip
    return sorted(tx.execute(_HELD_SEATS, keys).scalars())


def waiting(tx: Tx, of: Holder, recall: Recall) -> int:
    """How many of the recalled rights the life still holds unused, beyond those that it may keep."""
    if recall.series:
        left = func.coalesce(func.sum(_b.last - _b.next + 1), 0)
        of_life = (_b.tenant_id == of.tenant_id, _b.station_id == of.station_id, _b.epoch == of.epoch)
        numbers = int(tx.execute(select(left).where(*of_life, _b.series == recall.series)).scalar_one())
        return max(0, numbers - recall.keep)
    assert recall.performance_id is not None
    if recall.zone_id is not None:
        held = place_rights.held(tx, of, recall.performance_id, recall.zone_id)
        return max(0, held.unsold - recall.keep)
    return len(unsold_seats(tx, of, recall.performance_id, seats_of(recall.seats)))


def seats_of_zone(tx: Tx, tenant_id: UUID, zone_id: UUID) -> Sequence[Row[Any]]:
    """The seats of the plan that a numbered zone covers."""
    return tx.execute(_ZONE_SEATS, {"tenant": tenant_id, "zone": zone_id}).all()
