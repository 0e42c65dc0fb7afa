"""A keypad on the screen, and the fields for a PIN and for an amount."""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import give_role, when_clicked

LONGEST_PIN = 12
LONGEST_AMOUNT = 120
"""More than any amount that is read: a longer text that is pasted must be refused, and never cut to another amount."""
_DIGIT_ROWS = ("789", "456", "123")


class PinField(QLineEdit):
    """Digits that are never shown. Enter ends a PIN: where it cannot be sent yet, the next digit begins another one."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST_PIN)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(wording.text("keys.pin"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhDigitsOnly)
        give_role(self, "pin")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.end_pin()

    def end_pin(self) -> None:
        """The PIN is typed whole and waits: what is typed next replaces it, and makes no longer one."""
        self.selectAll()

    def take(self) -> str:
        """Return the typed PIN and empty the field."""
        typed = self.text()
        self.clear()
        return typed


class AmountField(QLineEdit):
    """An amount as people type it. It keeps each mark as typed; `wording` reads the whole text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_AMOUNT)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        self.setMinimumWidth(theme.size("amount_width"))
        give_role(self, "amount")


class Keypad(QWidget):
    """Writes into its field, or into the focused one, and leaves the focus unchanged. Its Enter calls `entered`."""

    def __init__(
        self, field: QLineEdit | None, entered: Callable[[], None] | None = None, *, comma: bool = False
    ) -> None:
        super().__init__()
        self._field = field
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.size("gap"))
        for line, digits in enumerate(_DIGIT_ROWS):
            for place, digit in enumerate(digits):
                grid.addWidget(self._typing(digit), line, place)
        grid.addWidget(_key("⌫", wording.text("keys.backspace"), self._rub_out), 3, 0)
        grid.addWidget(self._typing("0"), 3, 1)
        if comma:
            grid.addWidget(self._typing(","), 3, 2)
        elif entered:
            grid.addWidget(_key("⏎", wording.text("keys.return"), entered), 3, 2)
        self.setLayout(grid)
        self.setFixedWidth(theme.size("keypad_width"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # never crushed by what lies beside it

    def _target(self) -> QLineEdit | None:
        focused = QApplication.focusWidget()
        return self._field or (focused if isinstance(focused, QLineEdit) else None)

    def _write(self, character: str) -> None:
        if (field := self._target()) is not None:
            field.insert(character)

    def _rub_out(self) -> None:
        if (field := self._target()) is not None:
            field.backspace()

    def _typing(self, character: str) -> QPushButton:
        return _key(character, character, lambda: self._write(character))


def _key(shown: str, name: str, pressed: Callable[[], None]) -> QPushButton:
    button = QPushButton(shown)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAutoDefault(False)
    give_role(button, "keypad")
    when_clicked(button, pressed)
    return button
