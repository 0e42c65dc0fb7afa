"""The only input field of the sell screen: a few digits are a choice, some keys are commands, other text a search."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.ui import wording

_PAUSE_MS = 60
"""Digits of a scanner follow each other faster than this; a typed digit becomes a choice after the pause."""
_LONGEST_CHOICE = 4
_LONGEST_SEARCH = 64

_REPEAT = frozenset({
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Backspace,
})  # fmt: skip
"""Keys that go on while they are held. Any other key counts once: a held one would choose again and again."""

Commands = Mapping[Qt.Key, Callable[[], None]]


class ScanInput(QLineEdit):
    """Calls `digits` with a typed choice and `search` with any other text."""

    def __init__(self, digits: Callable[[str], None], search: Callable[[str], None], commands: Commands) -> None:
        super().__init__()
        self._digits, self._search, self._commands = digits, search, commands
        self._digits_choose = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.decide)
        self.textEdited.connect(self._edited)
        self.setMaxLength(_LONGEST_SEARCH)
        self.setAccessibleName(wording.text("sell.search"))

    def show_query(self, query: str) -> None:
        """Show the current search, unless typed digits still wait for the pause."""
        if not self._pause.isActive() and query != self.text():
            self.setText(query)

    def let_digits_choose(self, *, on: bool) -> None:
        """Whether digits answer what is asked now, such as a list of types, also beside the text of a search."""
        self._digits_choose = on

    def decide(self) -> None:
        """End the pause: handle typed digits as a choice now."""
        self._pause.stop()
        typed = self.text()
        if _is_choice(typed):
            self.clear()
            self._digits(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() not in _REPEAT:
            return
        command = self._commands.get(Qt.Key(event.key()))
        if self._digits_choose and _is_digit(event.text()) and not _is_choice(self.text()):
            self.clear()  # the search stays as it is, and is shown again after the digits
        if command is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        self.decide()
        command()

    def _edited(self, typed: str) -> None:
        if _is_choice(typed):
            self._pause.start()
        else:
            self._pause.stop()
            self._search(typed)


def _is_choice(typed: str) -> bool:
    return len(typed) <= _LONGEST_CHOICE and _is_digit(typed)


def _is_digit(typed: str) -> bool:
    return typed.isascii() and typed.isdigit()
