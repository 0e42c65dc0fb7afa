"""The seat map while it is open: it follows what changes in the store, and leaves what is chosen."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.ids import HoldId, PerformanceId, SeatId
from pos_app.seat_plan import States
from pos_app.services.selling import browsing, seat_maps
from pos_app.services.selling.browsing import PerformanceCard
from pos_app.services.selling.seat_maps import SeatMap
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.seat_map.chosen_seats import Picked, SeatMapState, looks_of, seats_in
from pos_app.ui.wording import Message


@dataclass(frozen=True, slots=True, eq=False)
class ReadMap:
    """What is read from the store. Without a card the performance is not on sale."""

    card: PerformanceCard | None
    map: SeatMap


class FollowedMap(Presenter[SeatMapState]):
    """Holds the shown map and the chosen seats; `SeatMapPresenter` has the actions."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(SeatMapState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._following = False
        self._cursor_moves = 0

    @property
    def _shown_for(self) -> tuple[str, HoldId | None]:
        """The ticket type whose prices are shown, and the hold that the cart is of, whose seats are its own."""
        return self._counter.next_type, self._counter.cart.hold_id

    def cursor_moved(self) -> None:
        """The cursor was moved by a key, a click or an answer."""
        self._cursor_moves += 1

    def drop_last(self) -> None:
        self._choose(self.state.chosen[:-1])

    def follow(self) -> None:
        """Read prices and states again; the view calls it while the screen is open."""
        before = self.state.map
        if before is None or self.state.busy or self._following:
            return
        self._following = True
        read = partial(_read_now, self._station, self.state.performance_id, before, *self._shown_for)
        self._run(read, partial(self._followed, before), self._not_followed)

    def _followed(self, before: SeatMap, read: ReadMap) -> None:
        self._following = False
        if self.state.map is not before or self.state.busy:
            return  # another answer came first
        if read.card is None:
            self._leave_gone()
            return
        if read.card != self.state.card:
            self.show(card=read.card)
        if read.map is not before:
            lost = [seat for seat in self.state.chosen if read.map.states[seat] != SeatState.FREE]
            kept = tuple(seat for seat in self.state.chosen if seat not in lost)
            warned = None if lost else self.state.warned
            self.show(map=read.map, chosen=kept, looks=looks_of(read.map, kept), warned=warned)
            self._remember()
            if lost:
                self._failed(SeatNotFree(self.state.name(lost[0]), SeatState(int(read.map.states[lost[0]]))))

    def _not_followed(self, _: Exception) -> None:
        """Keep what is shown; the status bar and the next step show why the store cannot be read."""
        self._following = False

    def _leave_gone(self) -> None:
        """Return to the sale when the performance is no longer on sale."""
        if gone := self.state.card:
            when = wording.date_and_time(gone.performance.starts_at)
            text = wording.text("sell.gone", event=gone.event, when=when)
            self._frame.show_message(Message("", text, "", ""), Tone.ATTENTION)
        self._frame.go(ScreenName.SELL)

    def _choose(self, chosen: tuple[SeatId, ...]) -> None:
        cursor = chosen[-1] if chosen else self.state.cursor
        self.show(chosen=chosen, looks=looks_of(self.state.map, chosen), warned=None, cursor=cursor)
        self._remember()

    def _remember(self, zone: int | None = None) -> None:
        """Keep what is picked for the cart as it is, whatever screen comes next."""
        state = self.state
        place, about = self._kept_at(state.performance_id)
        self._frame.kept.keep(place, Picked(state.chosen, state.group, state.zone if zone is None else zone), about)

    def _kept_at(self, performance_id: PerformanceId) -> tuple[str, Hashable]:
        """Where the seats picked for a performance are kept, and what they belong to: the cart with its seats there."""
        cart = self._counter.cart
        return f"seats.{performance_id}", (cart.id, tuple(seats_in(cart, performance_id)))

    def _show_states(self, states: States, chosen: tuple[SeatId, ...] = ()) -> None:
        assert self.state.map is not None
        self.show(map=replace(self.state.map, states=states))
        self._choose(tuple(seat for seat in chosen or self.state.chosen if states[seat] == SeatState.FREE))

    def _failed(self, error: Exception) -> None:
        self._frame.drop_keys()
        self.show(busy=False)
        self._frame.show_message(wording.error_message(error))


def _read_now(
    station: Station, performance_id: PerformanceId, before: SeatMap, for_type: str, of_hold: HoldId | None
) -> ReadMap:
    return ReadMap(
        browsing.performance(station, performance_id, for_type),
        seat_maps.followed(station, performance_id, before, for_type, of_hold),
    )
