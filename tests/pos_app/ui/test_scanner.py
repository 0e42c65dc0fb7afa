"""A scanner types like a fast keyboard: its code reaches the screen and does not stay in the field."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.scanner import Scanner
from pos_app.ui.widgets.key_button import KeyButton

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)


@dataclass
class Desk:
    """A window with a field and a button whose key is Enter; `pace_ms` is the time between two keys."""

    window: QWidget = field(default_factory=QWidget)
    text: QLineEdit = field(default_factory=QLineEdit)
    codes: list[str] = field(default_factory=list)
    presses: list[str] = field(default_factory=list)
    now_ms: int = 1000
    pace_ms: int = 5

    def next_key_ms(self, _: QKeyEvent) -> int:
        self.now_ms += self.pace_ms
        return self.now_ms

    def type(self, characters: str) -> None:
        QTest.keyClicks(self.text, characters)
        QTest.keyClick(self.text, Qt.Key.Key_Return)

    def wait(self, ms: int) -> None:
        self.now_ms += ms


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk()
    qtbot.addWidget(desk.window)
    layout = QVBoxLayout(desk.window)
    layout.addWidget(desk.text)
    layout.addWidget(KeyButton("Vender", "Return", lambda: desk.presses.append("Enter")))
    layout.addWidget(KeyButton("Uno", "1", lambda: desk.presses.append("1")))
    scanner = Scanner(desk.codes.append, desk.next_key_ms)
    qapp.installEventFilter(scanner)
    desk.window.show()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    desk.text.setFocus()
    yield desk
    qapp.removeEventFilter(scanner)


def test_a_scan_is_delivered_and_the_field_gets_its_text_back(desk: Desk) -> None:
    desk.text.setText("C-12")
    desk.type("0ujtsYcgvSTl8PAuAdqWYSMnLOv")
    assert desk.codes == ["0ujtsYcgvSTl8PAuAdqWYSMnLOv"]
    assert desk.text.text() == "C-12"


def test_the_enter_of_a_scanner_presses_no_button(desk: Desk) -> None:
    desk.type("ABC123456")
    assert desk.presses == []


def test_a_hand_types_and_its_enter_is_an_enter(desk: Desk) -> None:
    desk.pace_ms = 120
    desk.type("ABC123456")
    assert (desk.codes, desk.text.text(), desk.presses) == ([], "ABC123456", ["Enter"])


def test_a_short_burst_is_no_code(desk: Desk) -> None:
    desk.type("12345")
    assert (desk.codes, desk.presses) == ([], ["Enter"])


def test_the_same_code_twice_in_half_a_second_counts_once(desk: Desk) -> None:
    desk.type("ABC123456")
    desk.wait(100)
    desk.type("ABC123456")
    desk.wait(1000)
    desk.type("ABC123456")
    assert desk.codes == ["ABC123456", "ABC123456"]


def test_digits_of_a_scan_press_no_numbered_button(desk: Desk) -> None:
    desk.text.clearFocus()
    desk.window.setFocus()
    QTest.keyClicks(desk.window, "X11111111")
    QTest.keyClick(desk.window, Qt.Key.Key_Return)
    assert (desk.codes, desk.presses) == (["X11111111"], [])


def test_two_hurried_scans_follow_each_other(desk: Desk) -> None:
    desk.type("ABC123456")
    desk.type("DEF123456")
    assert desk.codes == ["ABC123456", "DEF123456"]
