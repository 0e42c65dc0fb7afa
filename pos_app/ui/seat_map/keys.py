"""The meaning of keys on the map."""

from collections.abc import Callable
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
    ERASE = auto()


_COMMANDS = {
    Qt.Key.Key_Space: Command.CHOOSE,
    Qt.Key.Key_Return: Command.CHOOSE,
    Qt.Key.Key_Enter: Command.CHOOSE,
    Qt.Key.Key_PageUp: Command.ZOOM_IN,
    Qt.Key.Key_PageDown: Command.ZOOM_OUT,
    Qt.Key.Key_Home: Command.FIT,
    Qt.Key.Key_Backspace: Command.ERASE,
}
_SIGNS = {"+": Command.ZOOM_IN, "-": Command.ZOOM_OUT, "0": Command.FIT}
"""Characters that are commands where no name of a seat has them."""
_OTHER_MEANING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""How AltGr, which writes characters, arrives on some systems."""


def meaning(event: QKeyEvent, takes: Callable[[str], bool]) -> Command | Direction | str | None:
    """A command, a direction, or a character of the name of a seat; None for a key that the map does not use.

    `takes`: whether a character can be part of a name here. Signs that are no part of one are commands or nothing.
    """
    if event.modifiers() & _OTHER_MEANING not in {Qt.KeyboardModifier.NoModifier, _ALT_GR}:
        return None
    text = event.text()
    key = Qt.Key(event.key())
    if key in ARROWS or key in _COMMANDS:
        return ARROWS.get(key) or _COMMANDS[key]
    if len(text) != 1 or not text.isprintable():
        return None
    if takes(text) or (text.isalnum() and text not in _SIGNS):
        return text
    return _SIGNS.get(text)
