"""Keys of the till: Enter goes on, a refusal leads to its field, and a press that is repeated takes no next step."""

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.click_guard import REPEAT_GUARD_MS
from pos_app.ui.shift.state import Form
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.test_closing_a_shift import look_at_the_till, reaches


@pytest.fixture
def at_the_till(hands: Hands, running: Till, station: Station) -> Till:
    stations.open_shift(station)
    return look_at_the_till(hands, running)


def field() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def test_enter_goes_from_the_amount_to_the_reason(hands: Hands, at_the_till: Till) -> None:
    hands.press("F4")
    hands.wait_for(reaches(at_the_till, Form.CASH_OUT))
    hands.type("5")
    hands.press("Return")
    assert field() == "Motivo"


def test_a_refusal_leads_to_the_field_that_it_names(hands: Hands, at_the_till: Till) -> None:
    hands.press("F4")
    hands.wait_for(reaches(at_the_till, Form.CASH_OUT))
    hands.type("x")
    hands.press("Return")
    hands.type("pasajes")
    hands.press("F12")
    hands.wait_for(lambda: field() == "Monto")
    hands.type("5")
    hands.press("Return")
    for _ in range(10):
        hands.press("Backspace")
    hands.press("Tab", "F12")
    hands.wait_for(lambda: field() == "Motivo")


def test_f12_pressed_twice_after_a_count_leaves_the_second_count(
    hands: Hands, at_the_till: Till, station: Station
) -> None:
    at_the_till.window.shown._presenter.choose(Form.COUNT)  # type: ignore[attr-defined]  # the till is in front
    hands.wait_for(reaches(at_the_till, Form.COUNT))
    for _ in range(30):
        hands.type("0")
        hands.press("Return")
    hands.press("F12")
    hands.wait_for(reaches(at_the_till, Form.CLOSE))
    hands.press("F12", "F12")
    hands.qtbot.wait(100)
    assert shifts.current(station) is not None
    hands.qtbot.wait(REPEAT_GUARD_MS)
    hands.press("F12")
    hands.wait_for_field("PIN")  # the whole float is missing: a supervisor is asked
