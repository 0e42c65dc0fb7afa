"""A printer for tests of the queue that answers as the test says."""

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
    """Encode a paper for the test printer."""
    return write(printout, PrinterModel())


@dataclass(slots=True)
class ScriptedPrinter:
    """Records the bytes sent and answers with `answers` in order; after the last one it proves every paper."""

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
        """The text of each payload sent; empty for the drawer."""
        return ["\n".join(paper.text for paper in read(payload).papers) for payload in self.sent]
