"""The sync thread: a round with HQ at each sale and each minute, with a growing wait after failures."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from domain.errors import Refused, Unavailable
from pos_app.services.hq.diagnosis import trouble_of
from pos_app.services.hq.session import Session
from pos_app.services.hq.sync_round import sync_round
from pos_app.station import Station
from pos_app.storage.store import sync_state
from sync.line.client import HqClient
from sync.line.hq_errors import HqUnreachable

log = logging.getLogger(__name__)

TICK_S = 60.0
_LONGEST_WAIT_S = 60.0
_LOOK_AT_THE_ROUTE_S = 2.0
_CHANCE_BYTES = 4

Route = Callable[[], str]
"""Returns the machine's own address on the route to HQ; empty without a route."""
HasNetwork = Callable[[], bool]
"""Returns whether the machine has a network."""


@dataclass(slots=True)
class _Turns:
    """Numbers of the last round begun, of the last one ended and of the last one that succeeded."""

    begun: int = 0
    ended: int = 0
    succeeded: int = 0


def _unknown() -> bool:
    """The network of a machine that nobody looked at: HQ is to blame."""
    return True


class SyncThread:
    """Runs rounds one after another: at each new entry, each minute, and when another route to HQ appears."""

    def __init__(
        self,
        station: Station,
        hq: HqClient,
        woken: threading.Event,
        route: Route = str,
        has_network: HasNetwork = _unknown,
    ) -> None:
        """Use cases that journal a fact set `woken`."""
        self._station, self._hq, self._woken, self._route = station, hq, woken, route
        self._has_network = has_network
        self._session: Session | None = None
        self._failures = 0
        self._turns = _Turns()
        self._turned = threading.Condition()
        self._hurry = threading.Event()
        self._stopping = False
        self._thread = self._new_thread()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Run a round now, unless a failed one is still being waited out."""
        self._woken.set()

    def try_now(self, within_s: float) -> bool:
        """Begin a round now, wait for its end at most `within_s` seconds, and return whether it succeeded."""
        with self._turned:
            begun_after = self._turns.begun
            self._hurry.set()
            self._woken.set()
            self._turned.wait_for(lambda: self._turns.ended > begun_after or self._stopping, within_s)
            return self._turns.succeeded > begun_after

    def stop(self, within_s: float) -> None:
        """Run a last round for at most `within_s` seconds, then stop the thread."""
        self.try_now(within_s)
        with self._turned:
            self._stopping = True
            self._turned.notify_all()
        self._hurry.set()
        self._woken.set()
        self._hq.close()
        if self._thread.is_alive():
            self._thread.join(within_s)

    def _new_thread(self) -> threading.Thread:
        return threading.Thread(target=self._run, name="sync", daemon=True)

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._woken.clear()
                self._hurry.clear()
                route = self._route()
                self._turn()
                if not self._stopping:
                    self._wait(route)
        finally:
            # A defect ends this thread and is reported by the thread hook. Sales must still be sent, so start another.
            if not self._stopping:
                self._failures += 1
                self._session = None
                self._thread = self._new_thread()
                later = threading.Timer(self._patience_s(), self._thread.start)
                later.daemon = True
                later.start()

    def _turn(self) -> None:
        with self._turned:
            self._turns.begun += 1
            number = self._turns.begun
        succeeded = self._round()
        with self._turned:
            self._turns.ended = number
            if succeeded:
                self._turns.succeeded = number
            self._turned.notify_all()

    def _round(self) -> bool:
        """Run one round and return whether it succeeded."""
        try:
            self._session = sync_round(self._station, self._hq, self._session)
        except (Unavailable, Refused) as error:
            self._session = None
            self._failures += 1
            self._note(error)
            return False
        self._failures = 0
        return True

    def _note(self, error: Unavailable | Refused) -> None:
        if not isinstance(error, HqUnreachable):  # networks fail every day; that is no warning
            log.warning("the round with HQ broke off: %s", error)
        with suppress(Unavailable), self._station.database.write() as tx:
            sync_state.note_failure(tx, trouble_of(error, self._hq.caller.url, self._has_network))

    def _wait(self, route: str) -> None:
        """Wait for a new entry or the next minute; after a failure, for `patience` or another route to HQ."""
        if not self._failures:
            self._woken.wait(TICK_S)
            return
        left = self._patience_s()
        while left > 0 and not self._hurry.wait(min(left, _LOOK_AT_THE_ROUTE_S)):
            left -= _LOOK_AT_THE_ROUTE_S
            before, route = route, self._route()
            if route and route != before:
                return

    def _patience_s(self) -> float:
        chance = int.from_bytes(self._station.ids.random(_CHANCE_BYTES)) / (1 << 8 * _CHANCE_BYTES)
        return patience(self._failures, chance)


def patience(failures: int, chance: float) -> float:
    """Seconds to wait after a number of failures: `chance` (0 to 1) of a bound that doubles with each failure.

    The chance spreads the stations: after an outage they must not all call HQ at once.
    """
    bound = min(_LONGEST_WAIT_S, 2.0 ** min(failures - 1, 16))
    return max(bound * chance, 0.05)
