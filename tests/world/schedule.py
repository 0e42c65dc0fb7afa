"""Virtual time and the queue of scheduled acts."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

Act = Callable[[], None]


class Schedule:
    """The clock of a world and its acts, run in the order of their instants, then in the order of scheduling."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._numbers = count()
        self._waiting: list[tuple[datetime, int, Act]] = []

    def now(self) -> datetime:
        """The true instant. HQ's clock shows it; a station's clock may be wrong."""
        return self._now

    def after(self, delay: timedelta, act: Act) -> None:
        """Schedule an act for the instant `delay` from now."""
        heapq.heappush(self._waiting, (self._now + delay, next(self._numbers), act))

    def run(self, until: datetime) -> None:
        """Run every act scheduled up to an instant, also those that these acts schedule."""
        while self._waiting and self._waiting[0][0] <= until:
            self._now, _, act = heapq.heappop(self._waiting)
            act()
        self._now = until

    def forget(self) -> None:
        """Drop every scheduled act."""
        self._waiting.clear()


class Clock:
    """A machine's clock, which is wrong by `wrong_by`."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self.wrong_by = timedelta(0)

    def now(self) -> datetime:
        """The instant that the machine believes to be now."""
        return self._schedule.now() + self.wrong_by
