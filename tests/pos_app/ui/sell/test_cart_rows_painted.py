"""What a row of the cart paints: all lines that its delegate gives it, the last one with day and hour."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.counter import price_and_keep
from pos_app.ui.look import Look
from pos_app.ui.sell.cart_table import AdmissionDelegate, CartTable
from pos_app.ui.theme import Theme
from tests.builders import stations
from tests.pos_app.ui.sale_window import SaleWindow

SIZES = [(1024, 600), (1024, 768), (1366, 768), (1280, 984)]
"""Those of usual screens and of the windows of the demonstration."""


@pytest.fixture(params=[("es", Theme.LIGHT), ("en", Theme.LIGHT), ("es", Theme.CONTRAST)], ids=str)
def at(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier
) -> Iterator[SaleWindow]:
    look.apply(qapp, Look(*request.param))
    yield SaleWindow(qtbot, till, ana)
    look.apply(qapp, Look("es", Theme.LIGHT))


def show_cart(at: SaleWindow, station: Station) -> CartTable:
    """A cart with a zone without seats and two seats."""
    cart = stations.general_cart(station, 2)
    cart = replace(cart, lines=(*cart.lines, *stations.seat_lines(station, ["A-1", "B-10"])))
    price_and_keep(station, stations.ana(station), cart)
    at.sell.enter()
    table = at.window.shown.findChild(CartTable)
    assert isinstance(table, CartTable)
    return table


def cell(table: CartTable, row: int) -> QRect:
    return table.visualRect(table.model().index(row, 1))


def lines_of(table: CartTable, row: int) -> list[str]:
    """The lines that the delegate gives a row."""
    option, index = QStyleOptionViewItem(), table.model().index(row, 1)
    table.initViewItemOption(option)
    option.rect = cell(table, row)
    delegate = table.itemDelegateForIndex(index)
    assert isinstance(delegate, AdmissionDelegate)
    delegate.initStyleOption(option, index)
    return option.text.split("\u2028")


def check_paint(table: CartTable, picture: QImage, row: int) -> None:
    """The ink of a row must reach over as many lines as its delegate gives it."""
    lines, at = lines_of(table, row), cell(table, row)
    across = range(at.left() + 4, at.right() - 4)
    inked = [y for y in range(at.top() + 2, at.bottom() - 1) if len({picture.pixel(x, y) for x in across}) > 1]
    assert inked[-1] - inked[0] > (len(lines) - 1) * table.fontMetrics().lineSpacing(), lines


@pytest.mark.parametrize("size", SIZES)
def test_every_row_paints_zone_seat_type_day_and_hour(
    at: SaleWindow, till: Station, qtbot: QtBot, size: tuple[int, int]
) -> None:
    at.window.resize(*size)
    qtbot.waitUntil(lambda: (at.window.width(), at.window.height()) == size)
    table = show_cart(at, till)
    qtbot.waitUntil(lambda: table.rowCount() == 3)
    picture = table.viewport().grab().toImage()
    for row, what in enumerate((["General"], ["Platea", "A-1"], ["Platea", "B-10"])):
        whole = " ".join(lines_of(table, row))
        assert all(part in whole for part in (*what, "Adulto", "28", "20:00")), whole
        if table.viewport().rect().contains(cell(table, row)):
            check_paint(table, picture, row)


def test_rows_that_are_read_paint_all_their_lines(at: SaleWindow, till: Station, qtbot: QtBot) -> None:
    """The same lines beside the payment, which have no head and low rows."""
    show_cart(at, till)
    priced = at.sell.cart.state.priced
    assert priced is not None
    table = CartTable(None)
    qtbot.addWidget(table)
    table.resize(420, 400)
    table.show()
    table.show_lines(priced.quote.lines, -1)
    picture = table.viewport().grab().toImage()
    for row in range(3):
        check_paint(table, picture, row)
