"""The demo's printer with its paper roll, which can be set to end after a number of papers."""

from printing.devices import Delivery, Device, PrinterStatus
from printing.virtual_printer import Fault, VirtualPrinter


class Roll:
    """A device in front of the virtual printer.

    The roll ends here, between the answer for one paper and the status request before the next. Switched from another
    thread it could end a moment early, so that the last paper is not proved, or late, so that all papers come out.
    """

    def __init__(self, printer: VirtualPrinter, device: Device) -> None:
        self._printer = printer
        self._device = device
        self._last: int | None = None

    @property
    def papers(self) -> int:
        """The number of papers that came out."""
        return len(self._printer.papers)

    def ends_after(self, papers: int) -> None:
        """Let the roll end after so many more papers."""
        self._last = self.papers + papers

    def is_replaced(self) -> None:
        """Put in a new roll, which does not end."""
        self._last = None
        self._printer.switch(Fault.PAPER_OUT, on=False)

    def status(self) -> PrinterStatus:
        """The status of the printer."""
        return self._device.status()

    def send(self, payload: bytes) -> Delivery:
        """Send a job; after the last paper of the roll the printer is out of paper."""
        delivery = self._device.send(payload)
        if self._last is not None and self.papers >= self._last:
            self._printer.switch(Fault.PAPER_OUT, on=True)
        return delivery
