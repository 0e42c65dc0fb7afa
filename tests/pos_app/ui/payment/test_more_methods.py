"""The methods behind F9 are chosen with the keys that stand on them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.payment.state import OTHER_METHODS
from pos_app.ui.payment.view import PaymentView
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    made = SaleWindow(qtbot, till, ana)
    made.press("2", until=lambda: made.counter.cart.tickets == 1)
    made.press(Qt.Key.Key_F12, until=made.shows(PaymentView))
    return made


def press_place(place: int) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("place", range(1, len(OTHER_METHODS) + 1))
def test_each_method_of_the_list_has_its_key(at: SaleWindow, place: int) -> None:
    at.press(Qt.Key.Key_F9, until=lambda: at.payment.state.lists_methods)
    shown = {part.text() for part in at.window.shown.findChildren(QLabel) if part.isVisible()}
    assert f"Ctrl+{place}" in shown
    press_place(place)
    assert at.payment.state.method == OTHER_METHODS[place - 1]
    assert not at.payment.state.lists_methods


def test_the_keys_of_a_closed_list_choose_nothing(at: SaleWindow) -> None:
    press_place(1)
    assert at.payment.state.method == "cash_ves"
