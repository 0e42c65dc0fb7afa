"""Printers for the queue: one that answers as it was told, one that behaves like metal."""

from dataclasses import dataclass, field

from domain.errors import Unavailable
from printing.devices import Cause, Delivery, PrinterStatus
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.printout import Printout

Answer = Delivery | Unavailable
NO_BYTE_LEFT = Unavailable("printer", "refused")


def to_bytes(printout: Printout) -> bytes:
    """A paper for the printer of the tests."""
    return write(printout, PrinterModel())


@dataclass(slots=True)
class ToldPrinter:
    """Keeps what it is sent and answers with `answers`, in order; proves everything when there are none left."""

    answers: list[Answer] = field(default_factory=list)
    cause: Cause | None = None
    sent: list[bytes] = field(default_factory=list)

    def status(self) -> PrinterStatus:
        return PrinterStatus(self.cause)

    def send(self, payload: bytes) -> Delivery:
        answer = self.answers.pop(0) if self.answers else Delivery.PROVED
        if isinstance(answer, Unavailable):
            raise answer
        self.sent.append(payload)
        return answer

    @property
    def texts(self) -> list[str]:
        """What each thing sent says on paper; empty for the drawer."""
        return ["\n".join(paper.text for paper in read(payload).papers) for payload in self.sent]
