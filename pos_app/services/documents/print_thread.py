"""The thread of one printer: it waits for new jobs, for the printer to become ready, or for the end."""

import logging
import threading

from domain.errors import Unavailable
from pos_app.services.documents.print_queue import Printer, Turn, Writer, print_next, recover, release
from pos_app.station import Station
from printing.devices import Device, PrinterStatus

log = logging.getLogger(__name__)

_IDLE_POLL_S = 3.0
_BLOCKED_POLL_S = 0.5


class PrintThread:
    """Prints jobs in order. `status` is the printer's last known state, for the status bar."""

    def __init__(
        self,
        station: Station,
        device: Device,
        write: Writer,
        woken: threading.Event,
        forms: Printer | None = None,
    ) -> None:
        """Use cases that queue a job set `woken`. `forms` is the printer that is marked for forms, if one is."""
        self._station = station
        self._device = device
        self._write = write
        self._forms = forms
        self._woken = woken
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="print", daemon=True)
        self.status = PrinterStatus()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Look at the queue now."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the present paper and end the thread."""
        self._stopping = True
        self._woken.set()
        self._thread.join()

    def _run(self) -> None:
        turn = Turn.IDLE
        interrupted = False
        while not self._stopping:
            # Cleared before the look at the queue: a job queued during the look wakes the thread again.
            self._woken.clear()
            try:
                if interrupted:
                    # The store failed between a paper and its row: only a person knows whether it came out.
                    recover(self._station)
                    interrupted = False
                turn = self._turn(turn)
            except Unavailable as error:
                log.warning("the print queue waits: %s", error)
                turn, interrupted = Turn.BLOCKED, True
            # After a paper in doubt the next job follows at once: a person may take long to answer.
            if turn not in {Turn.PRINTED, Turn.ASKING}:
                self._woken.wait(_BLOCKED_POLL_S if turn is Turn.BLOCKED else _IDLE_POLL_S)

    def _turn(self, before: Turn) -> Turn:
        turn = print_next(self._station, self._device, self._write, self._forms)
        if turn is Turn.PRINTED:
            if not self.status.ready:
                self.status = PrinterStatus()
            return turn
        self.status = self._look()
        if turn is Turn.IDLE and before is Turn.BLOCKED:
            # The job waits for its next attempt. When the printer is ready again, it is tried at once.
            if not self.status.ready:
                return Turn.BLOCKED
            release(self._station)
            return Turn.PRINTED
        return turn

    def _look(self) -> PrinterStatus:
        """The state of the printer; that of the printer of forms when only that one is in trouble."""
        status = self._device.status()
        return self._forms.device.status() if status.ready and self._forms else status
