"""The bar under every screen: parts that say how the station is, in words and a shape, and can be pressed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
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
        shown = {part.part: part for part in parts}
        for name, button in self._buttons.items():
            part = shown.get(name)
            button.setVisible(part is not None)
            if part is not None and button.accessibleName() != part.words:
                most = theme.size("status_part_width")
                shown_words = button.fontMetrics().elidedText(part.words, Qt.TextElideMode.ElideRight, most)
                button.setText(shown_words)
                button.setAccessibleName(part.words)
            if part is not None:
                give_tone(button, part.tone)
        self._make_room()

    def _make_room(self) -> None:
        """Longer words take their room now: in the old one they would be cut at both ends."""
        layout = self.layout()
        assert layout is not None
        layout.activate()

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
