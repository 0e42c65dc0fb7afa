"""How the window of a till opens: as large as the screen allows, and never larger than what can be seen."""

from enum import Enum, auto

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from pos_app.ui import theme


class Opening(Enum):
    """The state in which a window opens."""

    MAXIMISED = auto()
    FULL_SCREEN = auto()


def opening(free: QSize) -> Opening:
    """How to open on a screen whose bars leave this much free, in pixels.

    A window with a title bar of its own must have its smallest size there; otherwise it takes the whole screen.
    """
    width, height = theme.size("smallest_width"), theme.size("smallest_height") + theme.size("title_bar")
    return Opening.MAXIMISED if free.width() >= width and free.height() >= height else Opening.FULL_SCREEN


def open_on_its_screen(window: QWidget) -> None:
    """Show a window on its screen. F11 leaves the full screen and returns to it."""
    if opening(window.screen().availableGeometry().size()) is Opening.FULL_SCREEN:
        window.showFullScreen()
    else:
        window.showMaximized()
