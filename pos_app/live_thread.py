"""The live thread: it receives what other stations sell, and is the first to notice that the network is cut."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from domain.errors import Refused, Unavailable
from pos_app.services.hq.diagnosis import trouble_of
from pos_app.services.hq.live_changes import listen
from pos_app.services.hq.silence import causes
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.sync_thread import patience
from sync.line.client import HqClient
from sync.line.hq_errors import HqUnreachable
from sync.line.live import Pulse

log = logging.getLogger(__name__)

_CHANCE_BYTES = 4
_LASTED_S = 20.0
_SILENCE_S, _LONGEST_SILENCE_S = 1.8, 60.0
"""HQ sends a sign of life more often than the first of these, unless it is of an earlier release."""


def failures_after_end(failures: int, lasted_s: float) -> int:
    """The failures that count after the other side ended a line without an error.

    HQ ends a line that has lasted when it restarts: try again soon. Whatever ends each line at once is no HQ.
    """
    return 1 if lasted_s >= _LASTED_S else failures + 1


@dataclass(frozen=True, slots=True)
class LostLine:
    """What to do about a line that broke: `check` runs a round now and returns whether it succeeded."""

    check: Callable[[], bool]
    has_network: Callable[[], bool]


class LiveThread:
    """Keeps a live line to HQ open."""

    def __init__(self, station: Station, hq: HqClient, lost: LostLine) -> None:
        self._station, self._hq, self._lost = station, hq, lost
        self._silence_s = _SILENCE_S
        self._pulse = Pulse(_SILENCE_S)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    @property
    def hears(self) -> bool:
        """Whether HQ has given a sign of life on the present line."""
        return self._pulse.has_beaten

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
            began_s, self._pulse = time.monotonic(), Pulse(self._silence_s)
            try:
                listen(self._station, self._hq, self._stopping.is_set, self._pulse)
            except (Unavailable, Refused) as error:
                failures += 1
                log.info("the live line ended: %s", error)
                if self._pulse.has_beaten and isinstance(error, HqUnreachable):
                    self._note_break(error)
            else:
                failures = failures_after_end(failures, time.monotonic() - began_s)
            chance = int.from_bytes(self._station.ids.random(_CHANCE_BYTES)) / (1 << 8 * _CHANCE_BYTES)
            self._stopping.wait(patience(failures, chance))

    def _note_break(self, error: HqUnreachable) -> None:
        """Show at once that HQ is out of reach, and let a round find out. After a false alarm, be more patient."""
        if self._stopping.is_set():
            return
        why = trouble_of(error, self._hq.caller.url, self._lost.has_network)
        with suppress(Unavailable), self._station.database.write() as tx:
            sync_state.note_failure(tx, why)
        was_silent = any(isinstance(cause, TimeoutError) for cause in causes(error))
        if self._lost.check() and was_silent:
            self._silence_s = min(2 * self._silence_s, _LONGEST_SILENCE_S)
