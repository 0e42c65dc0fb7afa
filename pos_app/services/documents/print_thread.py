"""The printing thread of one printer: it sleeps until there are rows, a printer that came back, or the end."""

import logging
import threading

from domain.errors import Unavailable
from pos_app.services.documents.print_queue import Turn, Writer, print_next, recover, release
from pos_app.station import Station
from printing.devices import Device, PrinterStatus

log = logging.getLogger(__name__)

_IDLE_POLL_S = 3.0
_BLOCKED_POLL_S = 0.5


class PrintThread:
    """Takes print jobs in order. `status` is the printer's last known state, for the status bar."""

    def __init__(self, station: Station, device: Device, write: Writer, woken: threading.Event) -> None:
        """`woken` is set by whoever queues a job."""
        self._station = station
        self._device = device
        self._write = write
        self._woken = woken
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="print", daemon=True)
        self.status: PrinterStatus | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def wake(self) -> None:
        """There is a new row."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the paper at hand and end."""
        self._stopping = True
        self._woken.set()
        self._thread.join()

    def _run(self) -> None:
        turn = Turn.IDLE
        interrupted = False
        while not self._stopping:
            # Cleared before the look: a row queued during it wakes the thread again.
            self._woken.clear()
            try:
                if interrupted:
                    # The store failed between a paper and its row: nobody but a person knows what came out.
                    recover(self._station)
                    interrupted = False
                turn = self._turn(turn)
            except Unavailable as error:
                log.warning("the print queue waits: %s", error)
                turn, interrupted = Turn.BLOCKED, True
            if turn is not Turn.PRINTED:
                self._woken.wait(_BLOCKED_POLL_S if turn is Turn.BLOCKED else _IDLE_POLL_S)

    def _turn(self, before: Turn) -> Turn:
        turn = print_next(self._station, self._device, self._write)
        if turn is Turn.PRINTED:
            self.status = PrinterStatus()
            return turn
        self.status = self._device.status()
        if turn is Turn.IDLE and before is Turn.BLOCKED:
            # The job waits for its next try; a printer that is ready again does not let it wait.
            if not self.status.ready:
                return Turn.BLOCKED
            release(self._station)
            return Turn.PRINTED
        return turn
