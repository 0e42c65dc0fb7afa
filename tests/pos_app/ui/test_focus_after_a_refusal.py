"""After a refusal the focus is in the field to mend, on every form of the till."""

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.rate.view import RateView
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import focused, shows
from tests.pos_app.ui.test_closing_a_shift import FIRST_FIELD, look_at_the_till, reaches
from tests.pos_app.ui.test_focus_on_every_screen import rest

TOO_MUCH = "9" * 30


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


def content() -> str:
    field = QApplication.focusWidget()
    return field.text() if isinstance(field, QLineEdit) else ""


@pytest.mark.parametrize("wrong", ["1,2,3", "-5", TOO_MUCH])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_wrong_float_of_a_new_shift_has_the_focus(hands: Hands, running: Till, place: int, wrong: str) -> None:
    hands.sign_in("1", "1111")
    hands.wait_for(shows(running, ShiftView))
    hands.wait_for(reaches(running, Form.OPEN))
    rest(hands, running)
    for number in range(3):
        hands.type(wrong if number == place else "10")
        if number < 2:
            hands.press("Return")
    hands.press("F12")
    hands.wait_for(running.window._banner.isVisible)
    assert content() == wrong


def test_a_currency_that_was_not_counted_has_the_focus(hands: Hands, running: Till, station: Station) -> None:
    stations.open_shift(station)
    till = look_at_the_till(hands, running)
    hands.press("F8")
    hands.wait_for(reaches(till, Form.COUNT))
    hands.press("Return", "Return", "Return")
    hands.press("F12")
    hands.wait_for(till.window._banner.isVisible)
    assert focused() == FIRST_FIELD


@pytest.mark.parametrize("typed", ["1.500,50", "15 00", "-5", "100000", "x"])
def test_a_number_of_notes_that_is_none_is_refused_whole(
    hands: Hands, running: Till, station: Station, typed: str
) -> None:
    stations.open_shift(station)
    till = look_at_the_till(hands, running)
    hands.press("F8")
    hands.wait_for(reaches(till, Form.COUNT))
    hands.type(typed)
    hands.press("Return", "F12")
    hands.wait_for(till.window._banner.isVisible)
    assert (focused(), content()) == (FIRST_FIELD, typed)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.selectedText() == typed
    assert "CAJ-13" in till.window._banner._code.text()


def test_coins_that_are_no_amount_have_the_focus(hands: Hands, running: Till, station: Station) -> None:
    stations.open_shift(station)
    till = look_at_the_till(hands, running)
    hands.press("F8")
    hands.wait_for(reaches(till, Form.COUNT))
    while not focused().startswith("Monedas"):
        hands.press("Return")
    hands.type("1,2,3")
    hands.press("Return", "F12")
    hands.wait_for(till.window._banner.isVisible)
    assert content() == "1,2,3"


@pytest.mark.parametrize("case", [("1,2,3", "sencillo", "1,2,3"), ("5", "", "")])
def test_the_wrong_field_of_a_movement_has_the_focus(
    hands: Hands, running: Till, station: Station, case: tuple[str, str, str]
) -> None:
    amount, reason, wanted = case
    stations.open_shift(station)
    till = look_at_the_till(hands, running)
    hands.press("F3")
    hands.wait_for(reaches(till, Form.CASH_IN))
    hands.type(amount)
    hands.press("Return")
    hands.type(reason)
    hands.press("F12")
    hands.wait_for(till.window._banner.isVisible)
    assert (content(), focused() == "Motivo") == (wanted, wanted == "")


@pytest.mark.parametrize("case", [("1,2,3", "bcv", "value"), ("300", "", "reason")])
def test_the_wrong_field_of_a_rate_has_the_focus(
    hands: Hands, running: Till, station: Station, case: tuple[str, str, str]
) -> None:
    value, reason, name = case
    stations.open_shift(station)
    till = look_at_the_till(hands, running)
    hands.press("Ctrl+T")
    hands.wait_for(shows(till, RateView))
    rest(hands, till)
    hands.type(value)
    hands.press("Return")
    hands.type(reason)
    hands.press("F12")
    if name == "reason":
        hands.wait_for_field("PIN")
        hands.type("9999")
        hands.press("Return")
    hands.wait_for(till.window._banner.isVisible)
    view = till.window.shown
    assert isinstance(view, RateView)
    assert QApplication.focusWidget() is (view._reason if name == "reason" else view._value)
