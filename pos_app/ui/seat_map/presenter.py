"""The actions of the seat map: choose seats, find the best ones, warn of single seats, put seats into the cart."""

from contextlib import suppress
from functools import partial

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.errors import Refused, Unavailable
from domain.ids import HoldId, PerformanceId, SeatId
from domain.sale.cart import MOST_TICKETS_A_SALE, TooManyTickets
from pos_app.seat_plan import States
from pos_app.services.rights import ask_rights, house, link_state
from pos_app.services.selling import browsing, group_seats, seat_maps
from pos_app.services.selling.group_seats import Group, Offered
from pos_app.services.selling.seat_maps import Hall
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import MapTarget
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.seat_map.chosen_seats import (
    SeatMapState,
    seats_kept,
)
from pos_app.ui.seat_map.followed_map import ReadMap
from pos_app.ui.seat_map.kept_map import KeptMap
from pos_app.ui.wording import Message


class SeatMapPresenter(KeptMap):
    """Chooses seats. The station takes them only when the cart with them is priced and stored."""

    def enter(self) -> None:
        """Show the performance that the counter names, with the cart's seats chosen.

        Seats that were picked for this cart and not accepted, before Esc or another screen, are chosen still.
        """
        place = self._counter.looked_at
        assert place is not None
        zone = self._begin_with_left(place.performance_id)
        self.show(busy=True)
        read = partial(_read, self._station, place.performance_id, *self._shown_for)
        self._run(read, partial(self._show_map, place, zone), self._failed)

    def choose(self, seat: SeatId) -> None:
        """Choose a free seat, let a chosen one go, request another station's from HQ, or show why it cannot be sold."""
        state = self.state
        if state.map is None or state.busy:
            return
        now = SeatState(int(state.map.states[seat]))
        self._frame.clear_message()
        self._offered = self._proposed = frozenset()
        if seat in state.chosen:
            self._choose(tuple(other for other in state.chosen if other != seat))
        elif now in {SeatState.AT_HQ, SeatState.ELSEWHERE} and self._station.hq is not None:
            self._request(seat)
        elif now is not SeatState.FREE:
            self._failed(SeatNotFree(state.name(seat), now, state.free_beside(seat)))
        elif len(state.chosen) >= MOST_TICKETS_A_SALE:
            self._failed(TooManyTickets(MOST_TICKETS_A_SALE))
        else:
            self._choose((*state.chosen, seat))

    def more(self, step: int) -> None:
        """Change the size of the group for `choose_best`."""
        self.show(group=max(1, min(self.state.group + step, MOST_TICKETS_A_SALE)), warned=None)
        if self.state.map is not None:
            self._remember()

    def next_zone(self) -> None:
        self.show_zone((self.state.zone + 1) % max(len(self.state.zones), 1))

    def show_zone(self, zone: int) -> None:
        """Select a zone for `choose_best` and move the cursor to its best seat."""
        if self.state.map is None or not 0 <= zone < len(self.state.zones):
            return
        self.show(zone=zone, warned=None)
        self._remember()
        self._offered = frozenset()
        self._point_at_best()

    def choose_best(self) -> None:
        """F5: choose the best adjacent seats of the zone for the group; pressed again, the next best.

        Only the seats of the F5 before give way: those of the cart and those chosen by hand stay chosen. Where this
        station has none side by side, HQ is asked for them.
        """
        if self.state.map is None or self.state.busy:
            return
        self._frame.clear_message()
        kept = self._kept()
        if len(kept) + self.state.group > MOST_TICKETS_A_SALE:
            self._failed(TooManyTickets(MOST_TICKETS_A_SALE))
            return
        self.show(busy=True)
        self._frame.hold_keys()
        find = partial(_find, self._station, self.state, self._offered, frozenset(kept), self._counter.cart.hold_id)
        self._run(find, self._take_best, self._failed)

    def step_back(self) -> None:
        """Esc: close the list of types or the warning; without one, return to the sale with the cart unchanged.

        Seats that are chosen and not accepted wait on the map, and the sale says so.
        """
        if self.state.types or self.state.warned:
            self.show(types=None, warned=None)
            return
        left = self._left_behind()
        self._frame.go(ScreenName.SELL)
        self._show_left_behind(left)

    def _request(self, seat: SeatId) -> None:
        def granted(states: States) -> None:
            self.show(busy=False)
            self._show_states(states, (*self.state.chosen, seat))
            self._frame.press_keys()

        self.show(busy=True)
        self._frame.hold_keys()
        ask = partial(request_seat, self._station, self.state.performance_id, seat, self._counter.cart.hold_id)
        self._run(ask, granted, partial(self._not_granted, seat))

    def _not_granted(self, seat: SeatId, error: Exception) -> None:
        """Show that this seat cannot be chosen now, and which one can, when HQ does not answer."""
        if not isinstance(error, Unavailable):
            self._failed(error)
            return
        self._frame.drop_keys()
        self.show(busy=False)
        self._frame.show_message(hq_silent(self.state, seat, error))

    def _show_map(self, place: MapTarget, zone: int, read: ReadMap) -> None:
        if read.card is None:
            self._leave_gone()
            return
        chosen = tuple(seat for seat in self.state.chosen if read.map.states[seat] == SeatState.FREE)
        lost = [seat for seat in self.state.chosen if seat not in chosen]
        zones = read.map.zone_ids
        if not 0 <= zone < len(zones):
            zone = zones.index(place.zone_id) if place.zone_id in zones else 0
        self.show(card=read.card, map=read.map, zone=zone, busy=False)
        self._choose(chosen)
        if not chosen:
            self._point_at_best()
        if lost:
            self._failed(SeatNotFree(self.state.name(lost[0]), SeatState(int(read.map.states[lost[0]]))))

    def _take_best(self, offer: tuple[Offered, States]) -> None:
        best, states = offer
        self.show(busy=False)
        if best.seats:
            seats = frozenset(best.seats)
            self._offered = self._offered | seats if not self._offered & seats else seats
            kept, self._proposed = self._kept(), seats
            self._show_states(states, (*kept, *best.seats))
            self._frame.press_keys()
        else:
            self._frame.drop_keys()
            self._show_states(states)
            self._frame.show_message(none_together(self.state, best), Tone.ATTENTION)

    def _kept(self) -> tuple[SeatId, ...]:
        return seats_kept(self._counter.cart, self.state, self._proposed)

    def _point_at_best(self) -> None:
        """Move the cursor to the best seat, unless somebody moves it before that seat is known."""
        moves = self._cursor_moves

        def point(seats: tuple[SeatId, ...]) -> None:
            if moves == self._cursor_moves:
                self.show(cursor=seats[0] if seats else None)

        self._run(partial(best_of, self._station, self.state), point, self._failed)


