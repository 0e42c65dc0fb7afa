"""The screen after a sale through real widgets and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.services.documents import documents, print_queue
from pos_app.station import Station
from pos_app.ui.done.view import DoneView
from pos_app.ui.frame import ScreenName
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.builders.printer import ScriptedPrinter
from tests.pos_app.ui.sale_window import SaleWindow


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    window = SaleWindow(qtbot, till, ana)
    window.counter.sold = stations.sell(till, stations.general_cart(till, 2), stations.cash_ves("20000"))
    window.window.go(ScreenName.DONE)
    return window


def visible_texts(at: SaleWindow) -> list[str]:
    return [shown.text() for shown in at.window.shown.findChildren(QLabel) if shown.isVisible()]


def test_the_change_and_the_number_are_in_sight(at: SaleWindow) -> None:
    assert "Bs. 2.859,88" in visible_texts(at)
    assert "Venta A-00000001" in visible_texts(at)


def test_the_state_of_the_paper_follows_the_printer(at: SaleWindow, till: Station, qtbot: QtBot) -> None:
    assert "En cola de impresión, 0 de 3" in visible_texts(at)
    for _ in range(2):  # the drawer, then the papers
        print_queue.print_next(till, ScriptedPrinter(), lambda _: b"paper")
    qtbot.waitUntil(lambda: "Impreso: 3 de 3" in visible_texts(at))


def test_other_keys_do_not_leave_it_and_enter_does(at: SaleWindow) -> None:
    for key in ("1", " ", "x"):
        at.press(key, until=at.shows(DoneView))
    at.press(Qt.Key.Key_Return, until=at.shows(SellView))


def test_r_prints_a_copy(at: SaleWindow, till: Station) -> None:
    at.press("R", until=lambda: at.done.state.asks_cause)
    at.press(Qt.Key.Key_Escape, until=lambda: not at.done.state.asks_cause)
    assert at.shows(DoneView)()
    at.press("R", until=lambda: at.done.state.asks_cause)
    at.press(Qt.Key.Key_F4, until=lambda: documents.find(till, "")[0].copies == 1)
    assert not at.done.state.asks_cause


def test_d_asks_for_a_reason_in_place_and_letters_go_into_it(at: SaleWindow) -> None:
    at.press("D", until=lambda: at.done.state.asks_reason)
    at.press("rd", until=lambda: at.window.shown.findChildren(QLineEdit)[0].text() == "rd")
    at.press(Qt.Key.Key_Return, until=lambda: not at.done.state.asks_reason)
    assert at.shows(DoneView)()
