"""The seat map: keys and screen reader on top of the painted plan.

It does not decide what may be sold: a presenter receives its signals and responds with `set_states`.
"""

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui import wording
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.keys import Command, meaning
from pos_app.ui.seat_map.neighbours import Direction
from pos_app.ui.seat_map.pointer import PointedPlan
from pos_app.ui.seat_map.viewpoint import Viewpoint


class SeatMap(PointedPlan):
    """The map with its keys: arrows, commands, and the names of seats."""

    typed = Signal(str)
    """The text that is being typed: it names a seat or may become the name of one."""
    missed = Signal(str)
    """A typed text that is the name of no seat."""

    def __init__(self, colours: SeatColours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self.setObjectName("seat_map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)  # dead keys, as for Á, arrive by it
        self._clock = QElapsedTimer()
        self._clock.start()
        self.setAccessibleName(wording.text("seat_map.name"))
        self.setAccessibleDescription(wording.text("seat_map.help"))

    def types(self, character: str) -> bool:
        """Whether a character may belong to the name of a seat of the plan."""
        return bool(self._view and self._view.names.some_label_has(character))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self._view
        now_ms = self._clock.elapsed()
        meant = meaning(event, lambda sign: view.typed.takes(sign, now_ms, view.names)) if view else None
        if view is None or meant is None:
            super().keyPressEvent(event)
        elif isinstance(meant, Command):
            self._execute(view, meant, event)
        elif isinstance(meant, Direction):
            view.stop_typing()
            self.lead_to(view.step(meant))
        else:
            self._type(view, meant)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Characters that a dead key or an input method composed."""
        for character in event.commitString():
            if self._view and not character.isspace():
                self._type(self._view, character)
        event.accept()

    def _type(self, view: Viewpoint, character: str) -> None:
        self.lead_to(view.type(character, self._clock.elapsed()))
        self._show_typed(view)

    def _show_typed(self, view: Viewpoint) -> None:
        text = view.typed.text
        sayable = view.names_a_seat or view.names.could_continue(text)
        (self.typed if sayable else self.missed).emit(text)

    def _execute(self, view: Viewpoint, command: Command, event: QKeyEvent) -> None:
        if command is Command.ZOOM_IN:
            self.zoom_in()
        elif command is Command.ZOOM_OUT:
            self.zoom_out()
        elif command is Command.FIT:
            self.fit()
        elif command is Command.ERASE:
            self.lead_to(view.erase(self._clock.elapsed()))
            self._show_typed(view)
        elif not view.names_a_seat:
            self._show_typed(view)
        elif view.cursor is not None and not event.isAutoRepeat():
            view.stop_typing()
            self.seat_chosen.emit(view.cursor)
