"""Buttons with a keyboard shortcut that is written on them."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import (
    ElidedLabel,
    column,
    give_chosen,
    give_low,
    give_role,
    label,
    note_press,
    row,
    when_clicked,
)

_NAMED_KEYS = {
    "Return": "keys.return",
    "Del": "keys.delete",
    "Backspace": "keys.backspace",
    "Space": "keys.space",
}
_OF_THE_FRAME = (
    "Esc",
    "Ctrl+M",
)  # the window handles them; a second shortcut would be ambiguous, and Qt would run none
_MIDDLE, _BESIDE = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ALSO = {"Return": "Enter"}  # Qt gives the Enter key of the numpad a name of its own


class KeyButton(QPushButton):
    """`KeyButton("Cobrar", "F12", pay, role="primary")`.

    Holding the key down does not press again. A disabled or hidden button ignores its key. Enter, which a scanner
    sends too, presses the button only when Enter is its key.
    """

    def __init__(self, text: str, key: str = "", pressed: Callable[[], None] | None = None, *, role: str = "") -> None:
        super().__init__()
        self._text = label(text)
        self._key = label(key_name(key), "key")
        give_role(self, role)
        _place_inside(self, self._text, *([self._key] if key else []))
        self.show_text(text)
        if key and key not in _OF_THE_FRAME:
            self._listen(key)
        self.toggled.connect(lambda on: give_chosen(self, chosen=on))
        if pressed:
            when_clicked(self, pressed)

    def show_text(self, text: str) -> None:
        """Change the text of the button."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def stack(self, *, stacked: bool = True) -> None:
        """Put the key below the text, for buttons too narrow for both; clicks then leave the focus where it is."""
        inside = self.layout()
        assert isinstance(inside, QBoxLayout)
        inside.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        inside.setSpacing(0 if stacked else theme.size("space"))
        margin = theme.size("hair" if stacked else "space")
        inside.setContentsMargins(margin, 0, margin, 0)
        for part in (self._text, self._key):
            part.setAlignment(_MIDDLE if stacked else _BESIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def be_low(self, *, low: bool) -> None:
        """Be as low as every other button, also as the main one, on a page that has little height."""
        if self.property("role") == "primary":
            give_low(self, low=low)
            self.updateGeometry()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        note_press(self, event)
        super().mousePressEvent(event)

    def leave_key_to_fields(self) -> None:
        """Let the key press this button only while it has the focus: the fields beside it handle the key themselves."""
        for shortcut in self.findChildren(QShortcut):
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

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
    """A large button with two lines of text and the key that presses it."""

    def __init__(self, key: str, pressed: Callable[[], None]) -> None:
        super().__init__()
        self.key, self._key = key, label(key, "key")
        self._title, self._detail = ElidedLabel(role="heading", two_lines=True), ElidedLabel(role="key")
        give_role(self, "tile")
        self.setCheckable(True)
        texts = QWidget()
        texts.setLayout(column(None, self._title, self._detail, None, gap="hair"))
        inside = row(self._key, gap="space")
        inside.addWidget(texts, 1)
        margin = theme.size("space")
        inside.setContentsMargins(margin, 0, margin, 0)
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        when_clicked(self, pressed)
        self.toggled.connect(lambda on: give_chosen(self, chosen=on))
        self._shortcut = QShortcut(QKeySequence(key), self)
        self._shortcut.setAutoRepeat(False)
        self._shortcut.activated.connect(self.click)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        note_press(self, event)
        super().mousePressEvent(event)

    def heed_key(self, *, heeded: bool) -> None:
        """Whether its key presses the tile, and stands on it; a click always does."""
        self._shortcut.setEnabled(heeded)
        self._key.setText(self.key if heeded else "")

    def show_texts(self, title: str, detail: str) -> None:
        """Change the text of the tile."""
        self._title.show_text(title)
        self._detail.show_text(detail)
        self.setAccessibleName(f"{title}. {detail}" if detail else title)

    def sizeHint(self) -> QSize:
        return QSize(theme.size("tile_width"), theme.size("tile_height"))


def key_name(key: str) -> str:
    """The name of a key as on a keyboard, in the language of the screen."""
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
    is_high = button.property("role") == "primary" and button.property("low") != "true"
    lowest = theme.size("main_touch" if is_high else "touch")
    hint = layout.sizeHint()
    return QSize(max(hint.width(), theme.size("touch")), max(hint.height(), lowest))
