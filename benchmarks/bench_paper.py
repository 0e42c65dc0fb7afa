"""Benchmark of paper: a ticket to bytes, its size, and a Z as PDF, each against the least that could do the same.

References are taken in the same rounds: bytes joined by hand for the ticket, the bare words for its size, and
as many strings drawn on a canvas with the same embedded fonts for the PDF.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.figure import Figure, report
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.pdf_writer import write_roll, write_sheet
from printing.pdf_writer.book import SANS, font
from printing.printer_model import PrinterModel
from printing.printout import PaperWidth, Printout
from printing.ticket import ticket
from printing.till_report import till_report
from tests.printing import samples
from tests.printing.samples import IMPRINT, ISSUER, document_of, sold

ROUNDS = 9
TICKETS_A_ROUND = 100
PDFS_A_ROUND = 5
PRINTER = PrinterModel(PaperWidth.MM80)


def figure(name: str, measured: tuple[float, float], unit: str, goal: float | None, aim: float | None) -> Figure:
    """A value and its reference, the least that could do the same; less is better."""
    value, reference = measured
    limits = ["" if limit is None else f"{limit:g} {unit}" for limit in (goal, aim)]
    return Figure(
        f"paper: {name}",
        round(value, 3),
        unit,
        round(reference, 3),
        round(value / reference, 2),
        f"<= {limits[0]}" if limits[0] else "",
        limits[1],
        goal is None or value <= goal,
    )


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Mean milliseconds of a call over `times` calls."""
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) * 1000 / times


def interleaved(work: Callable[[], object], least: Callable[[], object], times: int) -> tuple[float, float]:
    """Medians of the work and of its reference, in alternate rounds, so that a busy machine slows both."""
    work()
    least()
    rounds = [(milliseconds(work, times), milliseconds(least, times)) for _ in range(ROUNDS)]
    return median(ours for ours, _ in rounds), median(theirs for _, theirs in rounds)


def joined_by_hand(rows: list[str], code: str) -> bytes:
    """The words and the code of a ticket without any style."""
    text = "".join(row + "\n" for row in rows).encode("cp858")
    stored = b"\x1d(k" + bytes([len(code) + 3, 0]) + b"1P0" + code.encode()
    return b"\x1b@\x1bt\x13" + text + stored + b"\x1d(k\x03\x001Q0\x1dVB\x00"


def bare_page(rows: list[str]) -> bytes:
    """The same strings on one page, both fonts embedded."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for i, row in enumerate(rows):
        canvas.setFont(font(SANS, bold=i % 2 == 0), 9)
        canvas.drawString(60, 800 - 12 * i, row)
    canvas.save()
    return buffer.getvalue()


def main() -> None:
    """Measure and print."""
    sale = sold()
    document = document_of(sale)
    sold_ticket = sale.tickets[0]
    z = till_report(samples.report(), ISSUER, IMPRINT)

    def printed(model: PrinterModel = PRINTER) -> bytes:
        return write(ticket(sold_ticket, document, IMPRINT), model)

    def rows_of(printout: Printout) -> list[str]:
        return read(write(printout, PRINTER)).papers[0].text.splitlines()

    rows, code = rows_of(ticket(sold_ticket, document, IMPRINT)), sold_ticket.code
    words, z_rows = sum(len(row.strip()) for row in rows) + len(code), rows_of(z)
    as_image = PrinterModel(PaperWidth.MM80, native_qr=False)
    by_hand = joined_by_hand(rows, code)
    report([
        figure("ticket to bytes", interleaved(printed, lambda: joined_by_hand(rows, code), TICKETS_A_ROUND),
               "ms", 4, 0.3),
        figure("bytes a ticket, 80 mm", (len(printed()), words), "bytes", 600, None),
        figure("bytes a ticket, 58 mm", (len(printed(PrinterModel(PaperWidth.MM58))), words), "bytes", 600, None),
        figure("Z to PDF, A4", interleaved(lambda: write_sheet(z), lambda: bare_page(z_rows), PDFS_A_ROUND),
               "ms", 50, 10),
        figure("Z to PDF, roll", interleaved(lambda: write_roll(z, PaperWidth.MM80), lambda: bare_page(z_rows),
                                             PDFS_A_ROUND), "ms", 50, 10),
        figure("ticket to bytes, code as a picture",
               interleaved(lambda: printed(as_image), lambda: joined_by_hand(rows, code), PDFS_A_ROUND),
               "ms", None, None),
        figure("bytes a ticket, code as a picture", (len(printed(as_image)), len(by_hand)), "bytes", None, None),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
