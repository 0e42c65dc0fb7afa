"""Another language reaches every open window of the program, and takes nothing from anybody who is at work there."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier, Permission
from pos_app.demo.window import DeskSwitch
from pos_app.station import Station
from pos_app.ui import look
from pos_app.ui.app import Opened, Till
from pos_app.ui.frame import ScreenName
from pos_app.ui.look import Look
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.printer.virtual_printer_window import VirtualPrinterWindow
from pos_app.ui.screen import Screen
from pos_app.ui.sell.view import SellView
from pos_app.ui.settings.view import SettingsView
from pos_app.ui.widgets.keypad import PinField
from printing.virtual_printer import VirtualPrinter
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.fakes import DESK
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.sale_window import SaleWindow

ENGLISH = Look("en", "light")


@pytest.fixture
def choose_english(qapp: QApplication) -> Callable[[], None]:
    return lambda: look.apply(qapp, ENGLISH)


@pytest.fixture
def paying(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    """Two seats of the map are being paid."""
    at = SaleWindow(qtbot, till, ana)
    at.press("1", until=lambda: at.seats.state.map is not None)
    at.press(Qt.Key.Key_F5, until=lambda: len(at.seats.state.chosen) == 2)
    at.press(Qt.Key.Key_F12, until=at.shows(SellView))
    at.press(Qt.Key.Key_F12, until=at.shows(PaymentView))
    return at


def words(widget: QWidget) -> str:
    return "\n".join(part.accessibleName() or part.text() for part in widget.findChildren(QAbstractButton))


def test_the_settings_of_one_window_reach_the_other_windows(
    qtbot: QtBot, hands: Hands, running: Till, station: Station
) -> None:
    papers, switch = VirtualPrinterWindow(VirtualPrinter(), "Taquilla 2"), DeskSwitch([], [])
    other = Till(lambda: Opened(station, lambda: None, DESK))
    for window in (papers, switch, other.window):
        qtbot.addWidget(window)
    other.show()
    qtbot.waitUntil(lambda: "Ana" in words(other.window.shown))
    running.window.activateWindow()
    qtbot.waitUntil(running.window.isActiveWindow)
    stations.open_shift(station)
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    hands.press("F10")
    hands.wait_for(lambda: isinstance(running.window.shown, SettingsView))
    buttons = running.window.shown.findChildren(QAbstractButton)
    next(button for button in buttons if button.accessibleName() == "Idioma: English").click()
    hands.wait_for(lambda: "Sign in" in words(other.window.shown))
    hands.wait_for(lambda: "Cashier" in words(other.window.shown))
    assert "Close" in words(other.window)
    assert papers.windowTitle() == "Taquilla 2 · Virtual printer"
    assert "Paper out" in words(papers)
    assert switch.windowTitle() == "Demo"
    assert "Papel" not in words(papers) + words(switch)
    other.stop()


def test_a_payment_goes_on_in_another_language(paying: SaleWindow, choose_english: Callable[[], None]) -> None:
    paying.press(Qt.Key.Key_F2, until=lambda: paying.payment.state.method == "cash_usd")
    paying.press("1", until=lambda: paying.payment.state.amount == "1")
    paying.press(Qt.Key.Key_Return, until=lambda: len(paying.payment.state.tenders) == 1)
    paying.press("3,5", until=lambda: paying.payment.state.amount == "3,5")
    before, tenders = paying.window.shown, paying.payment.state.tenders
    choose_english()
    assert paying.window.shown is not before
    assert "Customer" in words(paying.window.shown)
    assert (paying.payment.state.tenders, paying.payment.state.amount) == (tenders, "3,5")
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.text() == "3,5"


def test_what_is_typed_of_a_payment_is_there_after_the_settings(paying: SaleWindow) -> None:
    paying.press("7", until=lambda: paying.payment.state.amount == "7")
    paying.window.add(ScreenName.SETTINGS, Screen)
    paying.window.go(ScreenName.SETTINGS)
    paying.press(Qt.Key.Key_Escape, until=paying.shows(PaymentView))
    assert paying.payment.state.amount == "7"
    paying.press(Qt.Key.Key_Escape, until=paying.shows(SellView))
    paying.press(Qt.Key.Key_F12, until=paying.shows(PaymentView))
    assert paying.payment.state.amount == "7"  # the payment of the same cart


def test_a_customer_who_is_typed_is_not_lost(paying: SaleWindow, choose_english: Callable[[], None]) -> None:
    paying.payment.ask_for_customer()
    before = paying.window.shown
    choose_english()
    assert paying.window.shown is before
    paying.payment.take_customer("Luis Rojas", "V12345678")
    paying.window.changed()
    assert paying.window.shown is not before
    assert paying.counter.cart.customer.name == "Luis Rojas"


def test_an_open_approval_keeps_its_pin(hands: Hands, running: Till, choose_english: Callable[[], None]) -> None:
    approved: list[str] = []
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: running.window.signed_in_now() is not None)
    running.window.approve(Permission.TAKE_Z, lambda supervisor: approved.append(supervisor.name))
    hands.wait_for_field("PIN")
    hands.type("99")
    choose_english()
    hands.type("99")
    hands.press("Return")
    hands.wait_for(lambda: approved == ["Rosa Zambrano"])
    hands.wait_for(lambda: "Sign out" in words(running.window))


def test_a_chosen_person_goes_on_with_the_pin(hands: Hands, running: Till, choose_english: Callable[[], None]) -> None:
    hands.press("F1")
    hands.wait_for_field("PIN")
    hands.type("11")
    choose_english()
    pin = running.window.shown.findChild(PinField)
    assert pin is not None
    assert pin.text() == "11"
    hands.type("11")
    hands.press("Return")
    hands.wait_for(lambda: running.window.signed_in_now() is not None)
    hands.wait_for(lambda: "Sign out" in words(running.window))


def test_screens_are_replaced_many_times_under_late_answers(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, till: Station, ana: Cashier
) -> None:
    """An answer, a timer or the collector of Python must find no half of a replaced screen."""
    late = RunLater()
    at = SaleWindow(qtbot, till, ana, late)
    late.catch_up()
    gc.collect()
    gc.freeze()  # the collector need not look again at what other tests left
    request.addfinalizer(gc.unfreeze)
    for turn in range(24):
        replaced = at.window.shown
        at.window.go((ScreenName.SELL, ScreenName.DONE)[turn % 2])
        look.apply(qapp, Look(("en", "es")[turn % 2], ("dark", "light")[turn // 4 % 2]))
        assert at.window.shown.minimumSizeHint().isValid()
        gc.collect()
        QTest.keyClicks(QApplication.focusWidget() or at.window, "2")
        if turn % 3 == 0:
            late.catch_up()
        QCoreApplication.sendPostedEvents(replaced, QEvent.Type.DeferredDelete)
        qapp.processEvents()
    late.catch_up()
    qtbot.waitUntil(lambda: not at.window._stack._retired)
