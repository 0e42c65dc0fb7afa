"""The live thread: it receives what other stations sell, and waits longer after each failure to reach HQ."""

import logging
import threading
import time

from domain.errors import Refused, Unavailable
from pos_app.services.hq.live_changes import listen
from pos_app.station import Station
from pos_app.sync_thread import patience
from sync.line.client import HqClient

log = logging.getLogger(__name__)

_CHANCE_BYTES = 4
_LASTED_S = 20.0
"""Longer than HQ's time between two signs of life."""


def failures_after_end(failures: int, lasted_s: float) -> int:
    """The failures that count after the other side ended a line without an error.

    HQ ends a line that has lasted when it restarts: try again soon. Whatever ends each line at once is no HQ.
    """
    return 1 if lasted_s >= _LASTED_S else failures + 1


class LiveThread:
    """Keeps a live line to HQ open."""

    def __init__(self, station: Station, hq: HqClient) -> None:
        self._station, self._hq = station, hq
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, within_s: float) -> None:
        """Stop the thread; after `within_s` seconds without an end, leave it to the end of the program."""
        self._stopping.set()
        self._hq.close()
        self._thread.join(within_s)

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began_s = time.monotonic()
            try:
                listen(self._station, self._hq, self._stopping.is_set)
            except (Unavailable, Refused) as error:
                failures += 1
                log.info("the live line ended: %s", error)
            else:
                failures = failures_after_end(failures, time.monotonic() - began_s)
            chance = int.from_bytes(self._station.ids.random(_CHANCE_BYTES)) / (1 << 8 * _CHANCE_BYTES)
            self._stopping.wait(patience(failures, chance))
