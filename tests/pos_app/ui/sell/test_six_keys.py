"""General admission in six keys: from an empty sell screen to printed tickets and the next empty cart."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.money.money import Money
from domain.people.staff import Cashier
from pos_app.services.documents import documents, print_queue
from pos_app.station import Station
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.view import SellView
from printing.devices import NetworkPrinter
from printing.escpos_writer import write
from printing.printer_model import PrinterModel
from printing.virtual_printer import LOOPBACK, VirtualPrinter
from tests.builders.printer import virtual_printer
from tests.pos_app.ui.sale_window import SaleWindow

MOST_KEYS = 6


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with virtual_printer() as running:
        yield running


@pytest.mark.parametrize("quantity", ["1", "4", "9"])
def test_six_keys_sell_print_and_begin_the_next_sale(
    qtbot: QtBot, till: Station, ana: Cashier, printer: VirtualPrinter, quantity: str
) -> None:
    at, device = SaleWindow(qtbot, till, ana), NetworkPrinter(LOOPBACK, printer.port)
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(quantity, until=lambda: at.counter.cart.tickets == int(quantity))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    standing = at.payment.state.standing
    assert standing
    assert (standing.settled, standing.excess) == (True, Money.zero())
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    for _ in range(2):  # the drawer, and the papers of the sale
        print_queue.print_next(till, device, lambda printout: write(printout, PrinterModel()))
    qtbot.waitUntil(lambda: len(printer.papers) == 1 + int(quantity))
    assert all("Concierto" in paper.text for paper in printer.papers)
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    assert at.presses <= MOST_KEYS
    assert (at.counter.cart.lines, at.sell.cart.state.priced) == ((), None)
    assert documents.find(till, "")[0].tickets == int(quantity)
