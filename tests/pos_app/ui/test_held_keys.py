"""Keys that are held down: each key that acts does so once, also where Qt does not mark the repeats."""

from typing import ClassVar

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from pos_app.services.documents import documents, print_queue
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind
from pos_app.ui.app import Till
from pos_app.ui.done.view import DoneView
from pos_app.ui.payment.view import PaymentView
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.key_button import KeyButton
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.test_focus_on_every_screen import at_sell, go, rest
from tests.pos_app.ui.test_global_keys import PLACES, stand_at

__all__ = ["at_sell"]  # the fixture of a cashier who sells

_GO_ON = {"PgDown", "PgUp", "Ctrl+Up", "Ctrl+Down"}
"""Keys that move through a list while they are held."""


class Finger:
    """Holds a key down, as the X server reports it: each repeat is a release and a press of the same millisecond."""

    NAMED: ClassVar[dict[str, str]] = {"Return": "\r", "Space": " "}

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._now_ms = 1000

    def hold(self, name: str, repeats: int, *, marked: bool = False) -> None:
        self._now_ms += 40
        self._press(name, is_repeat=False)
        for _ in range(repeats):
            self._now_ms += 40
            if not marked:
                self._send(QEvent.Type.KeyRelease, name, is_repeat=False)
            self._press(name, is_repeat=marked)
            QTest.qWait(15)
        self._now_ms += 40
        self._send(QEvent.Type.KeyRelease, name, is_repeat=False)
        QTest.qWait(50)

    def _press(self, name: str, *, is_repeat: bool) -> None:
        if self._send(QEvent.Type.ShortcutOverride, name, is_repeat=is_repeat):
            self._send(QEvent.Type.KeyPress, name, is_repeat=is_repeat)
        elif not is_repeat:  # no filter took it: the shortcuts of Qt get it, and then the focus
            QTest.keySequence(QApplication.focusWidget() or self._window, QKeySequence(name))

    def _send(self, kind: QEvent.Type, name: str, *, is_repeat: bool) -> bool:
        key = QKeySequence(name)[0]  # type: ignore[index]  # the stubs leave out that a sequence can be indexed
        text = self.NAMED.get(name, name.lower() if len(name) == 1 else "")
        event = QKeyEvent(kind, key.key(), key.keyboardModifiers(), text, is_repeat)
        event.setTimestamp(self._now_ms)
        event.ignore()
        native = self._window.windowHandle()
        assert native is not None
        QApplication.sendEvent(native, event)
        return event.isAccepted()


@pytest.fixture
def finger(running: Till) -> Finger:
    return Finger(running.window)


def copies(station: Station) -> int:
    (match,) = documents.find(station, "")
    return match.copies


@pytest.mark.parametrize("key", ["F8", "R"])
def test_a_held_key_prints_one_copy(hands: Hands, at_sell: Till, station: Station, finger: Finger, key: str) -> None:
    go(hands, at_sell, "done")
    if key == "F8":
        hands.press("F9")
        rest(hands, at_sell)
    for count, marked in enumerate((False, True), start=1):
        finger.hold(key, 12, marked=marked)
        rest(hands, at_sell)
        finger.hold("F3", 12, marked=marked)  # the cause of the copy
        rest(hands, at_sell)
        assert copies(station) == count


def test_a_held_f6_prints_one_x(hands: Hands, at_sell: Till, station: Station, finger: Finger) -> None:
    go(hands, at_sell, "till")
    finger.hold("F6", 12)
    rest(hands, at_sell)
    assert [job.kind for job in print_queue.jobs(station)].count(JobKind.REPORT) == 1


def test_a_held_space_clicks_the_button_with_the_focus_once(
    hands: Hands, at_sell: Till, station: Station, finger: Finger
) -> None:
    go(hands, at_sell, "done")
    keys = {button.accessibleDescription(): button for button in at_sell.window.shown.findChildren(KeyButton)}
    hands.press("R")
    keys["F3"].setFocus()
    finger.hold("Space", 8)
    rest(hands, at_sell)
    assert copies(station) == 1


def test_a_held_enter_registers_one_payment_and_complains_of_nothing(
    hands: Hands, at_sell: Till, finger: Finger
) -> None:
    go(hands, at_sell, "payment")
    hands.press("F1")
    finger.hold("Return", 8)
    view = at_sell.window.shown
    assert isinstance(view, PaymentView)
    assert len(view._presenter.state.tenders) == 1
    shown = at_sell.window.findChild(Banner)
    assert shown is not None
    assert not shown.isVisible()


def test_a_character_is_repeated_in_a_field(hands: Hands, at_sell: Till, finger: Finger) -> None:
    go(hands, at_sell, "documents")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    finger.hold("Z", 3)
    assert field.text().lower() == "zzzz"


@pytest.mark.parametrize("name", PLACES)
def test_no_key_of_a_screen_acts_while_it_is_held(hands: Hands, at_sell: Till, name: str) -> None:
    stand_at(hands, at_sell, name)
    listening = at_sell.window.findChildren(QShortcut)
    going_on = {s.key().toString(QKeySequence.SequenceFormat.PortableText) for s in listening if s.autoRepeat()}
    assert going_on <= _GO_ON
    assert len(listening) > len(_GO_ON)


def test_the_key_that_opened_a_field_is_not_typed_into_it(hands: Hands, at_sell: Till, finger: Finger) -> None:
    hands.press("2", "F12")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, PaymentView))
    hands.press("F1", "=", "F12")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, DoneView))
    finger.hold("D", 9)
    hands.wait_for(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    hands.type("d")
    assert field.text() == "d"
