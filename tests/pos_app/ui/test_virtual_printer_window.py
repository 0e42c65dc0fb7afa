"""The virtual printer's window: papers as they come out, buttons that switch faults."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pos_app.services.documents.print_queue import print_next
from pos_app.station import Station
from pos_app.ui.printer.virtual_printer_window import VirtualPrinterWindow
from printing.devices import NetworkPrinter
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.virtual_printer import LOOPBACK, Fault, VirtualPrinter
from tests.builders import stations
from tests.builders.printer import virtual_printer

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with virtual_printer() as running:
        yield running


@pytest.fixture
def window(qtbot: QtBot, printer: VirtualPrinter) -> VirtualPrinterWindow:
    window = VirtualPrinterWindow(printer)
    qtbot.addWidget(window)
    window.show()
    return window


def papers(window: VirtualPrinterWindow) -> list[str]:
    return [picture.accessibleName() for picture in window.findChildren(QLabel) if not picture.pixmap().isNull()]


def test_papers_appear_with_what_they_say(
    qtbot: QtBot, window: VirtualPrinterWindow, printer: VirtualPrinter, till: Station
) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1", "A-2"]))
    device = NetworkPrinter(LOOPBACK, printer.port)
    for _ in range(2):
        print_next(till, device, lambda printout: write(printout, PrinterModel()))
    qtbot.waitUntil(lambda: len(papers(window)) == 3)
    assert sum("Concierto" in paper for paper in papers(window)) == 3


def test_its_buttons_switch_faults_and_show_the_ones_there_are(
    qtbot: QtBot, window: VirtualPrinterWindow, printer: VirtualPrinter
) -> None:
    window.faults[Fault.PAPER_OUT].click()
    assert printer.faults == {Fault.PAPER_OUT}
    window.faults[Fault.PAPER_OUT].click()
    printer.switch(Fault.COVER_OPEN, on=True)
    qtbot.waitUntil(window.faults[Fault.COVER_OPEN].isChecked)
    assert not window.faults[Fault.PAPER_OUT].isChecked()
