"""Statements on the circumstances of a conflict: zones, seats and places of a performance."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.catalogue.catalog import ZoneKind
from domain.ids import EventId, PerformanceId, SeatId, ZoneId
from hq.storage import ledger_tables
from sync.facts.sales import sold_seat
from sync.tables import catalogue
from sync.tables.transaction import Tx


def numbered_zones(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Sequence[Any]:
    """The rows of a performance's numbered zones, in their order."""
    p, z = catalogue.performance.c, catalogue.zone.c
    statement = (
        select(catalogue.zone)
        .join(catalogue.performance, (p.tenant_id == z.tenant_id) & (p.event_id == z.event_id))
        .where(z.tenant_id == tenant_id, p.id == performance_id, z.kind == ZoneKind.NUMBERED)
        .order_by(z.ordinal)
    )
    return tx.execute(statement).mappings().all()


def sections(tx: Tx, tenant_id: UUID, zone_id: UUID) -> Sequence[Any]:
    """The rows of the sections of a zone."""
    s = catalogue.zone_section.c
    statement = select(catalogue.zone_section).where(s.tenant_id == tenant_id, s.zone_id == zone_id)
    return tx.execute(statement).mappings().all()


def modifiers(tx: Tx, tenant_id: UUID, zone_id: UUID) -> Iterable[Any]:
    """The rows of a zone's price modifiers, in their order."""
    m = catalogue.place_modifier.c
    statement = select(catalogue.place_modifier).where(m.tenant_id == tenant_id, m.zone_id == zone_id)
    return tx.execute(statement.order_by(m.ordinal)).mappings()


def seats_of_sections(tx: Tx, tenant_id: UUID, event_id: EventId, section_nos: Collection[int]) -> Iterable[Any]:
    """The seats of these sections of an event's venue, by id."""
    e, s = catalogue.event.c, catalogue.seat.c
    return tx.execute(
        select(s.id, s.section_no, s.row, s.number, s.x_mm, s.y_mm, s.kind)
        .join(catalogue.event, (e.tenant_id == s.tenant_id) & (e.venue_id == s.venue_id))
        .where(s.tenant_id == tenant_id, e.id == event_id, s.section_no.in_(section_nos))
        .order_by(s.id)
    ).mappings()


def sold_seats(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> set[SeatId]:
    """The sold seats of a performance."""
    return _seats_in(tx, tenant_id, sold_seat, performance_id)


def withheld_seats(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> set[SeatId]:
    """The withheld seats of a performance."""
    return _seats_in(tx, tenant_id, catalogue.withheld_seat, performance_id)


def seat_holders(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Iterable[Any]:
    """Seat, station and quarantine of every right to a seat of a performance."""
    r = ledger_tables.seat_right.c
    return tx.execute(
        select(r.seat_id, r.station_id, r.quarantined).where(
            r.tenant_id == tenant_id, r.performance_id == performance_id
        )
    )


def places_not_granted(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, zone_id: ZoneId) -> int:
    """The places of a zone's pool that no station holds; 0 without a pool."""
    p = ledger_tables.place_pool.c
    left = select(p.capacity - p.granted + p.returned).where(
        p.tenant_id == tenant_id, p.performance_id == performance_id, p.zone_id == zone_id
    )
    return int(tx.execute(left).scalar() or 0)


def begun_before(
    tx: Tx, tenant_id: UUID, performances: Iterable[PerformanceId], now: datetime
) -> frozenset[PerformanceId]:
    """Those of these performances that have begun."""
    p = catalogue.performance.c
    statement = select(p.id).where(p.tenant_id == tenant_id, p.id.in_(list(performances)), p.starts_at < now)
    return frozenset(PerformanceId(performance) for performance in tx.execute(statement).scalars())


def _seats_in(tx: Tx, tenant_id: UUID, table: Any, performance_id: PerformanceId) -> set[SeatId]:
    statement = select(table.c.seat_id).where(table.c.tenant_id == tenant_id, table.c.performance_id == performance_id)
    return set(tx.execute(statement).scalars())
