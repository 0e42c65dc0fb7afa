"""Recalls of HQ's staff: rows of seats and places of general zones, asked back from stations that sell."""

from random import Random
from uuid import UUID

from sqlalchemy import select

from domain.catalogue.catalog import ZoneKind
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import Recall, SeatSpan
from hq.rights import recalls
from hq.storage import ledger_tables
from sync.tables import catalogue
from sync.tables.transaction import Tx
from tests.world.administrators import Administrators

_LAST_SEAT = 239
_KEPT = (0, 20, 100)


def recall_some(people: Administrators, station_id: UUID, chance: Random) -> None:
    """Recall seats or places of a random performance, or end a recall that stands."""
    chance.choice((_recall_seats, _recall_places, _end_one))(people, station_id, chance)


def recall_seat(people: Administrators, station_id: UUID, performance_id: UUID, seat: SeatId) -> None:
    """Recall one seat from a station."""
    wanted = Recall(people.hq.office.ids.new(), "gira", performance_id=PerformanceId(performance_id),
                    seats=(SeatSpan(seat, seat),))  # fmt: skip
    people.act("recall a seat", lambda tx: _recall(tx, people, station_id, wanted))


def _recall_seats(people: Administrators, station_id: UUID, chance: Random) -> None:
    def recall(tx: Tx) -> None:
        first = chance.randrange(_LAST_SEAT)
        span = SeatSpan(first, min(_LAST_SEAT, first + chance.randrange(40)))
        performance_id, _ = _any_zone(tx, people, ZoneKind.NUMBERED, chance)
        wanted = Recall(people.hq.office.ids.new(), "gira", performance_id=performance_id, seats=(span,))
        _recall(tx, people, station_id, wanted)

    people.act("recall seats", recall)


def _recall_places(people: Administrators, station_id: UUID, chance: Random) -> None:
    def recall(tx: Tx) -> None:
        place = _any_zone(tx, people, ZoneKind.GENERAL, chance)
        wanted = Recall(people.hq.office.ids.new(), "otra taquilla", "", *place, keep=chance.choice(_KEPT))
        _recall(tx, people, station_id, wanted)

    people.act("recall places", recall)


def _end_one(people: Administrators, station_id: UUID, chance: Random) -> None:
    r = ledger_tables.recall.c

    def end(tx: Tx) -> None:
        standing = select(r.id).where(r.tenant_id == people.hq.tenant_id, r.station_id == station_id)
        ids = tx.execute(standing.where(r.ended_at.is_(None)).order_by(r.id)).scalars().all()
        if ids:
            recalls.end(tx, people.hq.office, people.hq.administrator, station_id, chance.choice(ids))

    people.act("end a recall", end)


def _recall(tx: Tx, people: Administrators, station_id: UUID, wanted: Recall) -> None:
    recalls.recall(tx, people.hq.office, people.hq.administrator, station_id, wanted)
    people.hq.tally.add("recalls")


def _any_zone(tx: Tx, people: Administrators, kind: ZoneKind, chance: Random) -> tuple[PerformanceId, ZoneId]:
    z, p = catalogue.zone.c, catalogue.performance.c
    zones = tx.execute(
        select(p.id.label("performance"), z.id.label("zone"))
        .join(catalogue.zone, (z.tenant_id == p.tenant_id) & (z.event_id == p.event_id))
        .where(p.tenant_id == people.hq.tenant_id, z.kind == kind)
        .order_by(p.id, z.id)
    ).all()
    chosen = chance.choice(zones)
    return PerformanceId(chosen.performance), ZoneId(chosen.zone)
