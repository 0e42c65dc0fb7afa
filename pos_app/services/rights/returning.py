"""Returning rights that the station will not sell: to HQ, at once and for good.

From the transaction of a return on, the station sells nothing of it; HQ has it when the entry arrives.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from domain.fiscal.series import NumberBlock
from domain.ids import PerformanceId, SeatId, ZoneId
from domain.people.staff import Cashier, Permission
from domain.rights import GrantId, SeatSpan, seats_of, spans, turns_to_return
from pos_app.services.rights import in_use
from pos_app.services.setup.setup_rights import places_returned
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats, turns
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import NumbersReturned, PlacesReturned, SeatsReturned, TurnsReturned
from sync.tables.transaction import Tx

Place = tuple[PerformanceId, ZoneId]
AnyReturn = NumbersReturned | SeatsReturned | PlacesReturned | TurnsReturned


@dataclass(eq=False)
class NotHeld(Refused):
    """A right to return is used, or this station does not hold it."""

    code: ClassVar[str] = "DER-01"

    what: str


@dataclass(eq=False)
class InUse(Refused):
    """A right to return is in somebody's cart."""

    code: ClassVar[str] = "DER-02"

    what: str


def return_block_tail(station: Station, by: Cashier, grant_id: GrantId, first: int) -> int:
    """Return the numbers of a block from `first` to its end, and give their count. Raises NotHeld, NotAllowed.

    No document will ever carry a returned number.
    """
    by.must(Permission.MOVE_RIGHTS)
    with station.database.write() as tx:
        block = next((block for block in numbers.held(tx, station.holder) if block.id == grant_id), None)
        if block is None or not block.next <= first <= block.last:
            raise NotHeld(str(first))
        append(tx, station, [NumbersReturned(grant_id, first, block.last)], by)
    return block.last - first + 1


def return_numbers(station: Station, by: Cashier, series: str, count: int) -> None:
    """Return the last `count` numbers of a series that this life holds and has not used. Raises NotHeld, NotAllowed."""
    by.must(Permission.MOVE_RIGHTS)
    with station.database.write() as tx:
        blocks = [block for block in numbers.held(tx, station.holder) if block.series == series]
        if not 0 < count <= sum(block.last - block.next + 1 for block in blocks):
            raise NotHeld(str(count))
        append(tx, station, tails(blocks, count), by)


def return_seats(station: Station, by: Cashier, performance_id: PerformanceId, given: Iterable[SeatSpan]) -> int:
    """Return seats of a performance, all of them unsold and in no cart, and give their count.

    Their turns go with them. Raises NotHeld, InUse, NotAllowed.
    """
    by.must(Permission.MOVE_RIGHTS)
    wanted = seats_of(given)
    with station.database.write() as tx:
        must_be_free(tx, station, performance_id, wanted)
        append(tx, station, seats_with_turns(tx, station, performance_id, wanted), by)
    return len(wanted)


def return_places(station: Station, by: Cashier, zone: Place, places: int) -> None:
    """Return places of a zone, unsold and in no cart, with their turns. Raises NotHeld, InUse, NotAllowed."""
    by.must(Permission.MOVE_RIGHTS)
    with station.database.write() as tx:
        must_have_places(tx, station, zone, places)
        append(tx, station, places_with_turns(tx, station, zone, places), by)


def tails(blocks: Collection[NumberBlock], count: int) -> Iterator[NumbersReturned]:
    """The facts that return the last numbers of some blocks of a series, the last block first."""
    for block in sorted(blocks, key=_first, reverse=True):
        part = min(count, block.last - block.next + 1)
        if part > 0:
            yield NumbersReturned(block.id, block.last - part + 1, block.last)
            count -= part


def must_be_free(tx: Tx, station: Station, performance_id: PerformanceId, wanted: frozenset[SeatId]) -> None:
    """Check that this life holds the seats, and that they are unsold and in no cart. Raises NotHeld, InUse."""
    missing = wanted - unsold_seats(tx, station, performance_id)
    if missing or not wanted:
        raise NotHeld(_name(tx, station, performance_id, min(missing)) if missing else "0")
    if used := wanted & in_use.seats_in_use(tx, station.holder, performance_id):
        raise InUse(_name(tx, station, performance_id, min(used)))


