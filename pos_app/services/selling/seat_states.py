"""The present state of each seat of a performance: sold, withheld, held by this station, granted by HQ, or neither."""

import numpy as np

from domain.catalogue.catalog import PlanSeats, Zone, ZoneKind
from domain.catalogue.offering import Offering
from domain.catalogue.seats import SeatState
from domain.ids import SeatId
from pos_app.seat_plan import States
from pos_app.services.rights import link_state
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere, seats
from sync.tables.transaction import Tx


def numbered(offering: Offering) -> tuple[Zone, ...]:
    """The zones on sale whose tickets have a seat."""
    return tuple(zone for zone in offering.zones if zone.kind is ZoneKind.NUMBERED and zone.is_active)


def states_now(tx: Tx, station: Station, offering: Offering, columns: PlanSeats) -> States:
    """The state of each seat. Each step overwrites the ones before: HQ's, held here, withheld, sold."""
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
    states[seats.sold_seats(tx, station.tenant_id, offering.performance.id)] = SeatState.SOLD
    return states


def sellable_now(tx: Tx, station: Station, offering: Offering) -> frozenset[SeatId]:
    """The seats that this station may sell now, its own and those that HQ grants on request."""
    states = states_now(tx, station, offering, station.catalogue.plan_seats(tx, offering.venue.id))
    return frozenset(SeatId(int(i)) for i in np.flatnonzero(np.isin(states, (SeatState.FREE, SeatState.AT_HQ))))
