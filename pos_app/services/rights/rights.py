"""Rights that the station holds: how many are left, and how long they last."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.catalogue.catalog import ZoneKind
from domain.catalogue.offering import Offering
from domain.ids import PerformanceId, ZoneId
from domain.rights import covers_seat, time_left
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats
from pos_app.storage.sales import holds
from sync.tables.transaction import Tx


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
        zone.id: places.get(zone.id, 0)
        - seats.sold(tx, station.holder, performance_id, zone.id).here
        - holds.held_places(tx, station.holder, (performance_id, zone.id))
        if zone.kind is ZoneKind.GENERAL
        else sum(by_section[no] for no in zone.section_nos)
        for zone in offering.zones
    }


def _seats_left(tx: Tx, station: Station, offering: Offering) -> Counter[int]:
    """Seats that this station holds and that are neither sold nor kept, by section."""
    performance_id = offering.performance.id
    seat_rights = station.catalogue.seat_rights(tx, performance_id)
    section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no
    left: Counter[int] = Counter()
    for span in seat_rights.leased:
        left.update(section_no[span.first : span.last + 1])
    kept = holds.held_seats(tx, station.holder, performance_id)
    taken = {*seat_rights.withheld, *kept, *seats.sold_seats(tx, station.tenant_id, performance_id)}
    left.subtract(section_no[seat] for seat in taken if covers_seat(seat_rights.leased, seat))
    return left
