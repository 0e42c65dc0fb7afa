"""The demo's printer with its paper roll, which can be made to end after so many papers."""

from printing.devices import Delivery, Device, PrinterStatus
from printing.virtual_printer import Fault, VirtualPrinter


class Roll:
    """The way to the virtual printer.

    The roll ends here, between the answer to one paper and the question before the next: ended by the printer itself
    it would end a moment too early or too late, and the answer to the last paper, or all papers, might come.
    """

    def __init__(self, printer: VirtualPrinter, device: Device) -> None:
        self._printer = printer
        self._device = device
        self._last: int | None = None

    @property
    def papers(self) -> int:
        """How many came out."""
        return len(self._printer.papers)

    def ends_after(self, papers: int) -> None:
        """There is paper for so many more."""
        self._last = self.papers + papers

    def is_replaced(self) -> None:
        """A new roll that lasts."""
        self._last = None
        self._printer.switch(Fault.PAPER_OUT, on=False)

    def status(self) -> PrinterStatus:
        """How the printer is."""
        return self._device.status()

    def send(self, payload: bytes) -> Delivery:
        """Hand over a job; after the last paper of the roll there is no more."""
        delivery = self._device.send(payload)
        if self._last is not None and self.papers >= self._last:
            self._printer.switch(Fault.PAPER_OUT, on=True)
        return delivery
