"""The bar under every screen: parts that say how the station is, in words and a shape, and can be pressed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton

from pos_app.ui import theme, wording
from pos_app.ui.frame import Tone
from pos_app.ui.widgets.layouts import give_role, give_tone, row, when_clicked


class Part(StrEnum):
    """What the bar tells about, from left to right."""

    CONNECTION = "connection"
    PENDING = "pending"
    CONFLICTS = "conflicts"
    PRINTER = "printer"
    NUMBERS = "numbers"
    RATE = "rate"
    SHIFT = "shift"
    STATION = "station"


_GIVE_WAY = (Part.STATION, Part.SHIFT, Part.RATE, Part.PENDING, Part.PRINTER)
"""Which parts a narrow bar leaves out first, while they ask for no attention."""


@dataclass(frozen=True, slots=True)
class StatusPart:
    """One part: never by colour alone, so the words carry a shape when they ask for attention."""

    part: Part
    words: str
    tone: Tone = Tone.PLAIN


class StatusBar(QFrame):
    """Draws parts; says which one was pressed. Never interrupts."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self._pressed: Callable[[Part], None] = _ignore
        self._buttons = {part: self._button(part) for part in Part}
        self._parts: dict[Part, StatusPart] = {}
        self.setMinimumWidth(theme.size("touch"))  # what there is no room for is left out, and widens no window
        layout = row(gap="hair")
        for part, button in self._buttons.items():
            if part is Part.STATION:
                layout.addStretch(1)
            layout.addWidget(button)
        self.setLayout(layout)

    def listen(self, pressed: Callable[[Part], None]) -> None:
        """Who is told that a part was pressed."""
        self._pressed = pressed

    def render_parts(self, parts: tuple[StatusPart, ...]) -> None:
        """Show these parts and no others."""
        self._parts = {part.part: part for part in parts}
        for name, button in self._buttons.items():
            part = self._parts.get(name)
            if part is not None and button.accessibleName() != part.words:
                most = theme.size("status_part_width") * (1 if self._is_calm(name) else 2)
                shown_words = button.fontMetrics().elidedText(part.words, Qt.TextElideMode.ElideRight, most)
                button.setText(shown_words)
                button.setAccessibleName(part.words)
            if part is not None:
                give_tone(button, part.tone)
        self._make_room()

    def resizeEvent(self, _: QResizeEvent) -> None:
        """Parts that were left out come back when there is room."""
        self._make_room()

    def _make_room(self) -> None:
        """Longer words take their room now: in the old one they would be cut at both ends."""
        layout = self.layout()
        assert layout is not None
        for name, button in self._buttons.items():
            button.setVisible(name in self._parts)
        for name in _GIVE_WAY:
            if layout.sizeHint().width() > self.width() and self._is_calm(name):
                self._buttons[name].hide()
        layout.activate()

    def _is_calm(self, name: Part) -> bool:
        part = self._parts.get(name)
        return part is not None and part.tone in {Tone.PLAIN, Tone.OK}

    def _button(self, part: Part) -> QPushButton:
        button = QPushButton()
        give_role(button, "status")
        button.setAutoDefault(False)
        button.setAccessibleName(wording.text(f"status.about_{part}"))
        button.setAccessibleDescription(wording.text(f"status.about_{part}"))
        button.setToolTip(wording.text(f"status.about_{part}"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.hide()
        when_clicked(button, partial(self._was_pressed, part))
        return button

    def _was_pressed(self, part: Part) -> None:
        self._pressed(part)


def _ignore(_: Part) -> None:
    """Before the window listens."""
