"""The rights that set-up files give to their station, as the facts that accept and return the difference.

A sold or held seat or place is never returned, and a number is never given twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.catalogue.pricing import turn_share
from domain.ids import PerformanceId
from domain.rights import GrantId, PlacesGrant, SeatGrant, SeatSpan, TurnsGrant, merged_spans, seats_of, spans, without
from pos_app.station import Station
from pos_app.storage.catalogue import numbers, rights, seats, turns
from pos_app.storage.catalogue.rights import Allotted
from pos_app.storage.sales import holds
from sync.facts import NumbersAccepted, PlacesAccepted, PlacesReturned, SeatsAccepted, SeatsReturned, TurnsAccepted
from sync.setup import Setup
from sync.setup.names import derived
from sync.setup.numbering import rest
from sync.setup.shows import Show
from sync.tables.transaction import Tx

RightsFact = NumbersAccepted | SeatsAccepted | SeatsReturned | PlacesAccepted | PlacesReturned | TurnsAccepted
FROM_A_FILE = ""
"""The certificate of a right that HQ did not seal."""


def rights_given(tx: Tx, station: Station, setup: Setup) -> tuple[RightsFact, ...]:
    """The facts after which the station holds the rights in the files; none when it holds them already."""
    return tuple(_Loading(tx, station).all_of(setup))


class _Loading:
    """One loading: the rights held before it, and grant ids derived from the names in the files."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._tx = tx
        self._station = station
        self._known = set(rights.known(tx, station.tenant_id))
        self._leases = rights.leases(tx, station.holder)
        self._allotments = rights.allotments(tx, station.holder)
        self._turn_leases = turns.leases(tx, station.holder)

    def all_of(self, setup: Setup) -> Iterator[RightsFact]:
        blocks = numbers.blocks(self._tx, self._station.tenant_id, self._station.id)
        for block in setup.blocks:
            more = rest(block, blocks)
            if more is not None:
                yield NumbersAccepted(replace(more, id=self._new("numbers", more.series, more.first)), FROM_A_FILE)
        for show in setup.shows:
            for performance in show.performances:
                yield from self._seats(show, performance.id)
                yield from self._places(show, performance.id)
                yield from self._turns(show, performance.id)

    def _seats(self, show: Show, performance_id: PerformanceId) -> Iterator[RightsFact]:
        wanted = merged_spans(
            span for lease in show.leases if lease.performance_id == performance_id for span in lease.seats
        )
        leases = [lease for lease in self._leases if lease.performance_id == performance_id]
        held = merged_spans(span for lease in leases for span in lease.seats)
        if wanted == held:
            return
        sold = seats.sold_seats(self._tx, self._station.tenant_id, performance_id)
        kept = {*seats_of(wanted), *sold, *holds.held_seats(self._tx, self._station.holder, performance_id)}
        for lease in leases:
            if gone := spans(seats_of(lease.seats) - kept):
                yield SeatsReturned(lease.id, gone)
        if more := without(wanted, held):
            yield SeatsAccepted(SeatGrant(self._new("seats", performance_id), performance_id, more), FROM_A_FILE)

    def _places(self, show: Show, performance_id: PerformanceId) -> Iterator[RightsFact]:
        wanted = {a.zone_id: a.granted for a in show.allotments if a.performance_id == performance_id}
        allotments = [a for a in self._allotments if a.performance_id == performance_id]
        for zone_id in dict.fromkeys((*wanted, *(a.zone_id for a in allotments))):
            held = [a for a in allotments if a.zone_id == zone_id]
            sold = seats.sold(self._tx, self._station.holder, performance_id, zone_id).here
            kept = sold + holds.held_places(self._tx, self._station.holder, (performance_id, zone_id))
            more = max(wanted.get(zone_id, 0), kept) - sum(a.places for a in held)
            if more > 0:
                grant_id = self._new("places", performance_id, zone_id)
                yield PlacesAccepted(PlacesGrant(grant_id, performance_id, zone_id, more), FROM_A_FILE)
            else:
                yield from places_returned(held, -more)

    def _turns(self, show: Show, performance_id: PerformanceId) -> Iterator[RightsFact]:
        """The part of each zone's turns that belongs to the seats or places in the files. Held turns stay."""
        places = dict(show.shares)
        for zone in show.zones:
            share = turn_share((stage.up_to_sold for stage in zone.stages), places.get(zone.id, 0), zone.capacity)
            wanted = merged_spans(SeatSpan(turns[0], turns[count - 1]) for turns, count in share if count)
            place = (performance_id, zone.id)
            held = (span for lease in self._turn_leases if lease.place == place for span in lease.turns)
            if more := without(wanted, held):
                yield TurnsAccepted(TurnsGrant(self._new("turns", *place), *place, more), FROM_A_FILE)

    def _new(self, *path: object) -> GrantId:
        made, times = derived(self._station.id, *path), 1
        while made in self._known:  # the same right was given before and returned; a grant id is used once
            times += 1
            made = derived(self._station.id, *path, times)
        self._known.add(made)
        return GrantId(made)


def places_returned(held: Sequence[Allotted], places: int) -> Iterator[PlacesReturned]:
    """The facts that return a number of places, the last allotment first."""
    for allotment in reversed(held):
        part = min(places, allotment.places)
        if part > 0:
            yield PlacesReturned(allotment.id, part, allotment.returned + part)
            places -= part
