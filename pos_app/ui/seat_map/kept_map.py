"""Seats that are chosen on the map and not accepted: they wait for their cart, and are shown again."""

from domain.ids import PerformanceId, SeatId
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter
from pos_app.ui.frame import Frame, Run, Tone
from pos_app.ui.seat_map.chosen_seats import Picked, SeatMapState, seats_in
from pos_app.ui.seat_map.typed_map import TypedMap
from pos_app.ui.wording import Message

_MOST_NAMED = 6


class KeptMap(TypedMap):
    """Begins with the seats that were left, and says which ones are left behind."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(station, frame, run, counter)
        self._offered: frozenset[SeatId] = frozenset()
        self._proposed: frozenset[SeatId] = frozenset()
        """The seats of the last F5, as long as nobody has chosen any by hand since."""

    def begin_anew(self) -> None:
        """Choose only the seats that the cart has."""
        self._offered = self._proposed = frozenset()
        self.show(is_unfinished=False)
        self._choose(tuple(seats_in(self._counter.cart, self.state.performance_id)))

    def _begin_with_left(self, performance_id: PerformanceId) -> int:
        """Begin with the seats left for this cart, or else those of the cart; returns the zone, -1 without one."""
        of_cart = tuple(seats_in(self._counter.cart, performance_id))
        is_same = self.state.card is not None and self.state.performance_id == performance_id
        place, about = self._kept_at(performance_id)
        picked = self._frame.kept.find(place, Picked, about)
        if picked is None or not is_same:
            self._offered = self._proposed = frozenset()
        left = picked or Picked(of_cart, self.state.group, -1)
        is_unfinished = set(left.seats) != set(of_cart)
        self.state = SeatMapState(group=left.group, chosen=left.seats, is_unfinished=is_unfinished)
        return left.zone

    def _left_behind(self) -> Message | None:
        """The message about chosen seats that the cart does not have; None without any."""
        if self.state.map is None:
            return None
        of_cart = seats_in(self._counter.cart, self.state.performance_id)
        waiting = self.state.names([seat for seat in self.state.chosen if seat not in of_cart])
        self._remember(zone=-1)  # the next key that opens the map may name another zone
        if not waiting:
            return None
        named = ", ".join(waiting[:_MOST_NAMED]) + ("…" if len(waiting) > _MOST_NAMED else "")
        what = wording.text("seat_map.left", count=len(waiting), seats=named)
        return Message("", what, wording.text("seat_map.left_safe"), wording.text("seat_map.left_todo"))

    def _show_left_behind(self, message: Message | None) -> None:
        if message is not None:
            self._frame.show_message(message, Tone.ATTENTION)