def must_have_places(tx: Tx, station: Station, zone: Place, places: int) -> None:
    """Check that this life holds so many places of a zone, unsold and in no cart. Raises NotHeld, InUse."""
    unsold = unsold_places(tx, station, zone)
    if not 0 < places <= unsold:
        raise NotHeld(str(places))
    if places > unsold - in_use.places_in_use(tx, station.holder, zone):
        raise InUse(str(places))


def unsold_seats(tx: Tx, station: Station, performance_id: PerformanceId) -> frozenset[SeatId]:
    """The seats of a performance that this life holds and has not sold, those in carts included."""
    held = (span for lease in _leases(tx, station, performance_id) for span in lease.seats)
    return seats_of(held).difference(seats.sold_seats(tx, station.tenant_id, performance_id))


def unsold_places(tx: Tx, station: Station, zone: Place) -> int:
    """The places of a zone that this life holds and has not sold, those in carts included."""
    held = sum(a.places for a in rights.allotments(tx, station.holder) if (a.performance_id, a.zone_id) == zone)
    return held - seats.sold(tx, station.holder, *zone).here


def seats_with_turns(
    tx: Tx, station: Station, performance_id: PerformanceId, gone: frozenset[SeatId]
) -> Iterator[SeatsReturned | TurnsReturned]:
    """The facts that return free seats of a performance, and their part of the turns of each zone."""
    offering = station.catalogue.offering(tx, performance_id)
    section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no
    unsold = unsold_seats(tx, station, performance_id)
    for lease in _leases(tx, station, performance_id):
        if part := gone & seats_of(lease.seats):
            yield SeatsReturned(lease.id, spans(part))
    for zone in offering.zones:
        before = {seat for seat in unsold if section_no[seat] in zone.section_nos}
        if leaving := len(before & gone):
            yield from _turns(tx, station, (performance_id, zone.id), len(before), leaving)


def places_with_turns(tx: Tx, station: Station, zone: Place, gone: int) -> Iterator[PlacesReturned | TurnsReturned]:
    """The facts that return free places of a zone, and their part of its turns."""
    held = [a for a in rights.allotments(tx, station.holder) if (a.performance_id, a.zone_id) == zone]
    yield from places_returned(held, gone)
    yield from _turns(tx, station, zone, unsold_places(tx, station, zone), gone)


def append(tx: Tx, station: Station, facts: Iterable[AnyReturn], by: Cashier | None) -> None:
    """Journal returns: by a person, or by the station itself."""
    for fact in list(facts):  # decided before the first of them changes a row
        journal.append(tx, station.author, fact, at=station.clock.now(), actor=by.id if by else None)
    catalogue_changed(tx)


def _turns(tx: Tx, station: Station, zone: Place, before: int, gone: int) -> Iterator[TurnsReturned]:
    """The return of the turns that go with some of a zone's unsold seats or places."""
    unused, in_carts = turns.unused(tx, station.holder, *zone), in_use.places_in_use(tx, station.holder, zone)
    leaving = frozenset(turns_to_return(unused, before, before - gone, in_carts=in_carts))
    for lease in turns.leases(tx, station.holder):
        if lease.place == zone and (part := leaving & seats_of(lease.turns)):
            yield TurnsReturned(lease.id, spans(part))


def _leases(tx: Tx, station: Station, performance_id: PerformanceId) -> list[rights.Leased]:
    return [lease for lease in rights.leases(tx, station.holder) if lease.performance_id == performance_id]


def _name(tx: Tx, station: Station, performance_id: PerformanceId, seat: SeatId) -> str:
    """C-12; the ordinal of a seat that the plan does not have."""
    offering = station.catalogue.offering(tx, performance_id)
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    return f"{plan.row[seat]}-{plan.number[seat]}" if 0 <= seat < len(plan) else str(seat)


def _first(block: NumberBlock) -> int:
    return block.first
