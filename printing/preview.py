"""What a printout will look like: the bytes for the printer, read back as a paper."""

from dataclasses import dataclass

from printing import escpos_reader, escpos_writer
from printing.paper import Paper
from printing.printer_model import PrinterModel
from printing.printout import PaperWidth, Printout


@dataclass(frozen=True, slots=True)
class Preview:
    """A paper that was not printed yet, with the width of its roll."""

    paper: Paper
    width: PaperWidth


def preview(printout: Printout, width: PaperWidth) -> Preview:
    """The paper of a printout that fills one paper."""
    payload = escpos_writer.write(printout, PrinterModel(width))
    return Preview(escpos_reader.read(payload, width.columns).papers[0], width)
