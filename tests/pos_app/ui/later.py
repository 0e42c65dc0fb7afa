"""Background work that waits until a test runs it."""

from collections.abc import Callable
from typing import TypeVar

from pos_app.ui.frame import Failed, run_inline

T = TypeVar("T")


class RunLater:
    """Queues work until `catch_up`."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._waiting.append(lambda: run_inline(work, then, failed))

    def catch_up(self) -> None:
        """Run the queued work, and the work that it queues."""
        while self._waiting:
            self._waiting.pop(0)()
