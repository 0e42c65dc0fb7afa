"""The paper roll of the demo's printer: it can be made to end after so many papers."""

import threading

from printing.paper import Paper
from printing.virtual_printer import Fault, VirtualPrinter


class Roll:
    """Counts the papers that came out, and switches the printer's fault when it ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._printer: VirtualPrinter | None = None
        self._left: int | None = None
        self.papers = 0

    def goes_into(self, printer: VirtualPrinter) -> None:
        """Into this printer."""
        self._printer = printer

    def ends_after(self, papers: int) -> None:
        """There is paper for so many more."""
        with self._lock:
            self._left = papers

    def printed(self, _paper: Paper) -> None:
        """One more came out; the printer calls this from its own thread."""
        with self._lock:
            self.papers += 1
            if self._left is None:
                return
            self._left -= 1
            ended = self._left == 0
        if ended and self._printer is not None:
            self._printer.switch(Fault.PAPER_OUT, on=True)

    def is_replaced(self) -> None:
        """A new roll that lasts."""
        with self._lock:
            self._left = None
        if self._printer is not None:
            self._printer.switch(Fault.PAPER_OUT, on=False)
