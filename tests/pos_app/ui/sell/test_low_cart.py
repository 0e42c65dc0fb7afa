"""The cart in the smallest window: at least four rows, each with zone, seat, type, date, time and both amounts."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import CartLine
from pos_app.station import Station
from pos_app.ui import look, theme, wording
from pos_app.ui.counter import price_and_keep
from pos_app.ui.look import Look
from pos_app.ui.sell.cart_table import CartTable
from pos_app.ui.theme import Theme
from tests.builders import stations
from tests.pos_app.priced_houses import reload_text
from tests.pos_app.ui.in_sight import drawn
from tests.pos_app.ui.sale_window import SaleWindow
from tests.sync.setup.setups import SMALL

SMALLEST = (1024, 540)
KIOSK = (1024, 600)
ZONE = "Palco preferencial izquierdo"
SEATS = ["A-1", "A-2", "B-2", "B-3", "B-10"]


@pytest.fixture(params=["es", "en"])
def at(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier
) -> Iterator[SaleWindow]:
    look.apply(qapp, Look(request.param, Theme.LIGHT))
    yield SaleWindow(qtbot, till, ana)
    look.apply(qapp, Look("es", Theme.LIGHT))


def show_cart(at: SaleWindow, station: Station, qtbot: QtBot, size: tuple[int, int], zone: str = "Platea") -> CartTable:
    at.window.status_bar.setFixedHeight(theme.size("banner_height"))  # this window has nothing to show in it
    at.window.resize(*size)
    show, kind = stations.offering(station), stations.ticket_type(station, "Adulto").id
    place = show.performance.id, stations.zone(station, zone).id
    cart = stations.cart_of(*(CartLine(*place, kind, seat_id=stations.seat_id(name)) for name in SEATS))
    price_and_keep(station, stations.ana(station), cart)
    at.sell.enter()
    table = at.window.shown.findChild(CartTable)
    assert isinstance(table, CartTable)
    qtbot.waitUntil(lambda: table.rowCount() == len(SEATS) and (at.window.width(), at.window.height()) == size)
    return table


def whole_rows(table: CartTable) -> int:
    view = table.viewport().rect()
    return sum(view.contains(table.visualRect(table.model().index(row, 0))) for row in range(table.rowCount()))


@pytest.mark.parametrize("size", [SMALLEST, KIOSK])
def test_four_rows_are_in_sight(at: SaleWindow, till: Station, qtbot: QtBot, size: tuple[int, int]) -> None:
    table = show_cart(at, till, qtbot, size)
    qtbot.waitUntil(lambda: whole_rows(table) >= 4)
    least = theme.size("touch_inside")
    assert min(table.rowHeight(row) for row in range(table.rowCount())) >= least


def test_a_row_names_the_whole_zone_the_seat_the_type_and_the_time(at: SaleWindow, till: Station, qtbot: QtBot) -> None:
    reload_text(till, SMALL.replace('name = "Platea"\nsections', f'name = "{ZONE}"\nsections'))
    table = show_cart(at, till, qtbot, SMALLEST, ZONE)
    rows = [drawn(table, row) for row in range(table.rowCount())]
    for seat, lines in zip(SEATS, rows, strict=True):
        what = " ".join(lines[:-1]).replace(" ·", "")
        assert what == f"{ZONE} Platea {seat} Adulto"
        assert "20:00" in lines[-1]
    metrics = table.fontMetrics()
    assert max(metrics.horizontalAdvance(line) for lines in rows for line in lines) <= table.columnWidth(1)
    assert all(metrics.lineSpacing() * len(lines) <= table.rowHeight(row) for row, lines in enumerate(rows))


def test_amounts_carry_their_signs_where_no_head_names_them(at: SaleWindow, till: Station, qtbot: QtBot) -> None:
    table = show_cart(at, till, qtbot, SMALLEST)
    amounts = table.item(0, 3)
    assert amounts is not None
    assert table.horizontalHeader().isHidden()
    foreign, national = amounts.text().split("\n")
    assert (foreign.split()[0], national.split()[0]) == ("US$", "Bs.")
    at.window.resize(1366, 768)
    qtbot.waitUntil(lambda: not table.horizontalHeader().isHidden())


def test_the_price_is_explained_also_in_the_smallest_window(at: SaleWindow, till: Station, qtbot: QtBot) -> None:
    show_cart(at, till, qtbot, SMALLEST)
    terms = wording.text("sell.base")
    texts = [part.text() for part in at.window.shown.findChildren(QLabel) if part.isVisible()]
    assert any(text.startswith(terms) and "US$" in text for text in texts)
