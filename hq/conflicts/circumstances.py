"""The circumstances that the rules of conflicts judge by: seats and their worth, free seats, places left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.catalogue.catalog import Seat, TicketType, Zone
from domain.catalogue.pricing import price
from domain.catalogue.seat_rows import best_rows
from domain.conflicts.cases import Claim, ConflictKind, EntryPosition
from domain.conflicts.policy.dispute import Circumstances, ZoneSeats
from domain.ids import PerformanceId, SeatId, StationId, TicketTypeId
from hq.conflicts.pair_states import pair_states
from hq.conflicts.rows import hall
from hq.journals import entry_states
from sync.tables.catalogue_values import seat_of, zone_of
from sync.tables.transaction import Tx

_ORDINARY = TicketType(TicketTypeId(UUID(int=0)), "", Decimal(0))
"""A ticket type without a discount: it gives a seat's worth."""


def read(tx: Tx, tenant_id: UUID, claims: Sequence[Claim], now: datetime) -> Circumstances:
    """The circumstances of these claims."""
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
            reach = _reach(tx, tenant_id, performance, station)
            own[station, performance] = reach.own & known
            free[station, performance] = known - reach.gone
    return Circumstances(
        now=now,
        zones=zones,
        free=free,
        own=own,
        places={
            (p, z): hall.places_not_granted(tx, tenant_id, p, z) for p, z in general if p is not None and z is not None
        },
        over=hall.begun_before(tx, tenant_id, {p for p, _ in general if p is not None}, now),
        applied=_applied(tx, tenant_id, claims),
        pairs=pair_states(tx, tenant_id, claims),
    )


def _tickets(claims: Iterable[Claim], kind: ConflictKind) -> Iterator[Any]:
    return (ticket for claim in claims if claim.contested.kind is kind for ticket in claim.tickets)


def _zones(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Iterator[ZoneSeats]:
    for row in hall.numbered_zones(tx, tenant_id, performance_id):
        zone = _zone(tx, tenant_id, row)
        seats = _seats(tx, tenant_id, zone)
        worth = {seat.id: price(zone, _ORDINARY, seat, None).amount for seat in seats}
        yield ZoneSeats(zone.id, best_rows(seats), worth)


def _zone(tx: Tx, tenant_id: UUID, row: Any) -> Zone:
    sections = hall.sections(tx, tenant_id, row["id"])
    return zone_of(row, sections, modifiers=hall.modifiers(tx, tenant_id, row["id"]))


def _seats(tx: Tx, tenant_id: UUID, zone: Zone) -> list[Seat]:
    return [seat_of(row) for row in hall.seats_of_sections(tx, tenant_id, zone.event_id, zone.section_nos)]


@dataclass(frozen=True, slots=True)
class _Reach:
    """The unsold seats that a station holds, and the seats that it cannot sell."""

    own: frozenset[SeatId]
    gone: frozenset[SeatId]


def _reach(tx: Tx, tenant_id: UUID, performance_id: PerformanceId, station: StationId) -> _Reach:
    """A station can sell seats that it holds or that nobody holds, unless they are sold, withheld or in quarantine."""
    gone = hall.sold_seats(tx, tenant_id, performance_id) | hall.withheld_seats(tx, tenant_id, performance_id)
    own: set[SeatId] = set()
    for row in hall.seat_holders(tx, tenant_id, performance_id):
        is_own = row.station_id == station and not row.quarantined
        (own if is_own else gone).add(SeatId(row.seat_id))
    return _Reach(frozenset(own - gone), frozenset(gone))


def _applied(tx: Tx, tenant_id: UUID, claims: Sequence[Claim]) -> frozenset[EntryPosition]:
    unrecorded = frozenset(claim.position for claim in claims if claim.contested.kind is ConflictKind.UNKNOWN_ENTRY)
    return unrecorded & entry_states.applied_positions(tx, tenant_id) if unrecorded else frozenset()
