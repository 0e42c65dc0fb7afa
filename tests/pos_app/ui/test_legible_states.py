"""Words are legible in every state and theme, measured on the drawn window: WCAG 2.2 level AA, 4.5 to 1."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.services.selling.supply import Supply, SupplyState
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.frame import Tone
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.rows import ZoneRow
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.wording import Message
from tests.pos_app.ui.legible import contrast_within, weak_words
from tests.pos_app.ui.sale_window import SaleWindow

AA = 4.5
SUPPLIES = [Supply(90, 10, SupplyState.HERE), Supply(1, 9, SupplyState.HERE)] + [
    Supply(0, 126, state) for state in SupplyState if state is not SupplyState.HERE
]


@pytest.fixture(params=list(Theme))
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    """Each theme in turn."""
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, Theme.LIGHT)


@pytest.fixture
def at(qtbot: QtBot, look: Theme, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


@pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)
def test_a_zone_is_legible_whatever_is_left_of_it(qtbot: QtBot, at: SaleWindow) -> None:
    row = ZoneRow(lambda: None)
    qtbot.addWidget(row)
    row.resize(560, row.height())
    row.show()
    weak = {}
    for supply in SUPPLIES:
        card = replace(at.sell.state.choices.zones[1], supply=supply)
        for marked in (False, True, False):  # the cursor comes and goes
            row.show_card("2", card, marked=marked, at_cursor=marked)
            QApplication.processEvents()
            weak[supply.state, marked] = weak_words(row, AA)
    assert {case: words for case, words in weak.items() if words} == {}


def test_performances_zones_and_an_empty_cart_are_legible(at: SaleWindow) -> None:
    assert weak_words(at.window, AA) == []


def test_a_cart_and_a_list_of_types_are_legible(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    table = at.window.shown.findChild(QTableView)
    assert isinstance(table, QTableView)
    area = table.visualRect(table.model().index(0, 1))
    line = QRect(table.viewport().mapTo(at.window, area.topLeft()), area.size())
    assert contrast_within(at.window.grab().toImage(), line) >= AA
    at.press("*", until=lambda: at.sell.cart.state.types is not None)
    assert weak_words(at.window, AA) == []


def test_the_map_and_its_keys_are_legible(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    assert weak_words(at.window, AA) == []
    at.press("B2", until=lambda: True)
    at.press(Qt.Key.Key_Return, until=lambda: len(at.seats.state.chosen) == 1)
    at.press("B3", until=lambda: True)
    at.press(Qt.Key.Key_Return, until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=lambda: at.seats.state.warned is not None)
    assert weak_words(at.window, AA) == []


def test_the_payment_is_legible(at: SaleWindow) -> None:
    at.press("2", until=lambda: at.counter.cart.tickets == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    assert weak_words(at.window, AA) == []


@pytest.mark.parametrize("tone", list(Tone))
def test_a_message_of_every_tone_is_legible(at: SaleWindow, tone: Tone) -> None:
    at.window.show_message(Message("VEN-01", "Qué pasó.", "Qué está a salvo.", "Qué hacer."), tone)
    (shown,) = at.window.findChildren(Banner)
    assert weak_words(shown, AA) == []
