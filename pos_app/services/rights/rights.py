"""Rights that the station holds: how many are left, how long they last, and returning those it will not sell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from domain.catalogue.catalog import ZoneKind
from domain.catalogue.offering import Offering
from domain.errors import Refused
from domain.ids import CashierId, PerformanceId, SeatId, ZoneId
from domain.rights import GrantId, SeatSpan, covers_seat, seats_of, spans, time_left
from pos_app.services.setup.setup_rights import places_returned
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import AnyFact, NumbersReturned, SeatsReturned
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NotHeld(Refused):
    """A right to return is used, or this station does not hold it."""

    code: ClassVar[str] = "DER-01"

    what: str


@dataclass(frozen=True, slots=True)
class HeldZone:
    """Seats or places of a zone left to sell. `lasts_for` is None when none was sold lately."""

    performance_id: PerformanceId
    zone_id: ZoneId
    left: int
    lasts_for: timedelta | None


@dataclass(frozen=True, slots=True)
class Held:
    """All rights left to sell without HQ, and how long they last at the present pace."""

    numbers: int
    numbers_last_for: timedelta | None
    zones: tuple[HeldZone, ...]


def held(station: Station, over: timedelta) -> Held:
    """The rights left to this life. The pace is measured over the time `over` up to now."""
    since = station.clock.now() - over
    with station.database.read() as tx:
        left, _ = numbers.left(tx, station.holder, station.catalogue.profile(tx).series)
        issued = numbers.issued_since(tx, station.tenant_id, since)
        sold = seats.sold_since(tx, station.tenant_id, since)
        zones = tuple(
            HeldZone(performance_id, zone_id, count, time_left(count, sold.get((performance_id, zone_id), 0), over))
            for performance_id in _on_sale(tx, station)
            for zone_id, count in _left_by_zone(tx, station, performance_id).items()
        )
    return Held(left, time_left(left, issued, over), zones)


def give_back_numbers(station: Station, grant_id: GrantId, first: int, actor: CashierId | None = None) -> int:
    """Return the numbers of a block from `first` to its end, and give their count. Raises NotHeld.

    No document will ever carry a returned number.
    """
    with station.database.write() as tx:
        block = next((block for block in numbers.held(tx, station.holder) if block.id == grant_id), None)
        if block is None or not block.next <= first <= block.last:
            raise NotHeld(str(first))
        _append(tx, station, [NumbersReturned(grant_id, first, block.last)], actor)
    return block.last - first + 1


def give_back_seats(
    station: Station, performance_id: PerformanceId, given: Iterable[SeatSpan], actor: CashierId | None = None
) -> int:
    """Return seats of a performance, all of them unsold, and give their count. Raises NotHeld."""
    wanted = seats_of(given)
    with station.database.write() as tx:
        sold = frozenset(map(SeatId, seats.sold_seats(tx, station.tenant_id, performance_id)))
        leases = [lease for lease in rights.leases(tx, station.holder) if lease.performance_id == performance_id]
        parts = {lease.id: wanted & seats_of(lease.seats) - sold for lease in leases}
        if missing := wanted - frozenset().union(*parts.values()):
            raise NotHeld(str(min(missing)))
        _append(tx, station, [SeatsReturned(grant, spans(part)) for grant, part in parts.items() if part], actor)
    return len(wanted)


def give_back_places(
    station: Station, zone: tuple[PerformanceId, ZoneId], places: int, actor: CashierId | None = None
) -> None:
    """Return a number of unsold places of a performance's zone. Raises NotHeld."""
    performance_id, zone_id = zone
    with station.database.write() as tx:
        held_here = [allotment for allotment in rights.allotments(tx, station.holder)
                     if (allotment.performance_id, allotment.zone_id) == zone]  # fmt: skip
        sold = seats.sold(tx, station.holder, performance_id, zone_id).here
        if not 0 < places <= sum(allotment.places for allotment in held_here) - sold:
            raise NotHeld(str(places))
        _append(tx, station, places_returned(held_here, places), actor)


def _append(tx: Tx, station: Station, facts: Iterable[AnyFact], actor: CashierId | None) -> None:
    for fact in facts:
        journal.append(tx, station.author, fact, at=station.clock.now(), actor=actor)
    catalogue_changed(tx)


def _on_sale(tx: Tx, station: Station) -> Iterator[PerformanceId]:
    """The performances with rights of this life that are still sold, soonest first."""
    ids = {lease.performance_id for lease in rights.leases(tx, station.holder)}
    ids |= {allotment.performance_id for allotment in rights.allotments(tx, station.holder)}
    offerings = [station.catalogue.offering(tx, performance_id) for performance_id in ids]
    for offering in sorted(offerings, key=lambda each: (each.performance.starts_at, each.performance.id)):
        if offering.is_on_sale(station.clock.now()):
            yield offering.performance.id


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
    """Seats that this station holds and that are neither sold nor withheld, by section."""
    performance_id = offering.performance.id
    seat_rights = station.catalogue.seat_rights(tx, performance_id)
    section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no
    left: Counter[int] = Counter()
    for span in seat_rights.leased:
        left.update(section_no[span.first : span.last + 1])
    taken = {*seat_rights.withheld, *seats.sold_seats(tx, station.tenant_id, performance_id)}
    left.subtract(section_no[seat] for seat in taken if covers_seat(seat_rights.leased, seat))
    return left
