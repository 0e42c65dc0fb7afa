"""Waiting for a condition, as long as a slow machine may need."""

import threading
from collections.abc import Callable
from time import monotonic

PATIENCE_S = 90.0  # enough for a slow and busy machine; on any other the condition holds much earlier
_LOOK_S = 0.05


class Stuck(Exception):
    """A condition did not become true in time; the demo cannot go on."""


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition is true. Raises Stuck."""
    deadline, pause = monotonic() + PATIENCE_S, threading.Event()
    while not condition():
        if monotonic() > deadline:
            raise Stuck(what)
        pause.wait(_LOOK_S)
