"""Grants of HQ's staff to stations: rows of numbered seats, places of general zones, seats of lost stations."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.catalogue.catalog import ZoneKind
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import GrantId, Holder, PlacesGrant, SeatGrant, SeatSpan, spans
from hq.journals import lives
from hq.rights import fencing, grants
from hq.rights.rows import seat_rights
from hq.stations import stations
from hq.storage import ledger_tables
from sync.tables import catalogue
from sync.tables.transaction import Tx
from tests.world.administrators import Administrators

_ROW = 20
_ROWS = 12
_PLACES = (30, 150, 400)


def grant_seats(people: Administrators, station_id: UUID) -> None:
    """Grant one or two rows of a random performance to a station."""

    def grant(tx: Tx) -> None:
        performance = _any_zone(tx, people, ZoneKind.NUMBERED).performance
        row = people.chance.randrange(_ROWS)
        last = min(row + people.chance.randint(1, 2), _ROWS)
        _grant(tx, people, station_id, (performance, (SeatSpan(row * _ROW, last * _ROW - 1),)))

    people.act("grant seats", grant)


def grant_seat(people: Administrators, station_id: UUID, performance_id: UUID, seat: SeatId) -> None:
    """Grant one seat to a station."""
    people.act("grant a seat", lambda tx: _grant(tx, people, station_id, (performance_id, spans([seat]))))


def free_seat(people: Administrators) -> tuple[UUID, SeatId]:
    """A seat that no station holds, after its performance."""
    with people.hq.office.database.tenant(people.hq.tenant_id) as tx:
        performance_id = _any_zone(tx, people, ZoneKind.NUMBERED).performance
        t = ledger_tables.seat_right.c
        held = set(tx.execute(select(t.seat_id).where(t.performance_id == performance_id)).scalars())
    return performance_id, next(SeatId(seat) for seat in range(_ROW * _ROWS) if seat not in held)


def grant_places(people: Administrators, station_id: UUID) -> None:
    """Grant places of a random general zone to a station."""

    def grant(tx: Tx) -> None:
        holder, zone = _entitled(tx, people, station_id), _any_zone(tx, people, ZoneKind.GENERAL)
        grant_id, count = GrantId(people.hq.office.ids.new()), people.chance.choice(_PLACES)
        wanted = PlacesGrant(grant_id, PerformanceId(zone.performance), ZoneId(zone.zone), count)
        grants.grant_places(tx, people.hq.office, holder, wanted)

    people.act("grant places", grant)


def release_seats(people: Administrators, station_id: UUID, to: UUID | None = None) -> None:
    """Release the quarantined seats of an ended life and grant them to station `to`; the life may have sold them."""
    hq, t = people.hq, ledger_tables.seat_right.c

    def release(tx: Tx) -> None:
        held: dict[UUID, set[SeatId]] = defaultdict(set)
        quarantined = select(t.performance_id, t.seat_id).where(t.station_id == station_id, t.quarantined == 1)
        for row in tx.execute(quarantined.order_by(t.performance_id, t.seat_id)):
            held[row.performance_id].add(SeatId(row.seat_id))
        fencing.release_seats(tx, hq.office, hq.administrator, station_id, "nadie los vendió")
        for performance_id, seats in held.items() if to else ():
            free = spans(seats - seat_rights.sold_seats(tx, hq.tenant_id, performance_id))
            _grant(tx, people, to or station_id, (performance_id, free))

    people.released.add(station_id)
    people.act("release seats", release)


def _grant(tx: Tx, people: Administrators, to: UUID, what: tuple[UUID, tuple[SeatSpan, ...]]) -> None:
    performance_id, seats = what
    wanted = SeatGrant(GrantId(people.hq.office.ids.new()), PerformanceId(performance_id), seats)
    grants.grant_seats(tx, people.hq.office, _entitled(tx, people, to), wanted)


def _any_zone(tx: Tx, people: Administrators, kind: ZoneKind) -> Any:
    z, p = catalogue.zone.c, catalogue.performance.c
    zones = tx.execute(
        select(p.id.label("performance"), z.id.label("zone"))
        .join(catalogue.zone, (z.tenant_id == p.tenant_id) & (z.event_id == p.event_id))
        .where(p.tenant_id == people.hq.tenant_id, z.kind == kind)
        .order_by(p.id, z.id)
    ).all()
    return people.chance.choice(zones)


def _entitled(tx: Tx, people: Administrators, station_id: UUID) -> Holder:
    tenant_id = people.hq.tenant_id
    holder = Holder(tenant_id, station_id, stations.view(tx, tenant_id, station_id).epoch)
    lives.must_be_entitled(tx, holder)
    return holder
