"""Waiting for a condition, as long as a slow machine may need."""

import threading
from collections.abc import Callable
from time import monotonic

PATIENCE_S = 90.0  # enough for a slow and busy machine; on any other the condition holds much earlier
_LOOK_S = 0.05
_LEAST_LOOKS = 4


class Stuck(Exception):
    """A condition did not become true in time; the demo cannot go on."""


def until(condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until the condition is true, at least for `patience_s` seconds. Raises Stuck.

    A condition may take long itself, such as a round with HQ: it is looked at some times even where a single look takes
    longer than the patience, because what it waits for may have come after the first look began.
    """
    deadline, pause, looks = monotonic() + patience_s, threading.Event(), 0
    while not condition():
        looks += 1
        if monotonic() > deadline and looks >= _LEAST_LOOKS:
            raise Stuck(what)
        pause.wait(_LOOK_S)
