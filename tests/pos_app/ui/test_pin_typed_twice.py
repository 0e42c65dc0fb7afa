"""A PIN typed once more by a hand that is not sure: it makes no longer PIN, and acts on no other screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from pos_app.services.people.pin_guard import FREE_TRIES
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.state import Form
from pos_app.ui.sign_in.presenter import SignInState
from pos_app.ui.sign_in.view import SignInView
from pos_app.ui.widgets.keypad import Keypad
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import typed
from tests.pos_app.ui.slow import Slow
from tests.pos_app.ui.test_closing_a_shift import look_at_the_till, reaches
from tests.pos_app.ui.test_keys_around_a_pin import counts_short, pin_text


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


@pytest.fixture
def asked(hands: Hands, running: Till, station: Station) -> Till:
    """The whole float is missing, and F12 leads to a supervisor's PIN."""
    stations.open_shift(station)
    till = look_at_the_till(hands, running)
    counts_short(hands, till)
    return till


def sells(till: Till) -> bool:
    return isinstance(till.window.shown, SellView) and till.window.shown._presenter.state.loaded


def field(till: Till) -> str:
    view = till.window.shown
    assert isinstance(view, SignInView)
    return view._pin._pin.text()


def sign_in_state(till: Till) -> SignInState:
    view = till.window.shown
    assert isinstance(view, SignInView)
    assert view._presenter is not None
    return view._presenter.state


@pytest.mark.parametrize("enter", ["Return", "Enter"])
def test_a_pin_typed_again_during_a_wait_replaces_the_first_one(
    hands: Hands, running: Till, station: Station, enter: str
) -> None:
    stations.open_shift(station)
    for _ in range(FREE_TRIES):
        hands.sign_in("1", "0000")
        hands.wait_for(lambda: not sign_in_state(running).busy)
    hands.wait_for(lambda: not sign_in_state(running).may_type)
    hands.wait_for_field("PIN")
    for _ in range(2):
        hands.type("1111")
        hands.press(enter)
    assert field(running) == "1111"
    assert isinstance(station.clock, FakeClock)
    station.clock.advance(seconds=2)
    hands.wait_for(lambda: sign_in_state(running).may_type)
    hands.press(enter)
    hands.wait_for(lambda: sells(running))


def test_a_pin_typed_again_while_it_is_checked_chooses_nothing_on_the_next_screen(
    hands: Hands, running: Till, station: Station, slow: Slow
) -> None:
    stations.open_shift(station)
    hands.press("F1")
    hands.wait_for_field("PIN")
    hands.type("1111")
    slow.begin()
    hands.press("Return")
    hands.type("1111")
    hands.press("Return", "2")
    slow.end()
    hands.wait_for(lambda: sells(running))
    view = running.window.shown
    assert isinstance(view, SellView)
    hands.wait_for(lambda: [line.quantity for line in view._presenter._counter.cart.lines] == [1])


def test_a_wrong_pin_that_is_typed_twice_counts_once_and_leaves_no_digit(
    hands: Hands, running: Till, slow: Slow
) -> None:
    hands.press("F1")
    hands.wait_for_field("PIN")
    hands.type("123456")
    slow.begin()
    hands.press("Return")
    hands.type("123456")
    slow.end()
    hands.wait_for(lambda: bool(sign_in_state(running).problem))
    hands.wait_for_field("PIN")
    assert field(running) == ""


def test_a_pin_sent_before_its_question_is_not_lengthened_after_it(hands: Hands, asked: Till, slow: Slow) -> None:
    slow.begin()
    hands.press("F12")
    hands.press(*"9999", "Return")
    slow.end()
    hands.wait_for_field("PIN")
    hands.type("9999")
    assert pin_text(asked) == "9999"
    hands.press("Return")
    hands.wait_for(reaches(asked, Form.REVIEW))


def test_a_pin_typed_again_while_its_approval_is_checked_is_no_reason(hands: Hands, asked: Till, slow: Slow) -> None:
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    slow.begin()
    hands.press("Return")
    hands.type("9999")
    hands.press("Return")
    hands.type("abc")
    slow.end()
    hands.wait_for(reaches(asked, Form.REVIEW))
    hands.wait_for(lambda: typed(asked) == ["abc"])


def test_the_keypad_adds_nothing_while_an_approval_is_checked(hands: Hands, asked: Till, slow: Slow) -> None:
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("1234")
    slow.begin()
    hands.press("Return")
    panel = asked.window._approvals.now
    assert panel is not None
    keypad = panel.findChild(Keypad)
    assert keypad is not None
    for key in keypad.findChildren(QPushButton):
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    slow.end()
    hands.wait_for(panel._confirm.isEnabled)
    assert pin_text(asked) == ""
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(reaches(asked, Form.REVIEW))
