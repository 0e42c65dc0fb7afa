"""The present state of each seat of a performance: sold, withheld, held by this station, granted by HQ, or neither."""

from collections.abc import Iterable

import numpy as np

from domain.catalogue.catalog import PlanSeats, Zone, ZoneKind
from domain.catalogue.offering import Offering
from domain.catalogue.seats import SeatState
from domain.ids import HoldId, SeatId
from pos_app.seat_plan import States
from pos_app.services.rights import link_state
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere, seats
from pos_app.storage.sales import holds
from sync.tables.transaction import Tx


def numbered(offering: Offering) -> tuple[Zone, ...]:
    """The zones on sale whose tickets have a seat."""
    return tuple(zone for zone in offering.zones if zone.kind is ZoneKind.NUMBERED and zone.is_active)


def states_now(
    tx: Tx, station: Station, offering: Offering, columns: PlanSeats, of_hold: HoldId | None = None
) -> States:  # fmt: skip
    """The state of each seat. Each step overwrites the ones before: HQ's, granted here, withheld or kept, sold.

    The seats of `of_hold`, the hold that is sold, are not kept from its own cart.
    """
    rights = station.catalogue.seat_rights(tx, offering.performance.id)
    sellable = {section_no for zone in numbered(offering) for section_no in zone.section_nos}
    states = np.full(len(columns), SeatState.ELSEWHERE, dtype=np.uint8)
    report = elsewhere.report(tx, offering.performance.id)
    if report is not None and link_state.state_now(tx, station).answers:
        states[:] = SeatState.AT_HQ
        for span in report.granted:
            states[span.first : span.last + 1] = SeatState.ELSEWHERE
    for span in rights.leased:
        states[span.first : span.last + 1] = SeatState.FREE
    states[~np.isin(np.asarray(columns.section_no, dtype=np.intp), list(sellable))] = SeatState.ELSEWHERE
    for span in report.sold if report else ():
        # A seat that this station holds stays FREE, whatever HQ reports: only its own journal decides about it.
        reported = states[span.first : span.last + 1]
        reported[reported != SeatState.FREE] = SeatState.SOLD
    for seat_id, state in rights.withheld.items():
        states[seat_id] = state
    states[holds.held_seats(tx, station.holder, offering.performance.id, of_hold)] = SeatState.HELD
    states[seats.sold_seats(tx, station.tenant_id, offering.performance.id)] = SeatState.SOLD
    return states


class Sellable:
    """Which seats of a performance this station may sell now, its own and those that HQ grants on request.

    The states are read when they are first needed, and once for all zones.
    """

    def __init__(self, tx: Tx, station: Station, offering: Offering) -> None:
        self._tx, self._station, self._offering = tx, station, offering
        self._by_seat: bytes | None = None

    def any_of(self, seats: Iterable[SeatId]) -> bool:
        """Whether one of the seats can be sold."""
        if self._by_seat is None:
            columns = self._station.catalogue.plan_seats(self._tx, self._offering.venue.id)
            states = states_now(self._tx, self._station, self._offering, columns)
            self._by_seat = np.isin(states, (SeatState.FREE, SeatState.AT_HQ)).tobytes()
        by_seat = self._by_seat
        return any(by_seat[seat] for seat in seats)
