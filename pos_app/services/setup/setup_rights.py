"""The rights that set-up files give to their station: what it takes and gives back to hold what they say.

Nothing that was sold is given back, and no number is ever given twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.ids import PerformanceId
from domain.rights import GrantId, PlacesGrant, SeatGrant, joined, seats_of, spans, without
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats
from pos_app.storage.catalogue.rights import Allotted
from sync.facts import NumbersAccepted, PlacesAccepted, PlacesReturned, SeatsAccepted, SeatsReturned
from sync.setup import Setup
from sync.setup.names import derived
from sync.setup.numbering import rest
from sync.setup.shows import Show
from sync.tables.transaction import Tx

RightsFact = NumbersAccepted | SeatsAccepted | SeatsReturned | PlacesAccepted | PlacesReturned
FROM_A_FILE = ""
"""The certificate of a right that nobody sealed."""


def rights_given(tx: Tx, station: Station, setup: Setup) -> tuple[RightsFact, ...]:
    """What the station takes and gives back; nothing when it holds what the files say."""
    return tuple(_Given(tx, station).all_of(setup))


class _Given:
    """One loading: what the store holds now, and identifiers made from the names of the files."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._tx = tx
        self._station = station
        self._known = set(rights.known(tx, station.tenant_id))
        self._leases = rights.leases(tx, station.holder)
        self._allotments = rights.allotments(tx, station.holder)

    def all_of(self, setup: Setup) -> Iterator[RightsFact]:
        there = numbers.blocks(self._tx, self._station.tenant_id, self._station.id)
        for block in setup.blocks:
            more = rest(block, there)
            if more is not None:
                yield NumbersAccepted(replace(more, id=self._new("numbers", more.series, more.first)), FROM_A_FILE)
        for show in setup.shows:
            for performance in show.performances:
                yield from self._seats(show, performance.id)
                yield from self._places(show, performance.id)

    def _seats(self, show: Show, performance_id: PerformanceId) -> Iterator[RightsFact]:
        wanted = joined(seats for each in show.leases if each.performance_id == performance_id for seats in each.seats)
        there = [each for each in self._leases if each.performance_id == performance_id]
        held = joined(seats for each in there for seats in each.seats)
        if wanted == held:
            return
        kept = {*seats_of(wanted), *seats.sold_seats(self._tx, self._station.tenant_id, performance_id)}
        for lease in there:
            if gone := spans(seats_of(lease.seats) - kept):
                yield SeatsReturned(lease.id, gone)
        if more := without(wanted, held):
            yield SeatsAccepted(SeatGrant(self._new("seats", performance_id), performance_id, more), FROM_A_FILE)

    def _places(self, show: Show, performance_id: PerformanceId) -> Iterator[RightsFact]:
        wanted = {each.zone_id: each.granted for each in show.allotments if each.performance_id == performance_id}
        there = [each for each in self._allotments if each.performance_id == performance_id]
        for zone_id in dict.fromkeys((*wanted, *(each.zone_id for each in there))):
            held = [each for each in there if each.zone_id == zone_id]
            sold = seats.sold(self._tx, self._station.holder, performance_id, zone_id).here
            more = max(wanted.get(zone_id, 0), sold) - sum(each.places for each in held)
            if more > 0:
                grant_id = self._new("places", performance_id, zone_id)
                yield PlacesAccepted(PlacesGrant(grant_id, performance_id, zone_id, more), FROM_A_FILE)
            else:
                yield from places_returned(held, -more)

    def _new(self, *path: object) -> GrantId:
        made, times = derived(self._station.id, *path), 1
        while made in self._known:  # the same thing was given before and given back
            times += 1
            made = derived(self._station.id, *path, times)
        self._known.add(made)
        return GrantId(made)


def places_returned(held: Sequence[Allotted], places: int) -> Iterator[PlacesReturned]:
    """So many places given back, from as few allotments as can be."""
    for each in reversed(held):
        part = min(places, each.places)
        if part > 0:
            yield PlacesReturned(each.id, part, each.returned + part)
            places -= part
