"""The seats chosen on the map: the state of the screen, and the cart with the chosen seats."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.catalogue.catalog import TicketType, ZoneKind
from domain.catalogue.seats import SeatState
from domain.ids import PerformanceId, SeatId
from domain.money.money import Money, total
from domain.sale.cart import Cart, CartLine
from pos_app.seat_plan import SeatLook, States
from pos_app.services.selling import seat_maps
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard, addable
from pos_app.services.selling.seat_maps import SeatMap
from pos_app.services.selling.type_prices import type_named
from pos_app.station import Station
from pos_app.ui.ticket_types import TypeChoices

_TO_CHOOSE = (SeatState.FREE, SeatState.AT_HQ)
_NEIGHBOURS = (1, -1, 2, -2, 3, -3)


@dataclass(frozen=True, slots=True)
class Warned:
    """The names of single seats that the choice would leave, and other seats for the same group that leave none."""

    alone: tuple[str, ...]
    instead: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """The seats picked on a map and not accepted yet, with the size of the group and the zone."""

    seats: tuple[SeatId, ...]
    group: int
    zone: int


@dataclass(frozen=True, slots=True, eq=False)
class SeatMapState:
    """What the seat map shows. `looks` are the states of all seats with the chosen ones marked."""

    card: PerformanceCard | None = None
    map: SeatMap | None = None
    looks: States | None = None
    chosen: tuple[SeatId, ...] = ()
    group: int = 2
    zone: int = 0
    cursor: SeatId | None = None
    warned: Warned | None = None
    types: TypeChoices | None = None
    """The list of ticket types while it is open."""
    busy: bool = False
    is_unfinished: bool = False
    """Whether the chosen seats were left here without being accepted, and shown again."""

    @property
    def zones(self) -> tuple[ZoneCard, ...]:
        """The zones with seats, in the order of the plan, with what can be added to the chosen seats."""
        if self.card is None or self.map is None:
            return ()
        chosen = Counter(self.map.zone_ids[self.map.plan.price_of(seat).zone] for seat in self.chosen)
        return tuple(card for card in addable(self.card, chosen).zones if card.zone.kind is ZoneKind.NUMBERED)

    @property
    def ticket_type(self) -> TicketType | None:
        """The type of the tickets for the chosen seats, for which the map has its prices."""
        return self.map.priced_by.ticket_type if self.map else None

    @property
    def performance_id(self) -> PerformanceId:
        """The performance whose seats these are."""
        assert self.card is not None
        return self.card.performance.id

    def name(self, seat: SeatId) -> str:
        """C-12."""
        return self.names([seat])[0]

    def names(self, seats: Sequence[SeatId]) -> tuple[str, ...]:
        """C-12, C-13."""
        labels = (self.map.plan.label_of(seat) for seat in seats) if self.map else ()
        return tuple(f"{label.row}-{label.number}" for label in labels)

    def free_beside(self, seat: SeatId) -> str:
        """The name of a free seat in the same row within three places; empty without one."""
        assert self.map is not None
        plan, states = self.map.plan, self.map.states
        for step in _NEIGHBOURS:
            other = SeatId(seat + step)
            if 0 <= other < len(plan) and plan.row[other] == plan.row[seat] and states[other] == SeatState.FREE:
                return self.name(other)
        return ""

    @property
    def has_seats_to_choose(self) -> bool:
        """Whether this station may sell a seat of the performance, its own or one that HQ grants on request."""
        return self.map is not None and bool(np.isin(self.map.states, _TO_CHOOSE).any())

    @property
    def price(self) -> Money | None:
        """The price of the chosen seats for `ticket_type`, with fees and taxes; None without chosen seats."""
        if not self.chosen or not self.map:
            return None
        amounts = [self.map.plan.price_of(seat).amount for seat in self.chosen]
        return total(amounts, amounts[0].currency)


def looks_of(map_: SeatMap | None, chosen: Sequence[SeatId]) -> States | None:
    """The states of all seats with the chosen ones marked."""
    if map_ is None:
        return None
    looks = map_.states.copy()
    looks[list(chosen)] = SeatLook.IN_CART
    return looks


def seats_in(cart: Cart, performance_id: PerformanceId) -> dict[SeatId, CartLine]:
    """The numbered seats of a performance in a cart, in their order."""
    lines = (line for line in cart.lines if line.performance_id == performance_id)
    return {line.seat_id: line for line in lines if line.seat_id is not None}


def seats_kept(cart: Cart, state: SeatMapState, proposed: frozenset[SeatId]) -> tuple[SeatId, ...]:
    """The chosen seats without those that were only proposed and are not in the cart."""
    of_cart = seats_in(cart, state.performance_id)
    return tuple(seat for seat in state.chosen if seat in of_cart or seat not in proposed)


def cart_with_seats(cart: Cart, state: SeatMapState, for_type: str) -> Cart:
    """The cart with the chosen seats as its seats of this performance, of the ticket type of this name.

    A seat that it had keeps its ticket type.
    """
    assert state.card is not None
    assert state.map is not None
    performance_id, plan, zone_ids = state.performance_id, state.map.plan, state.map.zone_ids
    before = seats_in(cart, performance_id)
    wanted = type_named(state.card.ticket_types, for_type).id
    seats = [
        before.get(seat) or CartLine(performance_id, zone_ids[plan.price_of(seat).zone], wanted, 1, seat)
        for seat in state.chosen
    ]
    others = [line for line in cart.lines if line not in before.values()]
    return replace(cart, lines=(*others, *seats))


def look_for_orphans(station: Station, state: SeatMapState) -> Warned | None:
    """A warning when the choice leaves a single seat and the same group could sit in the zone without leaving one.

    The rule is that of seats.io: a warning without an alternative would only stop the sale.
    """
    assert state.map is not None
    performance_id = state.performance_id
    plan, zone_ids = state.map.plan, state.map.zone_ids
    zones = {zone_ids[plan.price_of(seat).zone] for seat in state.chosen}
    chosen = frozenset(state.chosen)
    alone = [name for zone in zones for name in seat_maps.orphans(station, performance_id, zone, chosen)]
    if not alone or len(zones) > 1:
        return None
    zone = zones.pop()
    instead = seat_maps.best_seats(station, performance_id, zone, len(chosen), frozenset())
    if not instead or seat_maps.orphans(station, performance_id, zone, frozenset(instead)):
        return None
    return Warned(tuple(alone), instead)
