"""What this station may sell of a zone now, what HQ grants on request, and whether the zone is gone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.catalogue.catalog import Zone, ZoneKind
from domain.catalogue.offering import Offering
from domain.rights import SeatSpan, covers_seat, merged_spans
from pos_app.services.rights import link_state
from pos_app.services.selling.choosing import places_left
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere, seats
from pos_app.storage.sales import holds
from pos_app.storage.store import sync_state
from sync.tables.transaction import Tx


class SupplyState(StrEnum):
    """Where the next ticket of a zone comes from."""

    HERE = "here"
    """This station holds a right to it."""
    AT_HQ = "at_hq"
    """HQ answers, and grants it when it is chosen."""
    IN_CART = "in_cart"
    """The cart has the last ones that this station may sell."""
    ELSEWHERE = "elsewhere"
    """Not from here now: other stations hold what is unsold, or HQ does not answer."""
    GONE = "gone"
    """Every place of the house is sold or withheld."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Tickets of a zone that this station may sell, and those that HQ grants on request.

    `at_hq` is None while HQ answers and has not reported the zone yet; 0 while it does not answer. `silent_since` is
    the last contact with an HQ that does not answer.
    """

    here: int
    at_hq: int | None
    state: SupplyState
    silent_since: datetime | None = None

    def less(self, in_cart: int) -> "Supply":
        """What can still be added to a cart with so many tickets of the zone: those are neither free nor sold."""
        if not in_cart or self.state is not SupplyState.HERE:
            return self
        here = max(self.here - in_cart, 0)
        after = SupplyState.IN_CART if self.at_hq == 0 else SupplyState.AT_HQ
        return replace(self, here=here, state=self.state if here else after)


def supplies(tx: Tx, station: Station, offering: Offering) -> tuple[Supply, ...]:
    """The supply of each zone of a performance, in the order of the offering."""
    state = link_state.state_now(tx, station)
    link, is_online = sync_state.link(tx), state.answers
    silent_since = link.contact_at if link and not is_online else None
    house = _House(tx, station, offering, is_online=is_online)
    return tuple(house.supply(zone, silent_since) for zone in offering.zones)


class _House:
    """The rights and the reports of one performance, read once for all of its zones."""

    def __init__(self, tx: Tx, station: Station, offering: Offering, *, is_online: bool) -> None:
        self._tx, self._station, self._offering, self._is_online = tx, station, offering, is_online
        self._counts = elsewhere.zones(tx, offering.performance.id)
        self._report = elsewhere.report(tx, offering.performance.id)
        self._rights = station.catalogue.seat_rights(tx, offering.performance.id)
        self._held = holds.held_seats(tx, station.holder, offering.performance.id)
        self._section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no

    def supply(self, zone: Zone, silent_since: datetime | None) -> Supply:
        """The supply of one zone."""
        is_general = zone.kind is ZoneKind.GENERAL
        here = self._places_here(zone) if is_general else self._seats_here(zone)
        at_hq: int | None = 0
        if self._is_online:
            at_hq = self._places_at_hq(zone) if is_general else self._seats_at_hq(zone)
        return Supply(here, at_hq, self._state(zone, here, at_hq), silent_since)

    def _state(self, zone: Zone, here: int, at_hq: int | None) -> SupplyState:
        if here:
            return SupplyState.HERE
        if self._sold(zone) + self._withheld(zone) >= zone.capacity:
            return SupplyState.GONE
        return SupplyState.ELSEWHERE if at_hq == 0 else SupplyState.AT_HQ

    def _places_here(self, zone: Zone) -> int:
        return max(places_left(self._tx, self._station, self._offering.performance.id, zone), 0)

    def _seats_here(self, zone: Zone) -> int:
        sold = seats.sold(self._tx, self._station.holder, self._offering.performance.id, zone.id).here
        held = self._in_zone(zone, self._rights.leased)
        withheld = sum(covers_seat(self._rights.leased, seat) for seat in self._withheld_of(zone))
        kept = sum(self._section_no[seat] in zone.section_nos for seat in self._held)
        return max(held - sold - withheld - kept, 0)

    def _places_at_hq(self, zone: Zone) -> int | None:
        count = self._counts.get(zone.id)
        return count.places if count else None

    def _seats_at_hq(self, zone: Zone) -> int | None:
        if self._report is None:
            return None
        withheld = (SeatSpan(seat, seat) for seat in self._rights.withheld)
        taken = merged_spans((*self._report.sold, *self._report.granted, *self._rights.leased, *withheld))
        return zone.capacity - self._in_zone(zone, taken)

    def _sold(self, zone: Zone) -> int:
        """Tickets that are sold of the zone, as far as this station knows."""
        count = self._counts.get(zone.id)
        here = seats.sold(self._tx, self._station.holder, self._offering.performance.id, zone.id).in_all
        return max(here, count.sold if count else 0)

    def _withheld(self, zone: Zone) -> int:
        return len(self._withheld_of(zone))

    def _withheld_of(self, zone: Zone) -> list[int]:
        in_plan = range(len(self._section_no))
        return [
            seat
            for seat in self._rights.withheld
            if seat in in_plan and self._section_no[seat] in zone.section_nos
        ]  # fmt: skip

    def _in_zone(self, zone: Zone, held: Iterable[SeatSpan]) -> int:
        by_section: Counter[int] = Counter()
        for span in held:
            by_section.update(self._section_no[span.first : span.last + 1])
        return sum(by_section[section_no] for section_no in zone.section_nos)
