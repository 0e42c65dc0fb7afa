"""A door to threads that a test opens: work waits until it is let through."""

from collections.abc import Callable
from typing import TypeVar

from pos_app.ui.frame import Failed, run_inline

T = TypeVar("T")


class RunLater:
    """Keeps work in order until `catch_up`."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._waiting.append(lambda: run_inline(work, then, failed))

    def catch_up(self) -> None:
        """Do all that waits, and what comes of it."""
        while self._waiting:
            self._waiting.pop(0)()
