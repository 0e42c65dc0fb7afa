"""A second click at the same place acts only on what has been in sight: never on a screen that has just come."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.click_guard import REPEAT_GUARD_MS
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.sell.view import SellView
from pos_app.ui.widgets.banner import Banner
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.sale_window import SaleWindow
from tests.pos_app.ui.test_main_window import FLOAT

LEFT = Qt.MouseButton.LeftButton
_SLOW_MS = 3000
"""An interval that holds also on a machine that is busy with other tests."""


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    made = SaleWindow(qtbot, till, ana)
    made.press("2", until=lambda: made.counter.cart.tickets == 1)
    return made


@pytest.fixture(autouse=True)
def usual_interval() -> Iterator[None]:
    usual = QApplication.doubleClickInterval()
    yield
    QApplication.setDoubleClickInterval(usual)


def main_button(at: SaleWindow, words: str) -> QPushButton:
    (button,) = (
        button
        for button in at.window.shown.findChildren(QPushButton)
        if button.accessibleName() == wording.text(words) and button.isVisible()
    )
    return button


def click_twice(at: SaleWindow, words: str, wait_ms: int) -> None:
    """Two clicks at one place of the screen; what the second one meets there is whatever has come meanwhile."""
    button = main_button(at, words)
    place = button.mapTo(at.window, button.rect().center())
    QApplication.setDoubleClickInterval(_SLOW_MS)
    QTest.mouseClick(button, LEFT)
    QTest.qWait(wait_ms)
    click_at(at, place)


def click_at(at: SaleWindow, place: QPoint) -> None:
    under = at.window.childAt(place)
    assert under is not None
    for press in (QTest.mousePress, QTest.mouseDClick):
        press(under, LEFT, Qt.KeyboardModifier.NoModifier, under.mapFrom(at.window, place))
    QTest.mouseRelease(under, LEFT, Qt.KeyboardModifier.NoModifier, under.mapFrom(at.window, place))


@pytest.mark.parametrize("wait_ms", [0, 120, 250])
def test_a_double_click_on_the_sale_leaves_the_change_in_sight(at: SaleWindow, wait_ms: int) -> None:
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("=", until=lambda: bool(at.payment.state.amount))
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    click_twice(at, "payment.confirm", wait_ms)
    assert isinstance(at.window.shown, DoneView)


@pytest.mark.parametrize("wait_ms", [0, 250])
def test_a_double_click_on_pay_begins_the_payment_and_no_more(at: SaleWindow, wait_ms: int) -> None:
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    click_twice(at, "sell.pay", wait_ms)
    assert isinstance(at.window.shown, PaymentView)
    assert at.payment.state.tenders == ()
    shown = at.window.findChild(Banner)
    assert shown is not None
    assert not shown.isVisible()


def test_a_click_after_the_interval_is_taken(at: SaleWindow) -> None:
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    at.press("=", until=lambda: bool(at.payment.state.amount))
    at.press(Qt.Key.Key_F12, until=at.shows(DoneView))
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    QTest.mouseClick(main_button(at, "done.next"), LEFT)
    assert isinstance(at.window.shown, SellView)


def test_the_main_key_pressed_twice_opens_the_shift_and_complains_of_nothing(
    hands: Hands, running: Till, station: Station
) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for_field(FLOAT)
    hands.type("100")
    hands.press("F12", "F12")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    hands.qtbot.wait(100)
    shown = running.window.findChild(Banner)
    assert shown is not None
    assert not shown.isVisible(), [part.text() for part in shown.findChildren(QLabel)]
    assert shifts.current(station) is not None


def test_a_shift_without_a_float_is_opened_after_a_question(hands: Hands, running: Till, station: Station) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for_field(FLOAT)
    hands.press("F12", "F12")
    hands.qtbot.wait(50)
    assert "¿Abrir sin fondo?" in running.window._banner.accessibleName()
    assert shifts.current(station) is None
    hands.qtbot.wait(REPEAT_GUARD_MS)
    hands.press("F12")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    assert shifts.current(station) is not None
