"""Counts what a screen reads when it is entered, so that its window knows when it has shown all of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pos_app.ui.frame import Failed, Run

T = TypeVar("T")


class EntryReads:
    """`entry` is the number of the last entry of a screen, and `open` how many of its reads are not shown yet."""

    def __init__(self, all_shown: Callable[[], None]) -> None:
        self._all_shown = all_shown
        self._counts = False
        self.entry = 0
        self.open = 0

    def counting(self, run: Run) -> Run:
        """The same `run`, which counts the work that is begun while a screen is entered."""

        def counted(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
            if not self._counts:
                run(work, then, failed)
                return
            self.open += 1
            entry = self.entry
            run(work, lambda value: self._deliver(entry, then, value), lambda e: self._deliver(entry, failed, e))

        return counted

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the work that is begun meanwhile."""
        before, self._counts = self._counts, True
        try:
            yield
        finally:
            self._counts = before

    def begin(self) -> int:
        """Begin with another screen; returns the number of its entry."""
        self.entry += 1
        self.open = 0
        return self.entry

    def _deliver(self, entry: int, outcome: Callable[[T], None], value: T) -> None:
        if entry != self.entry:
            outcome(value)
            return
        try:
            with self.counted():
                outcome(value)
        finally:
            if entry == self.entry:
                self.open -= 1
                if not self.open:
                    self._all_shown()
