"""How the world stands for the rules of conflicts: seats of a hall, their worth, what is free, places that are left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.catalogue.catalog import PlaceModifier, Seat, SeatKind, TicketType, Zone, ZoneKind
from domain.catalogue.pricing import price
from domain.catalogue.seat_rows import best_rows
from domain.conflicts.cases import Claim, ConflictKind, Position
from domain.conflicts.policy.dispute import Circumstances, ZoneSeats
from domain.ids import EventId, PerformanceId, SeatId, StationId, TicketTypeId, ZoneId
from domain.money.money import Currency, Money
from domain.money.taxes import TaxCategory
from hq.journals import entry_states
from hq.storage import ledger_tables as ledger
from sync.facts.sales import sold_seat
from sync.tables import catalogue
from sync.tables.shared import LIST_SEPARATOR
from sync.tables.transaction import Tx

_ORDINARY = TicketType(TicketTypeId(UUID(int=0)), "", Decimal(0))


def read(tx: Tx, tenant_id: UUID, claims: Sequence[Claim], now: datetime) -> Circumstances:
    """What the rules may know beside these claims."""
    seated = {t.performance_id for t in _tickets(claims, ConflictKind.SEAT_TWICE)}
    general = {
        (c.contested.performance_id, c.contested.zone_id)
        for c in claims
        if c.contested.kind is ConflictKind.OVER_CAPACITY
    }
    stations = {claim.position.station_id for claim in claims}
    zones = {performance: tuple(_zones(tx, tenant_id, performance)) for performance in sorted(seated)}
    free: dict[tuple[StationId, PerformanceId], frozenset[SeatId]] = {}
    own: dict[tuple[StationId, PerformanceId], frozenset[SeatId]] = {}
    for performance in seated:
        known = frozenset(seat for zone in zones[performance] for seat in zone.worth)
        for station in stations:
            found = _free(tx, tenant_id, performance, station)
            own[station, performance] = found.own & known
            free[station, performance] = known - found.gone
    return Circumstances(
        now=now,
        zones=zones,
        free=free,
        own=own,
        places={(p, z): _places_left(tx, tenant_id, p, z) for p, z in general if p is not None and z is not None},
        over=_over(tx, tenant_id, {p for p, _ in general if p is not None}, now),
        applied=_applied(tx, tenant_id, claims),
    )


def _tickets(claims: Iterable[Claim], kind: ConflictKind) -> Iterator[Any]:
    return (ticket for claim in claims if claim.contested.kind is kind for ticket in claim.tickets)


def _zones(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Iterator[ZoneSeats]:
    p, z = catalogue.performance.c, catalogue.zone.c
    rows = tx.execute(
        select(catalogue.zone)
        .join(catalogue.performance, (p.tenant_id == z.tenant_id) & (p.event_id == z.event_id))
        .where(z.tenant_id == tenant_id, p.id == performance_id, z.kind == ZoneKind.NUMBERED)
        .order_by(z.ordinal)
    ).mappings()
    for row in rows.all():
        zone = _zone(tx, tenant_id, row)
        seats = _seats(tx, tenant_id, zone)
        worth = {seat.id: price(zone, _ORDINARY, seat, None).amount for seat in seats}
        yield ZoneSeats(zone.id, best_rows(seats), worth)


def _zone(tx: Tx, tenant_id: UUID, row: Any) -> Zone:
    s, m = catalogue.zone_section.c, catalogue.place_modifier.c
    sections = tx.execute(select(s.section_no).where(s.tenant_id == tenant_id, s.zone_id == row["id"])).scalars()
    modifiers = tx.execute(
        select(catalogue.place_modifier).where(m.tenant_id == tenant_id, m.zone_id == row["id"]).order_by(m.ordinal)
    )
    currency = Currency(row["currency"])
    return Zone(
        id=ZoneId(row["id"]),
        event_id=EventId(row["event_id"]),
        name=row["name"],
        kind=ZoneKind(row["kind"]),
        base_price=Money(row["base_price"], currency),
        fee=Money(row["fee"], currency),
        tax=TaxCategory(row["tax"]),
        tax_included=row["tax_included"],
        capacity=row["capacity"],
        section_nos=frozenset(sections),
        modifiers=tuple(
            PlaceModifier(
                m.label, m.percent, frozenset(map(int, _names(m.section_nos))), _names(m.rows), _names(m.numbers)
            )
            for m in modifiers
        ),
    )


def _seats(tx: Tx, tenant_id: UUID, zone: Zone) -> list[Seat]:
    e, s = catalogue.event.c, catalogue.seat.c
    rows = tx.execute(
        select(s.id, s.section_no, s.row, s.number, s.x_mm, s.y_mm, s.kind)
        .join(catalogue.event, (e.tenant_id == s.tenant_id) & (e.venue_id == s.venue_id))
        .where(s.tenant_id == tenant_id, e.id == zone.event_id, s.section_no.in_(zone.section_nos))
        .order_by(s.id)
    )
    return [Seat(SeatId(r.id), r.section_no, r.row, r.number, r.x_mm, r.y_mm, SeatKind(r.kind)) for r in rows]


@dataclass(frozen=True, slots=True)
class _Reach:
    """Seats that a station holds unsold, and those that are gone for it."""

    own: frozenset[SeatId]
    gone: frozenset[SeatId]


def _free(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, station: StationId) -> _Reach:
    """What nobody holds and what this station holds is free for it, unless it is sold, withheld or in quarantine."""
    sold = _in_performance(tx, tenant_id, sold_seat, performance_id)
    gone = sold | _in_performance(tx, tenant_id, catalogue.withheld_seat, performance_id)
    r = ledger.seat_right.c
    own: set[SeatId] = set()
    for row in tx.execute(
        select(r.seat_id, r.station_id, r.quarantined).where(
            r.tenant_id == tenant_id, r.performance_id == performance_id
        )
    ):
        mine = row.station_id == station and not row.quarantined
        (own if mine else gone).add(SeatId(row.seat_id))
    return _Reach(frozenset(own - gone), frozenset(gone))


def _in_performance(tx: Tx, tenant_id: UUID, table: Any, performance_id: PerformanceId) -> set[SeatId]:
    statement = select(table.c.seat_id).where(table.c.tenant_id == tenant_id, table.c.performance_id == performance_id)
    return set(tx.execute(statement).scalars())


def _places_left(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, zone_id: ZoneId) -> int:
    p = ledger.place_pool.c
    left = select(p.capacity - p.granted + p.returned).where(
        p.tenant_id == tenant_id, p.performance_id == performance_id, p.zone_id == zone_id
    )
    return int(tx.execute(left).scalar() or 0)


def _over(tx: Tx, tenant_id: UUID, performances: Iterable[PerformanceId], now: datetime) -> frozenset[PerformanceId]:
    p = catalogue.performance.c
    statement = select(p.id).where(p.tenant_id == tenant_id, p.id.in_(list(performances)), p.starts_at < now)
    return frozenset(PerformanceId(found) for found in tx.execute(statement).scalars())


def _applied(tx: Tx, tenant_id: UUID, claims: Sequence[Claim]) -> frozenset[Position]:
    told = frozenset(claim.position for claim in claims if claim.contested.kind is ConflictKind.UNKNOWN_ENTRY)
    return told & entry_states.applied_positions(tx, tenant_id) if told else frozenset()


def _names(joined: str) -> frozenset[str]:
    return frozenset(joined.split(LIST_SEPARATOR)) if joined else frozenset()
