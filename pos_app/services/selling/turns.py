"""The turns of a cart's tickets in the order of sale of their zones, which decide the price stage.

A zone has turns when one of its price stages ends after a number of tickets. This station uses the turns that it holds,
the lowest first; a ticket without one has the price after those stages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.catalogue.catalog import Zone
from domain.catalogue.pricing import turns_of
from domain.ids import PerformanceId, ZoneId
from domain.sale.cart import Cart
from domain.sale.sale import PricedTicket
from pos_app.services.rights import link_state
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere
from pos_app.storage.catalogue import turns as stored
from sync.tables.transaction import Tx

_Place = tuple[PerformanceId, ZoneId]


@dataclass(frozen=True, slots=True)
class MissingTurns:
    """Tickets of a cart in one zone for which this station holds no turn, while HQ may have some."""

    place: _Place
    count: int


class Turns:
    """Gives each ticket of one cart its turn."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._tx, self._station = tx, station
        self._left: dict[_Place, Iterator[int]] = {}

    def take(self, performance_id: PerformanceId, zone: Zone) -> int | None:
        """The next turn that this station holds; None without any."""
        if not turns_of(zone):
            return None
        place = (performance_id, zone.id)
        if place not in self._left:
            self._left[place] = iter(stored.unused(self._tx, self._station.holder, *place))
        return next(self._left[place], None)


def recorded_turns(tickets: Sequence[PricedTicket]) -> tuple[int | None, ...]:
    """The turns of tickets as a sale records them: empty when no ticket has one."""
    turns = tuple(ticket.turn for ticket in tickets)
    return turns if any(turn is not None for turn in turns) else ()


def recorded_stage_ends(tickets: Sequence[PricedTicket]) -> tuple[int | None, ...]:
    """The turn that each ticket's stage ends at, as a sale records them: empty when no ticket has a stage."""
    if all(ticket.stage is None for ticket in tickets):
        return ()
    return tuple(ticket.stage.up_to_sold if ticket.stage else None for ticket in tickets)


def next_turn(tx: Tx, station: Station, performance_id: PerformanceId, zone: Zone) -> int | None:
    """The turn of the next ticket: this station's, or else HQ's while it answers."""
    own = Turns(tx, station).take(performance_id, zone)
    if own is not None or not turns_of(zone) or not link_state.state_now(tx, station).answers:
        return own
    count = elsewhere.zones(tx, performance_id).get(zone.id)
    return count.turn if count else None


def missing_turns(station: Station, cart: Cart) -> tuple[MissingTurns, ...]:
    """For each zone of a cart: the tickets without a turn, unless HQ reported that it has none left."""
    wanted: dict[_Place, int] = {}
    for line in cart.lines:
        place = (line.performance_id, line.zone_id)
        wanted[place] = wanted.get(place, 0) + line.quantity
    missing = []
    with station.database.read() as tx:
        for place, tickets in wanted.items():
            zone = station.catalogue.offering(tx, place[0]).zone(place[1])
            short = tickets - len(stored.unused(tx, station.holder, *place)) if turns_of(zone) else 0
            count = elsewhere.zones(tx, place[0]).get(zone.id)
            if short > 0 and (count is None or count.turn is not None):
                missing.append(MissingTurns(place, short))
    return tuple(missing)
