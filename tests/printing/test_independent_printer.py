"""An independent printer reads the same text and codes from our jobs as our own reader, and has the same faults."""

from collections.abc import Iterator

import pytest
import zxingcpp

from printing.devices import Delivery, NetworkPrinter, Timeouts
from printing.escpos_reader import read
from printing.escpos_writer import write
from printing.invoice import invoice
from printing.paper import Paper
from printing.printer_model import PrinterModel
from printing.printout import Cut, Line, Printout
from printing.ticket import tickets
from printing.till_report import till_report
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter
from tests.printing.judge import JudgePrinter, Receipt, absent, running
from tests.printing.samples import IMPRINT, ISSUER, SPANISH, document_of, report, sold

if reason := absent():
    pytest.skip(reason, allow_module_level=True)

pytestmark = [pytest.mark.judge, pytest.mark.timeout(300)]

SALE = sold()
DOCUMENT = document_of(SALE)
SHORT = Timeouts(proof_s=0.5)
FAULTS = {
    "paper-near-end": Fault.PAPER_LOW,
    "paper-out": Fault.PAPER_OUT,
    "cover-open": Fault.COVER_OPEN,
    "offline": Fault.OFFLINE,
}
JOBS = {
    "tickets": tickets(SALE, DOCUMENT, IMPRINT),
    "invoice": invoice(DOCUMENT, SALE, IMPRINT),
    "z": till_report(report(), ISSUER, IMPRINT),
    "letters": Printout((Line(SPANISH), Line("Gala 🎻 “x” — ¿sí?"), Cut())),
}


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JudgePrinter]:
    with running(tmp_path_factory.mktemp("judge")) as printer:
        yield printer


def print_on(judge: JudgePrinter, payload: bytes, papers: int) -> list[Receipt]:
    before = judge.count()
    assert NetworkPrinter(LOOPBACK, judge.port).send(payload) is Delivery.PROVED
    return judge.receipts(before, papers)


def lines_of(paper: Paper) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in paper.text.splitlines() if line.strip())


@pytest.mark.parametrize("name", list(JOBS))
def test_both_readers_see_the_same_text_and_codes(judge: JudgePrinter, name: str) -> None:
    payload = write(JOBS[name], PrinterModel())
    ours = read(payload).papers
    theirs = print_on(judge, payload, len(ours))
    seen = sorted((receipt.lines, receipt.codes) for receipt in theirs)
    assert seen == sorted((lines_of(paper), paper.codes) for paper in ours)


@pytest.mark.parametrize("native_qr", [True, False])
def test_a_scanner_reads_the_code_from_their_picture(judge: JudgePrinter, native_qr: bool) -> None:
    payload = write(JOBS["tickets"], PrinterModel(native_qr=native_qr))
    receipts = print_on(judge, payload, len(SALE.tickets))
    seen = [[code.text for code in zxingcpp.read_barcodes(receipt.picture.convert("L"))] for receipt in receipts]
    assert sorted(seen) == sorted([ticket.code] for ticket in SALE.tickets)


@pytest.mark.parametrize("name", list(FAULTS))
def test_our_virtual_printer_is_ill_as_theirs_is(judge: JudgePrinter, printer: VirtualPrinter, name: str) -> None:
    judge.fault(name, on=True)
    printer.switch(FAULTS[name], on=True)
    try:
        theirs, ours = (NetworkPrinter(LOOPBACK, port, SHORT) for port in (judge.port, printer.port))
        assert ours.status() == theirs.status()
        assert ours.send(b"hola\n") is theirs.send(b"hola\n")
    finally:
        judge.fault(name, on=False)
