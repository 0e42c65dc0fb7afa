"""The sell screen through real widgets and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.services.documents import documents
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.scan_input import ScanInput
from pos_app.ui.sell.view import SellView
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sale_window import SaleWindow

MOST_PRESSES = 6


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    return SaleWindow(qtbot, till, ana)


def tickets(at: SaleWindow) -> int:
    return at.counter.cart.tickets


def test_four_general_places_are_sold_in_at_most_six_presses(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press("4", until=lambda: tickets(at) == 4)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert at.presses <= MOST_PRESSES
    assert documents.find(till, "")[0].tickets == 4
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))
    assert tickets(at) == 0


def test_the_keys_on_the_buttons_work_while_the_input_has_the_focus(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press("+", until=lambda: tickets(at) == 2)
    at.press("-", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_Delete, until=lambda: tickets(at) == 0)
    at.press(Qt.Key.Key_F8, until=lambda: tickets(at) == 1)


def test_f12_right_after_a_digit_counts_the_digit(at: SaleWindow, qtbot: QtBot) -> None:
    field = at.window.findChild(ScanInput)
    assert isinstance(field, ScanInput)
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, Qt.Key.Key_F12)
    qtbot.waitUntil(at.shows(PaymentView))
    assert tickets(at) == 4


def test_a_long_number_is_a_search_and_not_a_choice(at: SaleWindow) -> None:
    field = at.window.findChild(ScanInput)
    assert isinstance(field, ScanInput)
    QTest.keyClicks(field, "7591234567890")
    assert (tickets(at), at.sell.state.query) == (0, "7591234567890")


def test_esc_twice_empties_the_cart_and_nothing_else_was_asked(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_Return, until=lambda: not at.sell.cart.counts_places)
    at.press(Qt.Key.Key_Escape, until=lambda: at.sell.cart.state.asks_to_empty)
    assert QApplication.activeModalWidget() is None
    at.press(Qt.Key.Key_Escape, until=lambda: tickets(at) == 0)


def visit_every_screen(at: SaleWindow) -> None:
    """Show every screen of a sale once, with content."""
    at.press("1", until=at.shows(SeatMapView))
    at.press("M", until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


def test_everything_that_can_be_pressed_or_filled_has_a_name(at: SaleWindow) -> None:
    visit_every_screen(at)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for kind in (QAbstractButton, QLineEdit)
        for widget in at.window.findChildren(kind)
        if not widget.isHidden() and not widget.accessibleName() and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_what_a_finger_presses_is_large_enough(at: SaleWindow, qapp: QApplication) -> None:
    theme.apply(qapp, theme.Theme.LIGHT)
    visit_every_screen(at)
    touch = theme.size("touch")
    small = [
        (button.accessibleName(), button.width(), button.height())
        for button in at.window.shown.findChildren(QPushButton)
        if button.isVisible() and (button.height() < touch or button.width() < touch)
    ]
    assert small == []


def visible_texts(at: SaleWindow) -> list[str]:
    return [shown.text() for shown in at.window.findChildren(QLabel) if shown.isVisible()]


def test_a_screen_that_still_loads_says_so_and_not_that_nothing_is_sold(
    qtbot: QtBot, till: Station, ana: Cashier
) -> None:
    later = RunLater()
    at = SaleWindow(qtbot, till, ana, later)
    assert "Cargando las funciones…" in visible_texts(at)
    later.catch_up()
    assert "Cargando las funciones…" not in visible_texts(at)
    at.sell.search("nada de nada")
    assert "Nada coincide con «nada de nada»." in visible_texts(at)
