"""The best seats for a group: this station's own, or else with seats that HQ grants for it."""

from dataclasses import dataclass

from domain.errors import Refused, Unavailable
from domain.ids import PerformanceId, SeatId, ZoneId
from pos_app.services.rights import ask_rights, house, link_state
from pos_app.services.selling.seat_maps import Hall
from pos_app.station import Station
from sync.line.hq_errors import RightsTaken

_ATTEMPTS = 2
"""Another station may be granted a seat between HQ's report and the request; the second report shows it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Who wants to sit in a zone: how many, which seats were offered before, and which the cart has already."""

    performance_id: PerformanceId
    zone_id: ZoneId
    count: int
    offered: frozenset[SeatId] = frozenset()
    in_cart: frozenset[SeatId] = frozenset()


@dataclass(frozen=True, slots=True)
class Offered:
    """Seats for a group; empty when there are none. `unsold`: seats of the zone not sold, withheld or in the cart."""

    seats: tuple[SeatId, ...]
    unsold: int
    asked_hq: bool = False


def find(station: Station, group: Group) -> Offered:
    """The best seats side by side that this station holds; without any, the best with seats of HQ, which it requests.

    Seats that were offered before come last. An HQ that does not answer leaves this station's own seats.
    """
    hall = Hall(station, group.performance_id, group.zone_id)
    own, unsold = hall.best(group.count, group.offered | group.in_cart), hall.unsold(group.in_cart)
    if own and hall.are_together(own):
        return Offered(own, unsold)
    asked = station.hq is not None and link_state.is_online(station)
    if asked and (with_hq := _with_hq(station, group, own)):
        return Offered(with_hq, unsold, asked_hq=True)
    return Offered(own or hall.best(group.count, group.in_cart), unsold, asked_hq=asked)


def _with_hq(station: Station, group: Group, own: tuple[SeatId, ...]) -> tuple[SeatId, ...]:
    """Seats that fit better than `own`, after HQ granted those of them that are its; empty without any."""
    for _ in range(_ATTEMPTS):
        try:
            return _granted(station, group, own)
        except RightsTaken:
            continue
        except (Refused, Unavailable):
            break
    return ()


def _granted(station: Station, group: Group, own: tuple[SeatId, ...]) -> tuple[SeatId, ...]:
    assert station.hq is not None
    house.fetch(station, station.hq, group.performance_id)
    hall = Hall(station, group.performance_id, group.zone_id)
    best = hall.best(group.count, group.offered | group.in_cart, of_hq_too=True)
    if own and not hall.are_together(best):
        return ()
    if wanted := hall.at_hq(best):
        ask_rights.ask_seats(station, station.hq, group.performance_id, wanted)
    return best
