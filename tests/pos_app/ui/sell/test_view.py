"""The sell screen through real widgets and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from domain.staff import Cashier
from pos_app.services import documents
from pos_app.station import Station
from pos_app.ui import theme
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.seat_map.view import SeatMapView
from pos_app.ui.sell.scan_input import ScanInput
from pos_app.ui.sell.view import SellView
from tests.pos_app import stations
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


def test_a_held_f12_sells_once_and_does_not_leave_the_last_screen(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    for _ in range(4):
        at.press(Qt.Key.Key_F12, until=lambda: True)
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    for _ in range(6):
        at.press(Qt.Key.Key_F12, until=lambda: True)
    assert at.shows(DoneView)()
    assert len(documents.find(till, "")) == 1


def test_a_double_click_on_the_payment_button_sells_once(at: SaleWindow, till: Station) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    confirm = next(b for b in at.window.shown.findChildren(QPushButton) if b.property("role") == "primary")
    QTest.mouseClick(confirm, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(confirm, Qt.MouseButton.LeftButton)
    assert len(documents.find(till, "")) == 1


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


def test_seats_are_sold_by_keys_alone(at: SaleWindow, till: Station) -> None:
    at.press("1", until=at.shows(SeatMapView))
    at.press("M", until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert documents.find(till, "")[0].tickets == 2


def test_a_warning_of_a_seat_left_alone_takes_enter_and_s(at: SaleWindow) -> None:
    at.press("1", until=at.shows(SeatMapView))
    for name in ("B-2", "B-3"):
        at.seats.choose(stations.seat_id(name))
    at.press(Qt.Key.Key_F12, until=lambda: at.seats.state.warned is not None)
    at.press(Qt.Key.Key_Return, until=lambda: at.seats.state.warned is None)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    assert tickets(at) == 2
    assert stations.seat_id("B-2") not in {line.seat_id for line in at.counter.cart.lines}


def test_a_tender_is_entered_with_its_references_by_keys_alone(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.method == "pago_movil")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    at.press("0134", until=lambda: at.payment.state.references.bank == "0134")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    at.press("04121234567", until=lambda: at.payment.state.references.phone == "04121234567")
    at.press(Qt.Key.Key_Return, until=lambda: True)
    at.press("004512", until=lambda: at.payment.state.references.reference == "004512")
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


def test_the_point_of_the_numpad_is_a_comma_and_equals_is_exact(at: SaleWindow) -> None:
    at.press("2", until=lambda: tickets(at) == 1)
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("1.5", until=lambda: at.payment.state.amount == "1,5")
    at.press("=", until=lambda: at.payment.state.amount == "8.570,06")
    at.press(Qt.Key.Key_F8, until=lambda: at.payment.state.amount == "")


def visit_every_screen(at: SaleWindow) -> None:
    """Leave each screen made, with something on it."""
    at.press("1", until=at.shows(SeatMapView))
    at.press("M", until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press(Qt.Key.Key_F1, until=lambda: at.payment.state.amount != "")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))


def test_everything_that_can_be_pressed_or_filled_has_a_name(at: SaleWindow) -> None:
    visit_every_screen(at)
    nameless = [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for kind in (QAbstractButton, QLineEdit)
        for each in at.window.findChildren(kind)
        if not each.isHidden() and not each.accessibleName() and not each.objectName().startswith("qt_")
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
