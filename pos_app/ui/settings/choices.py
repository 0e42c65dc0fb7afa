"""Choices of which one is made, each with its key on it."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QWidget

from pos_app.ui import wording
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, label, row


class Choices(QWidget):
    """Buttons with a heading, upright or in a line. The one that was pressed, also by its key, has the focus."""

    def __init__(self, name: str, keys: Mapping[str, str], chosen: Callable[[str], None], *, upright: bool) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._chosen = chosen
        self._buttons = {value: self._button(name, value, key) for value, key in keys.items()}
        arranged: QBoxLayout = column(*self._buttons.values(), None) if upright else row(*self._buttons.values())
        self.title = title = label(wording.text(f"settings.{name}"), "heading" if upright else "")
        if upright:
            self.setLayout(column(title, arranged))
            return
        for place, button in enumerate(self._buttons.values()):
            button.stack()
            arranged.setStretch(place, 1)
        line = row(title)
        line.addLayout(arranged, 1)
        self.setLayout(line)

    def show_value(self, value: str) -> None:
        """Mark the button of a value; none for a value that cannot be chosen here."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        self._group.setExclusive(True)

    def offer(self, value: str, *, offered: bool) -> None:
        """Whether a value can be chosen at all."""
        self._buttons[value].setVisible(offered)

    def focus_chosen(self) -> None:
        """Give the focus to the button that is marked, or else to the first one."""
        button = self._group.checkedButton() or next(iter(self._buttons.values()))
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, name: str, value: str, key: str) -> KeyButton:
        words = wording.text(f"settings.{name}_{value or 'system'}")
        button = KeyButton(words, key, partial(self._pressed, value))
        button.setAccessibleName(f"{wording.text(f'settings.{name}')}: {words}")
        button.setCheckable(True)
        self._group.addButton(button)
        return button

    def _pressed(self, value: str) -> None:
        self._buttons[value].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._chosen(value)
