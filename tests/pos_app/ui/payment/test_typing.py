"""Typing, pasting and erasing in the fields of the payment, while the method, the rate and the price change."""

import random

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.frame import ScreenName
from pos_app.ui.payment.view import PaymentView
from tests.builders import stations
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sale_window import SaleWindow

_TEXTS = (
    "0", "1", "7", "9999999999999", "5000000000", ",", ".", "-", "e", "Ñ", " ", "\u200b", "\u0663", "\u00b2", "😀",
    "1.500,50", "0412-1234567", "0102", "1" * 200, "0x" + "a" * 64,
)  # fmt: skip
_KEYS = (
    "Return", "Enter", "Backspace", "Del", "Tab", "Shift+Tab", "Ctrl+A", "Ctrl+Z", "Ctrl+X", "Ctrl+V", "Up", "Down",
    "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F12", "=", "Alt+1", "Alt+7", "Ctrl+D", "Space",
)  # fmt: skip


@pytest.fixture
def later() -> RunLater:
    return RunLater()


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier, later: RunLater) -> SaleWindow:
    window = SaleWindow(qtbot, till, ana, later)
    later.catch_up()
    pay_for_one(window, later)
    return window


def pay_for_one(at: SaleWindow, later: RunLater) -> None:
    at.window.go(ScreenName.SELL)
    later.catch_up()
    at.sell.digits("2")
    later.catch_up()
    at.window.go(ScreenName.PAYMENT)
    later.catch_up()


def type_into(focused: QWidget, text: str) -> None:
    """Type characters of any script: QTest knows the keys of ASCII only."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(focused, event)


def paste_into(focused: QWidget, text: str) -> None:
    QApplication.clipboard().setText(text)
    QTest.keySequence(focused, QKeySequence(QKeySequence.StandardKey.Paste))


def shown_texts(at: SaleWindow) -> str:
    return " ".join(shown.text() for shown in at.window.findChildren(QLabel) if shown.isVisible())


@pytest.mark.parametrize("seed", range(8))
def test_no_order_of_keys_ends_in_a_defect(at: SaleWindow, later: RunLater, seed: int) -> None:
    """pytest-qt fails the test for any exception inside Qt."""
    chosen = random.Random(seed)  # noqa: S311  # a repeatable order of keys, no secret
    for _ in range(200):
        if not at.shows(PaymentView)():
            pay_for_one(at, later)
        focused = QApplication.focusWidget() or at.window
        act = chosen.choice(("type", "type", "paste", "key", "key", "key", "follow", "catch up"))
        if act == "type":
            type_into(focused, chosen.choice(_TEXTS))
        elif act == "paste":
            paste_into(focused, chosen.choice(_TEXTS))
        elif act == "key":
            QTest.keySequence(focused, QKeySequence(chosen.choice(_KEYS)))
        elif act == "follow":
            at.payment.follow()
        else:
            later.catch_up()
        QApplication.processEvents()


@pytest.mark.parametrize("method", [Qt.Key.Key_F2, Qt.Key.Key_F6])
def test_an_amount_beyond_every_limit_is_refused_when_it_is_added_and_not_while_it_is_typed(
    at: SaleWindow, method: Qt.Key
) -> None:
    at.press(method, until=lambda: at.payment.state.amount != "")
    type_into(QApplication.focusWidget() or at.window, "5000000000")
    assert (at.payment.state.amount, at.payment.state.pending) == ("5000000000", None)
    for field in at.payment.state.rules.required:
        at.payment.type_reference(field, "00451298")
    for act in (at.payment.add, at.payment.confirm):
        act()
        assert "MON-02" in shown_texts(at)
    assert at.payment.state.tenders == ()


def test_the_field_of_a_refused_reference_has_the_focus_again(at: SaleWindow, till: Station, later: RunLater) -> None:
    stations.sell(till, stations.general_cart(till, 1), stations.pago_movil("8570.06", "00451298"))
    at.press(Qt.Key.Key_F3, until=lambda: at.payment.state.amount != "")
    for field, typed in (("bank", "0102"), ("phone", "0412-1234567"), ("reference", "00451298")):
        at.payment.type_reference(field, typed)
    at.press(Qt.Key.Key_F12, until=lambda: at.payment.state.busy)
    later.catch_up()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert (focused.accessibleName(), focused.text()) == ("Referencia", "00451298")
    type_into(focused, "7")
    assert at.payment.state.references.reference == "7"
