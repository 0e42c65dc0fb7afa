"""A button that shows its key, and its key that presses the button."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_chosen, give_role, label, row, when_clicked

_NAMED_KEYS = {
    "Return": "keys.return",
    "Del": "keys.delete",
    "Backspace": "keys.backspace",
    "Space": "keys.space",
}
_OF_THE_FRAME = "Esc"  # the window takes it and asks the screen to step back; two takers would block it
_ALSO = {"Return": "Enter"}  # the numpad has its own


class KeyButton(QPushButton):
    """`KeyButton("Cobrar", "F12", pay, role="primary")`.

    Holding the key does not press again. A disabled or hidden button ignores its key. Enter, which a scanner
    sends too, presses it only when Enter is its key.
    """

    def __init__(self, words: str, key: str = "", pressed: Callable[[], None] | None = None, *, role: str = "") -> None:
        super().__init__()
        self._words = label(words)
        self._key = label(key_name(key), "key")
        give_role(self, role)
        _place_inside(self, self._words, *([self._key] if key else []))
        self.say(words)
        if key and key != _OF_THE_FRAME:
            self._listen(key)
        self.toggled.connect(lambda on: give_chosen(self, chosen=on))
        if pressed:
            when_clicked(self, pressed)

    def say(self, words: str) -> None:
        """Change what is written on it."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        return _hint(self)

    def _listen(self, key: str) -> None:
        self.setAccessibleDescription(key_name(key))
        for name in (key, _ALSO.get(key, "")):
            if name:
                shortcut = QShortcut(QKeySequence(name), self)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(self.click)


class Tile(QPushButton):
    """A large choice of two lines, with the number that chooses it."""

    def __init__(self, key: str, pressed: Callable[[], None]) -> None:
        super().__init__()
        self._title, self._detail = ElidedLabel(role="heading", two_lines=True), ElidedLabel(role="key")
        give_role(self, "tile")
        self.setCheckable(True)
        texts = QWidget()
        texts.setLayout(column(None, self._title, self._detail, None, gap="hair"))
        inside = row(label(key, "key"), gap="space")
        inside.addWidget(texts, 1)
        margin = theme.size("space")
        inside.setContentsMargins(margin, 0, margin, 0)
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        when_clicked(self, pressed)
        self.toggled.connect(lambda on: give_chosen(self, chosen=on))
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.click)

    def say(self, title: str, detail: str) -> None:
        """Change what is written on it."""
        self._title.say(title)
        self._detail.say(detail)
        self.setAccessibleName(f"{title}. {detail}" if detail else title)

    def sizeHint(self) -> QSize:
        return QSize(theme.size("tile_width"), theme.size("tile_height"))


def key_name(key: str) -> str:
    """What is written on the keyboard in the language of the screen."""
    return wording.text(_NAMED_KEYS[key]) if key in _NAMED_KEYS else key


def _place_inside(button: QPushButton, *labels: QWidget) -> None:
    inside = QHBoxLayout()
    margin = theme.size("space")
    inside.setContentsMargins(margin, 0, margin, 0)
    inside.setSpacing(theme.size("space"))
    inside.addStretch(1)
    for part in labels:
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(part)
    inside.addStretch(1)
    button.setLayout(inside)
    button.setAutoDefault(False)


def _hint(button: QPushButton) -> QSize:
    layout = button.layout()
    assert layout is not None
    lowest = theme.size("main_touch" if button.property("role") == "primary" else "touch")
    hint = layout.sizeHint()
    return QSize(hint.width(), max(hint.height(), lowest))
