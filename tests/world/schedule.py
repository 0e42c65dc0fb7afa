"""What happens next: one clock and one line of acts, in the order of their instants and of their announcement."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

Act = Callable[[], None]


class Schedule:
    """Virtual time: it moves only when there is nothing left to do now."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._numbers = count()
        self._waiting: list[tuple[datetime, int, Act]] = []

    def now(self) -> datetime:
        """The true instant: HQ's clock, and what stations' clocks are wrong by."""
        return self._now

    def after(self, delay: timedelta, act: Act) -> None:
        """Do this when so much time has passed."""
        heapq.heappush(self._waiting, (self._now + delay, next(self._numbers), act))

    def run(self, until: datetime) -> None:
        """Do everything that is announced up to an instant, also what is announced meanwhile."""
        while self._waiting and self._waiting[0][0] <= until:
            self._now, _, act = heapq.heappop(self._waiting)
            act()
        self._now = until

    def forget(self) -> None:
        """Nobody does anything any more that was announced."""
        self._waiting.clear()


class Clock:
    """A machine's clock: wrong by as much as somebody made it wrong."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self.wrong_by = timedelta(0)

    def now(self) -> datetime:
        """What the machine takes for the present."""
        return self._schedule.now() + self.wrong_by
