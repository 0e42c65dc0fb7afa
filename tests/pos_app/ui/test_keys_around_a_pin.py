"""Keys typed before a supervisor's PIN, after its Enter, and while the till works: none is lost silently."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.state import Form
from pos_app.ui.widgets.key_button import KeyButton
from tests.builders import stations
from tests.pos_app.services.people.test_approvals import tried
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.in_sight import focused, typed
from tests.pos_app.ui.slow import Slow
from tests.pos_app.ui.test_closing_a_shift import look_at_the_till, reaches

PRESS_ENTER = "pulse Enter para enviarlo"
NOT_USED = "Lo que se tecleó antes de esta pregunta no se usó."


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


@pytest.fixture
def at_the_till(hands: Hands, running: Till, station: Station) -> Till:
    stations.open_shift(station)
    return look_at_the_till(hands, running)


def counts_short(hands: Hands, till: Till) -> None:
    """The whole float is missing, so that F12 leads to a supervisor's PIN."""
    hands.press("F8")
    hands.wait_for(reaches(till, Form.COUNT))
    for _ in range(30):
        hands.type("0")
        hands.press("Return")
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSE))


def panel_text(till: Till) -> str:
    now = till.window._approvals.now
    assert now is not None
    return "\n".join(part.text() for part in now.findChildren(QLabel))


def pin_text(till: Till) -> str:
    now = till.window._approvals.now
    assert now is not None
    return now.findChildren(QLineEdit)[0].text()


def test_a_pin_typed_before_its_panel_opens_waits_in_it_for_enter(hands: Hands, at_the_till: Till, slow: Slow) -> None:
    counts_short(hands, at_the_till)
    slow.begin()
    hands.press("F12")
    for key in ("9", "9", "9", "9", "Return"):
        hands.press(key)
    slow.end()
    hands.wait_for_field("PIN")
    assert (pin_text(at_the_till), PRESS_ENTER in panel_text(at_the_till)) == ("9999", True)
    hands.press("Return")
    hands.wait_for(reaches(at_the_till, Form.REVIEW))
    assert typed(at_the_till) == []


def test_keys_of_the_next_step_are_no_try_of_a_pin(
    hands: Hands, at_the_till: Till, slow: Slow, station: Station
) -> None:
    counts_short(hands, at_the_till)
    slow.begin()
    hands.press("F12")
    hands.press("2", "Return")
    slow.end()
    hands.wait_for_field("PIN")
    hands.qtbot.wait(200)
    assert pin_text(at_the_till) == "2"
    assert tried(station) == []


def test_the_keys_work_again_after_a_panel_was_left_by_mouse(hands: Hands, at_the_till: Till, slow: Slow) -> None:
    counts_short(hands, at_the_till)
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    slow.begin()
    hands.press("Return")
    hands.press("a")
    now = at_the_till.window._approvals.now
    assert now is not None
    leave = next(key for key in now.findChildren(KeyButton) if key.accessibleName() == "Volver")
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    slow.end()
    hands.wait_for(lambda: not at_the_till.window._approvals.is_open)
    hands.press("F3")
    hands.wait_for(reaches(at_the_till, Form.CASH_IN))
    assert typed(at_the_till) == []


def test_what_is_no_pin_is_not_used_and_the_panel_says_so(hands: Hands, at_the_till: Till, slow: Slow) -> None:
    counts_short(hands, at_the_till)
    slow.begin()
    hands.press("F12")
    for key in ("F4", "5"):
        hands.press(key)
    slow.end()
    hands.wait_for_field("PIN")
    assert NOT_USED in panel_text(at_the_till)
    assert pin_text(at_the_till) == ""
    hands.press("Esc")
    hands.wait_for(lambda: focused() != "PIN")
    assert reaches(at_the_till, Form.CLOSE)()


def test_keys_after_the_enter_of_a_pin_reach_what_it_opens(hands: Hands, at_the_till: Till, slow: Slow) -> None:
    counts_short(hands, at_the_till)
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    slow.begin()
    hands.press("Return")
    for key in ("a", "b", "c"):
        hands.press(key)
    assert pin_text(at_the_till) == ""
    slow.end()
    hands.wait_for(reaches(at_the_till, Form.REVIEW))
    hands.wait_for(lambda: typed(at_the_till) == ["abc"])


def test_a_panel_that_was_left_approves_nothing_later(
    hands: Hands, at_the_till: Till, slow: Slow, station: Station
) -> None:
    counts_short(hands, at_the_till)
    hands.press("F12")
    hands.wait_for_field("PIN")
    hands.type("9999")
    slow.begin()
    hands.press("Return", "Esc")
    assert not at_the_till.window._approvals.is_open
    slow.end()
    hands.qtbot.wait(200)
    assert reaches(at_the_till, Form.CLOSE)()
    assert shifts.current(station) is not None


@pytest.mark.parametrize("pause_ms", [0, 40])
def test_menu_keys_typed_while_the_till_works_are_pressed_after_it(
    hands: Hands, at_the_till: Till, slow: Slow, pause_ms: int
) -> None:
    slow.begin()
    for key in ("F6", "F4", "5", "Return", "a"):
        hands.press(key)
        hands.qtbot.wait(pause_ms)
    slow.end()
    hands.wait_for(reaches(at_the_till, Form.CASH_OUT))
    hands.wait_for(lambda: typed(at_the_till) == ["5", "a"])


def test_menu_keys_typed_while_the_till_is_entered_wait_for_it(hands: Hands, at_the_till: Till, slow: Slow) -> None:
    hands.press("Esc")
    hands.qtbot.wait(100)
    slow.begin()
    for key in ("F7", "F4", "5"):
        hands.press(key)
    slow.end()
    hands.wait_for(lambda: typed(at_the_till) == ["5"])
    assert reaches(at_the_till, Form.CASH_OUT)()
