"""What the station holds: how much, for how long it may last, and giving back what it will not sell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from domain.catalogue.catalog import PerformanceState, ZoneKind
from domain.errors import Refused
from domain.ids import CashierId, PerformanceId, SeatId, ZoneId
from domain.rights import GrantId, SeatSpan, lasts, names_seat, seats_of, spans
from pos_app.services.setup.setup_rights import places_returned
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats
from pos_app.storage.catalogue.catalogue_cache import Offering, catalogue_changed
from sync import journal
from sync.facts import AnyFact, NumbersReturned, SeatsReturned
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NotHeld(Refused):
    """What is to be given back was used, or is not the station's."""

    code: ClassVar[str] = "DER-01"

    what: str


@dataclass(frozen=True, slots=True)
class HeldZone:
    """Seats or places of a zone that may still be sold here; `lasts_for` is None while none is sold."""

    performance_id: PerformanceId
    zone_id: ZoneId
    left: int
    lasts_for: timedelta | None


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that may still be sold without HQ, and for how long at the present pace."""

    numbers: int
    numbers_last_for: timedelta | None
    zones: tuple[HeldZone, ...]


def held(station: Station, over: timedelta) -> Held:
    """What is left of the rights of this life; the pace is that of the time `over` up to now."""
    since = station.clock.now() - over
    with station.database.read() as tx:
        left, _ = numbers.left(tx, station.holder, station.catalogue.profile(tx).series)
        issued = numbers.issued_since(tx, station.tenant_id, since)
        sold = seats.sold_since(tx, station.tenant_id, since)
        zones = tuple(
            HeldZone(performance_id, zone_id, count, lasts(count, sold.get((performance_id, zone_id), 0), over))
            for performance_id in _on_sale(tx, station)
            for zone_id, count in _left_by_zone(tx, station, performance_id).items()
        )
    return Held(left, lasts(left, issued, over), zones)


def give_back_numbers(station: Station, grant_id: GrantId, first: int, actor: CashierId | None = None) -> int:
    """Give back the tail of a block from `first` on, and say how many; no document will carry them. Raises NotHeld."""
    with station.database.write() as tx:
        block = next((each for each in numbers.held(tx, station.holder) if each.id == grant_id), None)
        if block is None or not block.next <= first <= block.last:
            raise NotHeld(str(first))
        _append(tx, station, [NumbersReturned(grant_id, first, block.last)], actor)
    return block.last - first + 1


def give_back_seats(
    station: Station, performance_id: PerformanceId, given: Iterable[SeatSpan], actor: CashierId | None = None
) -> int:
    """Give back these seats of a performance, all of them unsold, and say how many. Raises NotHeld."""
    wanted = seats_of(given)
    with station.database.write() as tx:
        sold = frozenset(map(SeatId, seats.sold_seats(tx, station.tenant_id, performance_id)))
        leases = [each for each in rights.leases(tx, station.holder) if each.performance_id == performance_id]
        parts = {each.id: wanted & seats_of(each.seats) - sold for each in leases}
        if missing := wanted - frozenset().union(*parts.values()):
            raise NotHeld(str(min(missing)))
        _append(tx, station, [SeatsReturned(grant, spans(part)) for grant, part in parts.items() if part], actor)
    return len(wanted)


def give_back_places(
    station: Station, zone: tuple[PerformanceId, ZoneId], places: int, actor: CashierId | None = None
) -> None:
    """Give back so many unsold places of a performance's zone. Raises NotHeld."""
    performance_id, zone_id = zone
    with station.database.write() as tx:
        held_here = [each for each in rights.allotments(tx, station.holder)
                     if (each.performance_id, each.zone_id) == zone]  # fmt: skip
        sold = seats.sold(tx, station.holder, performance_id, zone_id).here
        if not 0 < places <= sum(each.places for each in held_here) - sold:
            raise NotHeld(str(places))
        _append(tx, station, places_returned(held_here, places), actor)


def _append(tx: Tx, station: Station, facts: Iterable[AnyFact], actor: CashierId | None) -> None:
    for fact in facts:
        journal.append(tx, station.author, fact, at=station.clock.now(), actor=actor)
    catalogue_changed(tx)


def _on_sale(tx: Tx, station: Station) -> Iterator[PerformanceId]:
    """The performances with rights of this life that have not begun, soonest first."""
    mine = {each.performance_id for each in rights.leases(tx, station.holder)}
    mine |= {each.performance_id for each in rights.allotments(tx, station.holder)}
    for performance in sorted(
        (station.catalogue.offering(tx, each).performance for each in mine), key=lambda each: (each.starts_at, each.id)
    ):
        if performance.state is PerformanceState.ACTIVE and performance.starts_at > station.clock.now():
            yield performance.id


def _left_by_zone(tx: Tx, station: Station, performance_id: PerformanceId) -> Mapping[ZoneId, int]:
    offering = station.catalogue.offering(tx, performance_id)
    by_section = _seats_left(tx, station, offering)
    places = station.catalogue.places(tx, performance_id)
    return {
        zone.id: places.get(zone.id, 0) - seats.sold(tx, station.holder, performance_id, zone.id).here
        if zone.kind is ZoneKind.GENERAL
        else sum(by_section[no] for no in zone.section_nos)
        for zone in offering.zones
    }


def _seats_left(tx: Tx, station: Station, offering: Offering) -> Counter[int]:
    """Seats held here that are neither sold nor withheld, by section."""
    performance_id = offering.performance.id
    mine = station.catalogue.seat_rights(tx, performance_id)
    section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no
    left: Counter[int] = Counter()
    for span in mine.leased:
        left.update(section_no[span.first : span.last + 1])
    taken = {*mine.withheld, *seats.sold_seats(tx, station.tenant_id, performance_id)}
    left.subtract(section_no[seat] for seat in taken if names_seat(mine.leased, seat))
    return left
