"""A customer who is typed is on the document, or nothing is sold: no key drops the data without a word."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from domain.sale.cart import Customer
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.view import SellView
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.customer_form import CustomerForm
from pos_app.ui.widgets.key_button import KeyButton
from tests.pos_app.ui.sale_window import SaleWindow

JOSE = Customer("Jose Perez", "V7654321")


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    made = SaleWindow(qtbot, till, ana)
    made.press("2", until=lambda: made.counter.cart.tickets == 1)
    return made


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def banner(at: SaleWindow) -> str:
    shown = at.window.findChild(Banner)
    assert shown is not None
    return " ".join(part.text() for part in shown.findChildren(QLabel)) if shown.isVisible() else ""


def type_customer(at: SaleWindow, document: str, name: str) -> None:
    """Open the form with the key of the screen in front, and type without saving."""
    focus = QApplication.focusWidget()
    assert focus is not None
    if isinstance(at.window.shown, SellView):
        QTest.keyClick(focus, Qt.Key.Key_F4)
    else:
        QTest.keyClick(focus, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert focus_name() == wording.text("sell.customer_document")
    at.press(document, until=lambda: True)
    at.press(Qt.Key.Key_Tab, until=lambda: focus_name() == wording.text("sell.customer_name"))
    at.press(name, until=lambda: True)


def pay_exactly(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("=", until=lambda: bool(at.payment.state.amount))


def form_is_open(at: SaleWindow) -> bool:
    return any(form.isVisible() for form in at.window.shown.findChildren(CustomerForm))


def sold_to(at: SaleWindow) -> Customer:
    sold = at.done.state.sold
    assert sold is not None
    return sold.sale.customer


def test_the_main_key_of_the_payment_takes_the_customer_who_is_typed(at: SaleWindow) -> None:
    pay_exactly(at)
    type_customer(at, "V7654321", "Jose Perez")
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sold_to(at) == JOSE


def test_a_click_takes_the_customer_who_is_typed(at: SaleWindow) -> None:
    pay_exactly(at)
    type_customer(at, "V7654321", "Jose Perez")
    confirm = next(
        button
        for button in at.window.shown.findChildren(KeyButton)
        if button.accessibleName() == wording.text("payment.confirm")
    )
    QTest.mouseClick(confirm, Qt.MouseButton.LeftButton)
    assert sold_to(at) == JOSE


def test_the_main_key_of_the_sale_takes_the_customer_who_is_typed(at: SaleWindow) -> None:
    type_customer(at, "V7654321", "Jose Perez")
    pay_exactly(at)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sold_to(at) == JOSE


def test_a_wrong_document_stops_the_sale_with_the_focus_in_its_field(at: SaleWindow) -> None:
    pay_exactly(at)
    type_customer(at, "V1X", "Jose Perez")
    at.press(Qt.Key.Key_F12, until=lambda: "IDE-01" in banner(at))
    assert isinstance(at.window.shown, PaymentView)
    assert focus_name() == wording.text("sell.customer_document")
    at.press("V7654321", until=lambda: True)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sold_to(at) == JOSE


def test_a_wrong_document_keeps_the_sell_screen_with_the_focus_in_its_field(at: SaleWindow) -> None:
    type_customer(at, "V1X", "Jose Perez")
    at.press(Qt.Key.Key_F12, until=lambda: "IDE-01" in banner(at))
    assert isinstance(at.window.shown, SellView)
    assert focus_name() == wording.text("sell.customer_document")


def test_a_wrong_check_digit_is_shown_before_the_sale(at: SaleWindow) -> None:
    pay_exactly(at)
    type_customer(at, "J-31217119-0", "Teatro")
    at.press(Qt.Key.Key_F12, until=lambda: "J312171190" in banner(at))
    assert isinstance(at.window.shown, PaymentView)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sold_to(at) == Customer("Teatro", "J312171190")


@pytest.mark.parametrize("leave", [Qt.Key.Key_Escape, Qt.Key.Key_F4])
def test_data_of_a_closed_form_is_shown_again_before_it_would_be_left_out(at: SaleWindow, leave: Qt.Key) -> None:
    type_customer(at, "V7654321", "Jose Perez")
    at.press(leave, until=lambda: not form_is_open(at))
    pay_exactly(at)
    at.press(Qt.Key.Key_F12, until=lambda: form_is_open(at))
    assert wording.text("payment.customer_waits") in banner(at)
    assert isinstance(at.window.shown, PaymentView)
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sold_to(at) == JOSE


def test_a_sale_without_the_data_takes_escape_and_the_main_key(at: SaleWindow) -> None:
    pay_exactly(at)
    type_customer(at, "V7654321", "Jose Perez")
    at.press(Qt.Key.Key_Escape, until=lambda: not form_is_open(at))
    at.press(Qt.Key.Key_F12, until=lambda: form_is_open(at))
    at.press(Qt.Key.Key_Escape, until=lambda: not banner(at))
    at.press(Qt.Key.Key_Escape, until=lambda: not form_is_open(at))
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    assert sold_to(at) == Customer()


def test_the_key_of_the_map_takes_the_customer_who_is_typed(at: SaleWindow) -> None:
    type_customer(at, "V7654321", "Jose Perez")
    at.press(Qt.Key.Key_F6, until=lambda: not form_is_open(at))
    assert at.counter.cart.customer == JOSE
