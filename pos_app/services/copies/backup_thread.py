"""The thread that makes backups while the station runs, so that no sale and no Z waits for one."""

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
    """The station closes while a copy is made."""


class BackupThread:
    """Makes each backup that is due: after a Z, and at the plan's interval when the journal has grown."""

    def __init__(self, station: Station, plan: BackupPlan) -> None:
        self._station, self._plan = station, plan
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread. An unfinished copy is abandoned; it is due again at the next start."""
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
                log.warning("backup failed: %s", error)

    def _pause(self) -> None:
        """Rest between two steps of a copy, so that sales get the processor and the disk first."""
        if self._stopping.wait(_REST_S):
            raise Stopped
