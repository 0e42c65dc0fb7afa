"""Recognises a barcode scanner by its speed, and delivers its code to the screen in front.

A scanner types like a keyboard, faster than a hand, and ends with Enter. Its first characters have reached the
focused field before the Enter proves what they were. So the field gets its previous text back, and neither the
Enter nor the characters press a button.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

SLOWEST_SCANNER_MS = 35
SHORTEST_CODE = 6
SAME_CODE_AGAIN_MS = 500
_ENTER = "\r"  # of both Enter keys; asking for Qt.Key would make its 471 members before the first window


@dataclass(frozen=True, slots=True)
class _Burst:
    """Keys that followed each other faster than a hand types, and the field that the first of them changed."""

    characters: str = ""
    last_ms: int = -SLOWEST_SCANNER_MS
    field: QLineEdit | None = None
    text_before: str = ""


class Scanner(QObject):
    """An event filter of the application; `at_ms` returns when a key was pressed, in milliseconds."""

    def __init__(self, deliver: Callable[[str], None], at_ms: Callable[[QKeyEvent], int] | None = None) -> None:
        super().__init__()
        self._deliver = deliver
        self._timer = QElapsedTimer()
        self._timer.start()
        self._at_ms = at_ms or self._pressed_at_ms
        self._burst = _Burst()
        self._swallows_enter = False
        self._last_code, self._last_code_ms = "", -SAME_CODE_AGAIN_MS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt sends a ShortcutOverride before each key press; a key accepted there triggers no shortcut."""
        if not isinstance(event, QKeyEvent) or not _arrives_first_at(watched):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._takes(event)
        if event.type() == QEvent.Type.KeyPress and self._swallows_enter and event.text() == _ENTER:
            self._swallows_enter = False
            return True
        return False

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether the key belongs to a scan; delivers the code when it is the Enter of one."""
        at_ms = self._at_ms(event)
        in_burst = at_ms - self._burst.last_ms < SLOWEST_SCANNER_MS
        self._swallows_enter = False
        if event.text() == _ENTER:
            burst, self._burst = self._burst, _Burst()
            if not in_burst or len(burst.characters) < SHORTEST_CODE:
                return False
            self._swallows_enter = True
            self._scanned(burst, at_ms)
        elif len(event.text()) == 1 and event.text().isprintable():
            self._burst = self._longer(event.text(), at_ms) if in_burst else _begin(event.text(), at_ms)
            if not in_burst:
                return False
        else:
            return False
        event.accept()
        return True

    def _longer(self, character: str, at_ms: int) -> _Burst:
        begun = self._burst
        return _Burst(begun.characters + character, at_ms, begun.field, begun.text_before)

    def _scanned(self, burst: _Burst, at_ms: int) -> None:
        if burst.field is not None:
            burst.field.setText(burst.text_before)
        again = burst.characters == self._last_code and at_ms - self._last_code_ms < SAME_CODE_AGAIN_MS
        self._last_code, self._last_code_ms = burst.characters, at_ms
        if not again:
            self._deliver(burst.characters)

    def _pressed_at_ms(self, event: QKeyEvent) -> int:
        """The time stamp of the event: a busy program receives slowly typed keys together, which is no burst."""
        return event.timestamp() or self._timer.elapsed()


def _begin(character: str, at_ms: int) -> _Burst:
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        return _Burst(character, at_ms, field, field.text())
    return _Burst(character, at_ms)


def _arrives_first_at(watched: QObject) -> bool:
    """Whether this is the first object to get the key. Qt offers an unused key to the parents too; it counts once."""
    focused = QApplication.focusWidget()
    return watched is focused or (focused is None and watched.isWindowType())
