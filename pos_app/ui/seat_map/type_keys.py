"""The list of ticket types beside the map, with its keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.ticket_types import TypeChoices
from pos_app.ui.type_list import TypeList

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class MapTypes(TypeList):
    """Takes the keyboard while it is open: digits and arrows choose, Enter takes the type of the cursor."""

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__(presenter.choose_type, self._close, self._next_page)
        self._presenter = presenter
        self._open: TypeChoices | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def render_types(self, choices: TypeChoices | None) -> bool:
        """Show the list or hide it; returns whether it was opened or closed."""
        turned = (choices is None) != (self._open is None)
        self._open = choices
        self.show_choices(choices)
        if turned and choices is not None:
            self.setFocus()
        return turned

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choices, key = self._open, Qt.Key(event.key())
        if choices is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._presenter.show_types(choices.moved(_STEPS[key]))
        elif event.isAutoRepeat():
            event.accept()
        elif key in _ENTER:
            self._presenter.choose_type(choices.under_enter)
        elif event.text().isdecimal():
            self._type(choices, int(event.text()))
        else:
            super().keyPressEvent(event)

    def _type(self, choices: TypeChoices, digit: int) -> None:
        if digit:
            self._presenter.choose_type(choices.at_digit(digit))
        else:
            self._next_page()

    def _close(self) -> None:
        self._presenter.show_types(None)

    def _next_page(self) -> None:
        if self._open is not None:
            self._presenter.show_types(self._open.next_page())
