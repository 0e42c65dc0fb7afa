"""What the screens of a sale show in a small window, with long names, many rows and large amounts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.cart_table import AdmissionDelegate, CartTable
from pos_app.ui.sell.rows import PerformanceRow, ZoneRow
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.layouts import ElidedLabel
from tests.pos_app.priced_houses import reload_text
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import SMALL

LONG = "Orquesta Sinfónica Nacional Juvenil con invitados internacionales de la temporada aniversario"


def house(performances: int, zones: int, price: str) -> str:
    """The small house with a second event of long names."""
    event = f'\n[[event]]\nkey = "largo"\nname = "{LONG}"\nvenue = "sala"\ncurrency = "USD"\n'
    nights = "".join(
        f'\n[[event.performance]]\nkey = "n{i}"\nday = {9 + i}\ntime = "19:00"\n' for i in range(performances)
    )
    kinds = '\n[[event.ticket_type]]\nname = "Adulto con carnet vigente de la institución"\n'
    areas = "".join(
        f'\n[[event.zone]]\nname = "Balcón lateral derecho {i}"\ncapacity = 500\nprice = {price}\n'
        for i in range(zones)
    )
    return SMALL + event + nights + kinds + areas


def opened(qtbot: QtBot, station: Station, cashier: Cashier, height: int) -> SaleWindow:
    at = SaleWindow(qtbot, station, cashier)
    at.window.resize(1024, height)
    qtbot.waitUntil(lambda: at.window.height() == height)
    return at


def whole(at: SaleWindow, kind: type[PerformanceRow | ZoneRow]) -> int:
    """How many rows are in sight from top to bottom."""
    rows = [row for row in at.window.shown.findChildren(kind) if row.isVisible()]
    return sum(row.visibleRegion().boundingRect().height() == row.height() for row in rows)


def test_rows_take_the_height_of_the_window(qtbot: QtBot, till: Station, ana: Cashier) -> None:
    reload_text(till, house(5, 6, "10"))
    at = opened(qtbot, till, ana, 1000)
    at.press(Qt.Key.Key_PageDown, until=lambda: whole(at, ZoneRow) == 6)
    assert whole(at, PerformanceRow) == 6
    at.window.resize(1024, 600)
    qtbot.waitUntil(lambda: 0 < whole(at, PerformanceRow) < 6)
    qtbot.waitUntil(lambda: whole(at, ZoneRow) >= 3)
    assert all(area.height() > 0 for area in at.window.shown.findChildren(QScrollArea) if area.isVisible())


@pytest.mark.parametrize("price", ["10", "98765.43"])
def test_no_amount_and_no_date_is_cut(qtbot: QtBot, till: Station, ana: Cashier, price: str) -> None:
    reload_text(till, house(1, 1, price))
    at = opened(qtbot, till, ana, 600)
    at.press(Qt.Key.Key_PageDown, until=lambda: True)
    at.press("1", until=lambda: at.counter.cart.tickets == 1)
    at.press("99", until=lambda: at.counter.cart.tickets == 99)
    table = at.window.shown.findChild(CartTable)
    assert isinstance(table, CartTable)
    assert "lun 30 nov · 19:00" in drawn(table)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.amount != "")
    figures = [figure for figure in at.window.shown.findChildren(FittedFigure) if figure.isVisible()]
    assert figures
    for figure in figures:
        assert figure.fontMetrics().horizontalAdvance(figure.text()) <= figure.width()
        assert figure.fontMetrics().height() <= figure.height()


@pytest.mark.parametrize("size", [(1024, 600), (1024, 768), (1366, 768)])
def test_no_two_zones_of_a_list_read_alike(
    qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier, size: tuple[int, int]
) -> None:
    look.apply(qapp, look.Look("es", Theme.LIGHT))
    reload_text(till, house(1, 6, "98765.43").replace("Balcón lateral", "Balcón preferencial lateral"))
    at = opened(qtbot, till, ana, 600)
    at.window.resize(*size)
    at.press(Qt.Key.Key_PageDown, until=lambda: whole(at, ZoneRow) >= 3)
    qtbot.waitUntil(lambda: (at.window.width(), at.window.height()) == size)
    rows = [row for row in at.window.shown.findChildren(ZoneRow) if row.isVisible()]
    names = [row.findChildren(ElidedLabel)[0] for row in rows]
    assert len(names) == 6
    assert len({name.text() for name in names}) == len(names), [name.text() for name in names]
    assert all(name.fontMetrics().horizontalAdvance(name.text()) <= name.width() for name in names)


def drawn(table: CartTable) -> str:
    """The text of the first line as its delegate draws it."""
    delegate = table.itemDelegateForColumn(1)
    assert isinstance(delegate, AdmissionDelegate)
    option = QStyleOptionViewItem()
    index = table.model().index(0, 1)
    option.rect = table.visualRect(index)
    option.font = table.font()
    option.fontMetrics = table.fontMetrics()
    delegate.initStyleOption(option, index)
    return option.text
