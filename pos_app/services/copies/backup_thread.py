"""The thread that makes backups while the station runs: it looks at the rows, so no sale and no Z waits for it."""

import logging
import threading

from domain.errors import Refused, Unavailable
from pos_app.services.copies import backup
from pos_app.services.copies.backup import BackupPlan
from pos_app.station import Station

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 1.0
_REST_S = 0.005


class Stopped(Exception):
    """The station is being closed in the middle of a copy."""


class BackupThread:
    """Makes what is due: after each Z, and every so often when something happened."""

    def __init__(self, station: Station, plan: BackupPlan) -> None:
        self._station, self._plan = station, plan
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a copy that is not finished is given up, and made at the next start."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_S):
            try:
                reason = backup.due(self._station, self._plan)
                if reason is not None:
                    backup.make_due(self._station, self._plan, reason, self._pause)
            except Stopped:
                return
            except (Refused, Unavailable) as error:
                log.warning("no backup: %s", error)

    def _pause(self) -> None:
        """Between two steps of a copy: the till's own thread and the disk come first."""
        if self._stopping.wait(_REST_S):
            raise Stopped
