"""An amount of cash far beyond what is due, such as a phone number, is asked about once."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier
from pos_app.station import Station
from pos_app.ui.payment.view import PaymentView
from tests.builders import stations
from tests.pos_app.ui.sale_window import SaleWindow

PHONE = "4141234567"


@pytest.fixture
def at(qtbot: QtBot, till: Station, ana: Cashier) -> SaleWindow:
    window = SaleWindow(qtbot, till, ana)
    window.press("2", until=lambda: window.counter.cart.tickets == 1)
    window.press(Qt.Key.Key_F12, until=window.shows(PaymentView))
    return window


def message(at: SaleWindow) -> str:
    banner = at.window._banner
    return banner.accessibleName() if banner.isVisible() else ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F12])
def test_a_phone_number_as_cash_is_refused_and_a_double_press_is_no_answer(at: SaleWindow, key: Qt.Key) -> None:
    at.press(PHONE, until=lambda: at.payment.state.amount == PHONE)
    for _ in range(3):
        at.press(key, until=lambda: "PAG-08" in at.window._banner._code.text())
        assert (at.payment.state.tenders, at.payment.state.amount) == ((), PHONE)
        assert at.counter.sold is None
    assert "4.141.234.567,00" in message(at)


def test_the_same_amount_is_taken_once_somebody_had_time_to_read(at: SaleWindow, till: Station) -> None:
    at.press("99999", until=lambda: at.payment.state.amount == "99999")
    at.press(Qt.Key.Key_Return, until=lambda: bool(message(at)))
    stations.clock_of(till).advance(seconds=2)
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    assert message(at) == ""


@pytest.mark.parametrize(
    ("method", "amount"),
    [(Qt.Key.Key_F1, "8570,06"), (Qt.Key.Key_F1, "25000"), (Qt.Key.Key_F2, "100"), (Qt.Key.Key_F2, "20")],
)
def test_what_people_hand_over_is_not_asked_about(at: SaleWindow, method: Qt.Key, amount: str) -> None:
    at.press(method, until=lambda: True)
    at.press(amount, until=lambda: at.payment.state.amount == amount)
    at.press(Qt.Key.Key_Return, until=lambda: len(at.payment.state.tenders) == 1)
    assert message(at) == ""


@pytest.mark.parametrize("amount", ["200", "1000"])
def test_dollars_beyond_one_large_note_are_asked_about(at: SaleWindow, amount: str) -> None:
    at.press(Qt.Key.Key_F2, until=lambda: at.payment.state.method == "cash_usd")
    at.press(amount, until=lambda: at.payment.state.amount == amount)
    at.press(Qt.Key.Key_Return, until=lambda: "PAG-08" in at.window._banner._code.text())
    assert at.payment.state.tenders == ()
