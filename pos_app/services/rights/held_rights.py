"""What this station holds of each series and of each zone of each performance, for the screen and the command."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from domain.catalogue.catalog import PlanSeats, Seat, Zone, ZoneKind
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.seat_choice import chosen_seats
from domain.errors import Refused
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.rights import seats_of
from pos_app.services.rights import in_use, returning
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats, turns
from sync.tables.transaction import Tx

_SHOWN_AFTER = timedelta(days=1)
"""How long after its beginning a performance is still listed: what was not sold of it goes back."""


@dataclass(eq=False)
class NoSuchLine(Refused):
    """The list of rights has no line with this number."""

    code: ClassVar[str] = "DER-04"

    no: int


class RightKind(StrEnum):
    """What a right counts."""

    NUMBERS = "numbers"
    SEATS = "seats"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A zone of a performance with the names that somebody reads."""

    performance_id: PerformanceId
    zone_id: ZoneId
    event: str
    zone: str
    starts_at: datetime

    @property
    def place(self) -> tuple[PerformanceId, ZoneId]:
        """Performance and zone."""
        return self.performance_id, self.zone_id


@dataclass(frozen=True, slots=True)
class HeldRight:
    """What is held of a series, or of a zone of a performance.

    `left` of it are unused, of which `in_carts` cannot leave the station now. `seats` are the free seats, in the order
    of the plan; `turns` counts the unused turns. Numbers have a series and no place.
    """

    kind: RightKind
    left: int
    sold: int = 0
    in_carts: int = 0
    series: str = ""
    at: ShownPlace | None = None
    seats: tuple[Seat, ...] = ()
    turns: int = 0

    @property
    def free(self) -> int:
        """How many can leave the station now."""
        return self.left - self.in_carts


def held_rights(station: Station) -> tuple[HeldRight, ...]:
    """Numbers first, by series; then the zones with a right of each performance, soonest first."""
    with station.database.read() as tx:
        return (*_numbers(tx, station), *_zones(tx, station))


def line(station: Station, no: int) -> HeldRight:
    """One line of the list, counted from 1. Raises NoSuchLine."""
    held = held_rights(station)
    if not 1 <= no <= len(held):
        raise NoSuchLine(no)
    return held[no - 1]


def seats_named(held: HeldRight, text: str) -> frozenset[SeatId]:
    """The free seats of a line that a text names; all of them for an empty text. Raises SeatsNotUnderstood."""
    if not text.strip():
        return frozenset(seat.id for seat in held.seats)
    return chosen_seats(text, held.seats)


def _numbers(tx: Tx, station: Station) -> Iterator[HeldRight]:
    by_series: dict[str, list[int]] = {}
    for block in numbers.held(tx, station.holder):
        counts = by_series.setdefault(block.series, [0, 0])
        counts[0] += block.last - block.next + 1
        counts[1] += block.next - block.first
    for series, (left, used) in sorted(by_series.items()):
        yield HeldRight(RightKind.NUMBERS, left, used, series=series)


def _zones(tx: Tx, station: Station) -> Iterator[HeldRight]:
    leases, allotments = rights.leases(tx, station.holder), rights.allotments(tx, station.holder)
    ids = {*(lease.performance_id for lease in leases), *(allotment.performance_id for allotment in allotments)}
    now = station.clock.now()
    for offering in sorted(_offerings(tx, station, ids), key=_by_start):
        if now < offering.performance.starts_at + _SHOWN_AFTER:
            yield from _of_performance(tx, station, offering)


def _of_performance(tx: Tx, station: Station, offering: Offering) -> Iterator[HeldRight]:
    performance_id = offering.performance.id
    leases = [lease for lease in rights.leases(tx, station.holder) if lease.performance_id == performance_id]
    held = seats_of(span for lease in leases for span in lease.seats)
    unsold = returning.unsold_seats(tx, station, performance_id)
    withheld = frozenset(station.catalogue.seat_rights(tx, performance_id).withheld)
    used = in_use.seats_in_use(tx, station.holder, performance_id)
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    for zone in offering.zones:
        at = ShownPlace(performance_id, zone.id, offering.event.name, zone.name, offering.performance.starts_at)
        unused_turns = len(turns.unused(tx, station.holder, *at.place))
        if zone.kind is ZoneKind.GENERAL:
            held_right = _places(tx, station, at, unused_turns)
        else:
            left = _in_zone(plan, zone, unsold - withheld)
            in_carts = frozenset(left) & used
            free = tuple(plan.seat(seat) for seat in left if seat not in in_carts)
            sold = len(_in_zone(plan, zone, held - unsold))
            held_right = HeldRight(
                RightKind.SEATS, len(left), sold, len(in_carts), at=at, seats=free, turns=unused_turns
            )
        if held_right.left or held_right.sold or held_right.turns:
            yield held_right


def _places(tx: Tx, station: Station, at: ShownPlace, unused_turns: int) -> HeldRight:
    left = max(0, returning.unsold_places(tx, station, at.place))
    sold = seats.sold(tx, station.holder, *at.place).here
    in_carts = min(left, in_use.places_in_use(tx, station.holder, at.place))
    return HeldRight(RightKind.PLACES, left, sold, in_carts, at=at, turns=unused_turns)


def _in_zone(plan: PlanSeats, zone: Zone, seats_held: Iterable[SeatId]) -> list[SeatId]:
    in_plan = range(len(plan))
    return sorted(seat for seat in seats_held if seat in in_plan and plan.section_no[seat] in zone.section_nos)


def _offerings(tx: Tx, station: Station, ids: Iterable[PerformanceId]) -> Iterator[Offering]:
    for performance_id in ids:
        try:
            yield station.catalogue.offering(tx, performance_id)
        except NotForSale:  # a right to a performance that left the catalogue
            continue


def _by_start(offering: Offering) -> tuple[datetime, PerformanceId]:
    return offering.performance.starts_at, offering.performance.id