def best_of(station: Station, state: SeatMapState) -> tuple[SeatId, ...]:
    """The best seat of the selected zone: this station's own, or else one that HQ grants on request."""
    assert state.map is not None
    hall = Hall(station, state.performance_id, state.map.zone_ids[state.zone])
    chosen = frozenset(state.chosen)
    return hall.best(1, chosen) or hall.best(1, chosen, of_hq_too=True)


def hq_silent(state: SeatMapState, seat: SeatId, error: Unavailable) -> Message:
    """The message that a seat of HQ cannot be chosen while HQ does not answer, with a free seat near it."""
    silence, beside = wording.error_message(error), state.free_beside(seat)
    what = wording.text("seat_map.silent.what", seat=state.name(seat))
    todo = wording.text("seat_map.silent.beside", seat=beside) if beside else wording.text("seat_map.silent.todo")
    return Message(silence.code, what, silence.what, todo)


def none_together(state: SeatMapState, offer: Offered) -> Message:
    """The message that no seats were found for the group: in the house, at HQ either, or at this station."""
    card = state.zones[state.zone]
    where = "gone" if offer.unsold < state.group else "at_hq_either" if offer.asked_hq else "here"
    what = wording.text(f"seat_map.none.{where}", group=state.group, zone=card.zone.name)
    since = card.supply.silent_since if where == "here" else None
    safe = wording.text("seat_map.none.silent", time=wording.time(since)) if since else ""
    return Message("", what, safe, wording.text("seat_map.none.todo"))


def _find(
    station: Station,
    state: SeatMapState,
    offered: frozenset[SeatId],
    kept: frozenset[SeatId],
    of_hold: HoldId | None,
) -> tuple[Offered, States]:
    assert state.map is not None
    group = Group(state.performance_id, state.map.zone_ids[state.zone], state.group, offered, kept)
    offer = group_seats.find(station, group)
    return offer, seat_maps.seat_states(station, state.performance_id, of_hold)


def request_seat(
    station: Station, performance_id: PerformanceId, seat: SeatId, of_hold: HoldId | None = None
) -> States:  # fmt: skip
    """Request a seat from HQ and read the states of all seats again. Raises as `ask_rights.ask_seats` does."""
    assert station.hq is not None
    ask_rights.ask_seats(station, station.hq, performance_id, [seat])
    return seat_maps.seat_states(station, performance_id, of_hold)


def _read(station: Station, performance_id: PerformanceId, for_type: str, of_hold: HoldId | None) -> ReadMap:
    if station.hq is not None and link_state.is_online(station) and not house.is_reported(station, performance_id):
        with suppress(Unavailable, Refused):  # the map shows this station's own seats without it
            house.fetch(station, station.hq, performance_id)
    return ReadMap(
        browsing.performance(station, performance_id, for_type),
        seat_maps.seat_map(station, performance_id, for_type, of_hold),
    )
