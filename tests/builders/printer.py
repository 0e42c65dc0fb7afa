"""Printers for tests: one that answers what the test decides, and a virtual one behind a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from domain.errors import Unavailable
from printing.devices import Cause, Delivery, PrinterStatus
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import Printout
from printing.virtual_printer import VirtualPrinter

Answer = Delivery | Unavailable
NO_BYTE_LEFT = Unavailable("printer", "refused")


def to_bytes(printout: Printout) -> bytes:
    """A paper as bytes for the printer of the tests."""
    return write(printout, PrinterModel())


@dataclass(slots=True)
class ScriptedPrinter:
    """Records what it is sent and answers with `answers`, in order, then with `otherwise`."""

    answers: list[Answer] = field(default_factory=list)
    cause: Cause | None = None
    sent: list[bytes] = field(default_factory=list)
    otherwise: Delivery = Delivery.PROVED

    def status(self) -> PrinterStatus:
        return PrinterStatus(self.cause)

    def send(self, payload: bytes) -> Delivery:
        answer = self.answers.pop(0) if self.answers else self.otherwise
        if isinstance(answer, Unavailable):
            raise answer
        self.sent.append(payload)
        return answer

    @property
    def texts(self) -> list[str]:
        """The text of each thing sent as it is on paper; empty for the drawer."""
        return ["\n".join(paper.text for paper in read(payload).papers) for payload in self.sent]


@contextmanager
def virtual_printer() -> Iterator[VirtualPrinter]:
    """A virtual printer that listens on a port of its own."""
    printer = VirtualPrinter()
    printer.start()
    yield printer
    printer.stop()
