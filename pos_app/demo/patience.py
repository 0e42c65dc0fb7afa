"""Waiting for what must come, as long as a slow machine may take."""

import threading
from collections.abc import Callable
from time import monotonic

PATIENCE_S = 90.0  # a machine may be slow and busy; nobody waits for it on one that is not
_LOOK_S = 0.05


class Stuck(Exception):
    """What was waited for did not come; the story cannot go on."""


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until something is so. Raises Stuck."""
    deadline, pause = monotonic() + PATIENCE_S, threading.Event()
    while not condition():
        if monotonic() > deadline:
            raise Stuck(what)
        pause.wait(_LOOK_S)
