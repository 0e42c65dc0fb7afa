"""A till whose background work waits, as on a busy machine."""

import threading

from pos_app.ui.app import Till


class Slow:
    """Lets the work of a till wait from `begin` to `end`."""

    def __init__(self, till: Till) -> None:
        self._till, self._go_on = till, threading.Event()

    def begin(self) -> None:
        self._go_on.clear()
        self._till.run(lambda: self._go_on.wait(timeout=20), lambda _: None, lambda _: None)

    def end(self) -> None:
        self._go_on.set()
