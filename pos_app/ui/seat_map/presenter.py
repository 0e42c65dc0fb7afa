"""What can be done on the seat map: choose seats, find the best, be warned of seats left alone, take them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.ids import PerformanceId, SeatId
from domain.sale.cart import MOST_TICKETS_A_SALE, TooManyTickets
from pos_app.seat_plan import States
from pos_app.services.rights import ask_rights
from pos_app.services.selling import browsing, seat_maps
from pos_app.services.selling.browsing import PerformanceCard
from pos_app.services.selling.seat_maps import SeatMap
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter, Place, PricedCart, price_and_keep
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.seat_map.chosen_seats import (
    SeatMapState,
    Warned,
    cart_with_seats,
    look_for_orphans,
    looks_of,
    seats_in,
)
from pos_app.ui.wording import Message


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    card: PerformanceCard
    map: SeatMap


class SeatMapPresenter(Presenter[SeatMapState]):
    """Seats are only looked at here; they are taken when the cart with them was priced and kept."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(SeatMapState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._offered: frozenset[SeatId] = frozenset()

    def enter(self) -> None:
        """Show the performance that is looked at, with the cart's seats chosen."""
        place = self._counter.looked_at
        assert place is not None
        chosen = tuple(seats_in(self._counter.cart, place.performance_id))
        self.state = SeatMapState(group=self.state.group, chosen=chosen)
        self.show(busy=True)
        self._run(partial(_look, self._station, place.performance_id), partial(self._found, place), self._failed)

    def choose(self, seat: SeatId) -> None:
        """A free seat is chosen, a chosen one let go, another's asked for; of any other it is said why not."""
        state = self.state
        if state.map is None or state.busy:
            return
        now = SeatState(int(state.map.states[seat]))
        self._frame.hush()
        self._offered = frozenset()
        if seat in state.chosen:
            self._choose(tuple(each for each in state.chosen if each != seat))
        elif now is SeatState.ELSEWHERE and self._station.hq is not None:
            self._ask(seat)
        elif now is not SeatState.FREE:
            self._failed(SeatNotFree(state.name(seat), now, state.free_beside(seat)))
        elif len(state.chosen) >= MOST_TICKETS_A_SALE:
            self._failed(TooManyTickets(MOST_TICKETS_A_SALE))
        else:
            self._choose((*state.chosen, seat))

    def drop_last(self) -> None:
        self._choose(self.state.chosen[:-1])

    def more(self, step: int) -> None:
        """Another size of the group that looks for seats."""
        self.show(group=max(1, min(self.state.group + step, MOST_TICKETS_A_SALE)), warned=None)

    def next_zone(self) -> None:
        self.show_zone((self.state.zone + 1) % max(len(self.state.zones), 1))

    def show_zone(self, zone: int) -> None:
        """Look in another zone: the cursor goes to its best seat."""
        if self.state.map is None or not 0 <= zone < len(self.state.zones):
            return
        self.show(zone=zone, warned=None)
        self._offered = frozenset()
        self._point_at_best()

    def choose_best(self) -> None:
        """M: the best seats together in this zone for a group; again, the next best."""
        if self.state.map is not None and not self.state.busy:
            self._frame.hush()
            self._find_best(self.state.group, self._offered, self._take_best)

    def accept(self) -> None:
        """F12: take the seats, unless they would leave another one alone for no need."""
        state = self.state
        if state.map is None or state.busy:
            return
        self.show(busy=True, warned=None)
        self._run(partial(look_for_orphans, self._station, state), self._looked_for_orphans, self._failed)

    def take_instead(self) -> None:
        """Enter after a warning: the seats that leave none alone."""
        if self.state.warned:
            self._choose(self.state.warned.instead)

    def accept_anyway(self) -> None:
        """S after a warning."""
        if self.state.warned:
            self.show(warned=None)
            self._take()

    def step_back(self) -> None:
        """Esc: first the warning, then back to the sale with the cart as it was."""
        if self.state.warned:
            self.show(warned=None)
        else:
            self._frame.go(ScreenName.SELL)

    def _ask(self, seat: SeatId) -> None:
        def given(states: States) -> None:
            self.show(busy=False)
            self._show_states(states, (*self.state.chosen, seat))

        self.show(busy=True)
        self._run(partial(ask_for, self._station, self.state.performance_id, seat), given, self._failed)

    def _found(self, place: Place, found: _Found) -> None:
        chosen = tuple(seat for seat in self.state.chosen if found.map.states[seat] == SeatState.FREE)
        zones = found.map.zone_ids
        zone = zones.index(place.zone_id) if place.zone_id in zones else 0
        self.show(card=found.card, map=found.map, zone=zone, busy=False)
        self._choose(chosen)
        if not chosen:
            self._point_at_best()

    def _choose(self, chosen: tuple[SeatId, ...]) -> None:
        cursor = chosen[-1] if chosen else self.state.cursor
        self.show(chosen=chosen, looks=looks_of(self.state.map, chosen), warned=None, cursor=cursor)

    def _find_best(self, count: int, taken: frozenset[SeatId], then: Callable[[tuple[SeatId, ...]], None]) -> None:
        best = partial(best_of, self._station, self.state)
        self._run(lambda: best(count, taken) or best(count, frozenset()), then, self._failed)

    def _take_best(self, seats: tuple[SeatId, ...]) -> None:
        if seats:
            self._offered = self._offered | set(seats) if not self._offered & set(seats) else frozenset(seats)
            self._choose(seats)
        else:
            self._frame.say(none_together(self.state), Tone.ATTENTION)

    def _point_at_best(self) -> None:
        self._find_best(1, frozenset(), lambda seats: self.show(cursor=seats[0] if seats else None))

    def _looked_for_orphans(self, warned: Warned | None) -> None:
        self.show(busy=False, warned=warned)
        if warned is None:
            self._take()

    def _take(self) -> None:
        cart = cart_with_seats(self._counter.cart, self.state)

        def kept(priced: PricedCart | None) -> None:
            self._counter.put(cart, priced)
            self._frame.go(ScreenName.SELL)

        self.show(busy=True)
        self._run(partial(price_and_keep, self._station, self._frame.cashier, cart), kept, self._not_taken)

    def _not_taken(self, error: Exception) -> None:
        """Somebody was faster: say it and show how the seats are now."""
        self._failed(error)
        look = partial(seat_maps.seat_states, self._station, self.state.performance_id)
        self._run(look, self._show_states, self._failed)

    def _show_states(self, states: States, chosen: tuple[SeatId, ...] = ()) -> None:
        assert self.state.map is not None
        self.show(map=replace(self.state.map, states=states))
        self._choose(tuple(seat for seat in chosen or self.state.chosen if states[seat] == SeatState.FREE))

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.say(wording.say(error))


def best_of(station: Station, state: SeatMapState, count: int, taken: frozenset[SeatId]) -> tuple[SeatId, ...]:
    """The best seats of the zone that is looked at."""
    assert state.map is not None
    return seat_maps.best_seats(station, state.performance_id, state.map.zone_ids[state.zone], count, taken)


def none_together(state: SeatMapState) -> Message:
    """That the zone has no such group left."""
    zone = state.zones[state.zone].zone.name
    return Message("", wording.text("seat_map.none_together", group=state.group, zone=zone), "", "")


def ask_for(station: Station, performance_id: PerformanceId, seat: SeatId) -> States:
    """Have HQ grant a seat, and look at all of them again. Raises what asking raises."""
    assert station.hq is not None
    ask_rights.ask_seats(station, station.hq, performance_id, [seat])
    return seat_maps.seat_states(station, performance_id)


def _look(station: Station, performance_id: PerformanceId) -> _Found:
    card = next(each for each in browsing.performances(station) if each.performance.id == performance_id)
    return _Found(card, seat_maps.seat_map(station, performance_id))
