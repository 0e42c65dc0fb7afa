"""The bar under every screen: parts that show the state of the station in words and a shape, and can be pressed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton

from pos_app.ui import theme, wording
from pos_app.ui.frame import Tone
from pos_app.ui.status_part import Part, StatusPart
from pos_app.ui.widgets.layouts import give_role, give_tone, row, when_clicked

_GIVE_WAY = (Part.SHIFT, Part.RATE, Part.PENDING, Part.PRINTER, Part.STATION)
"""The order in which a narrow bar leaves out parts that need no attention. The name tells two windows apart."""


class StatusBar(QFrame):
    """Draws parts and reports which one was pressed. Never interrupts."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self._pressed: Callable[[Part], None] = _ignore
        self._buttons = {part: self._button(part) for part in Part}
        self._parts: dict[Part, StatusPart] = {}
        self.setFixedHeight(theme.size("banner_height"))  # a message takes this room
        self.setMinimumWidth(theme.size("touch"))  # parts without room are left out, so the bar never widens the window
        layout = row(gap="hair")
        for part, button in self._buttons.items():
            if part is Part.STATION:
                layout.addStretch(1)
            layout.addWidget(button)
        self.setLayout(layout)

    def listen(self, pressed: Callable[[Part], None]) -> None:
        """Call `pressed` with the part that is pressed."""
        self._pressed = pressed

    def reword(self) -> None:
        """Take the language in use for what the parts are about."""
        for part, button in self._buttons.items():
            about = wording.text(f"status.about_{part}")
            button.setAccessibleDescription(about)
            button.setToolTip(about)

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
        """Hide calm parts until the others fit. The layout is activated at once, or longer words would be cut."""
        layout = self.layout()
        assert layout is not None
        for name, button in self._buttons.items():
            button.setVisible(name in self._parts)
        for name in _GIVE_WAY:
            if layout.sizeHint().width() > self.width() and self._is_calm(name):
                self._buttons[name].hide()
        for name in reversed(_GIVE_WAY):  # a long part that gave way may have left room for a short one before it
            if name in self._parts and self._buttons[name].isHidden():
                self._buttons[name].show()
                if layout.sizeHint().width() > self.width():
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
    """The value of `_pressed` until the window listens."""
