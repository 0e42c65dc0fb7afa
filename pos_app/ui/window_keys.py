"""The keys with the same meaning on every screen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pos_app.ui.frame import ScreenName

SCREEN_KEYS = {
    "F2": ScreenName.SIGN_IN,
    "F7": ScreenName.SHIFT,
    "F9": ScreenName.DOCUMENTS,
    "F10": ScreenName.SETTINGS,
    "Ctrl+P": ScreenName.PRINTER,
    "Ctrl+K": ScreenName.CUSTOMERS,
    "Ctrl+F": ScreenName.TIMELINE,
    "Ctrl+M": ScreenName.MENU,
    "Ctrl+O": ScreenName.RIGHTS,
}
"""The screens that a key opens from every screen, in the order of the menu."""


_OF_THE_HEAD = (QKeySequence("Ctrl+L"), QKeySequence("Ctrl+Q"))


class WindowKeys:
    """The shortcuts of the window. Holding a key down does not press it again."""

    def __init__(self, window: QWidget, open_screen: Callable[[ScreenName], None]) -> None:
        self._window = window
        self._of_screens = {key: self.listen(key, partial(open_screen, name)) for key, name in SCREEN_KEYS.items()}
        self.listen("F11", self._full_screen)

    def listen(self, key: str, pressed: Callable[[], object]) -> QShortcut:
        """Call `pressed` at this key."""
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(pressed)
        return shortcut

    def yield_to(self, own_keys: frozenset[str]) -> None:
        """Disable the keys that the screen in front uses for itself."""
        for key, shortcut in self._of_screens.items():
            shortcut.setEnabled(key not in own_keys)

    def heeds(self, key: QKeySequence) -> bool:
        """Whether the window itself acts at this key now, whatever screen is in front."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        listening = self._window.findChildren(QShortcut, options=direct)
        return key in _OF_THE_HEAD or any(shortcut.key() == key and shortcut.isEnabled() for shortcut in listening)

    def _full_screen(self) -> None:
        """Fill the screen, or be again as before: a maximised window stays maximised."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
