"""The meaning of keys on the map."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from pos_app.ui.seat_map.neighbours import Direction

ARROWS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}


class Command(Enum):
    """An action of the map."""

    CHOOSE = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    FIT = auto()


_COMMANDS = {
    Qt.Key.Key_Space: Command.CHOOSE,
    Qt.Key.Key_Return: Command.CHOOSE,
    Qt.Key.Key_Enter: Command.CHOOSE,
    Qt.Key.Key_Plus: Command.ZOOM_IN,
    Qt.Key.Key_Minus: Command.ZOOM_OUT,
    Qt.Key.Key_0: Command.FIT,
}
_OTHER_MEANING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def meaning(event: QKeyEvent, *, typing: bool) -> Command | Direction | str | None:
    """A command, a direction, or a character of a row or number; None for a key that the map does not use.

    `typing`: a seat is being typed, so 0 is a digit and not the command FIT.
    """
    if event.modifiers() & _OTHER_MEANING:
        return None
    key = Qt.Key(event.key())
    if key in ARROWS:
        return ARROWS[key]
    text = event.text()
    command = _COMMANDS.get(key)
    if command and not (command is Command.FIT and typing):
        return command
    return text if len(text) == 1 and text.isalnum() else None
