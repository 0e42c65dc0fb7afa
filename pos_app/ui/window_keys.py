"""The keys with the same meaning on every screen."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from pos_app.ui.frame import ScreenName

SCREEN_KEYS = {
    "F2": ScreenName.SIGN_IN,
    "F7": ScreenName.SHIFT,
    "F9": ScreenName.DOCUMENTS,
    "F10": ScreenName.SETTINGS,
    "Ctrl+E": ScreenName.HOLDS,
    "Ctrl+P": ScreenName.PRINTER,
    "Ctrl+K": ScreenName.CUSTOMERS,
    "Ctrl+F": ScreenName.TIMELINE,
    "Ctrl+M": ScreenName.MENU,
    "Ctrl+O": ScreenName.RIGHTS,
    "Ctrl+Y": ScreenName.FORMS,
    "Ctrl+J": ScreenName.CANCELLED,
}
"""The screens that a key opens from every screen, in the order of the menu."""


_OF_THE_HEAD = (QKeySequence("Ctrl+L"), QKeySequence("Ctrl+Q"))


class _OverFields(QObject):
    """Keeps a field from taking a key of the window for itself: on some systems Ctrl+Y is "redo" in a field."""

    def __init__(self, window: QWidget, keys: Iterable[str]) -> None:
        super().__init__(window)
        self._keys = frozenset(map(QKeySequence, keys))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt sends a ShortcutOverride before each key press; a key accepted there triggers no shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return QKeySequence(event.keyCombination()) in self._keys
        return super().eventFilter(watched, event)

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit):
            now.installEventFilter(self)  # a second time moves the filter, and adds none


class WindowKeys:
    """The shortcuts of the window. Holding a key down does not press it again."""

    def __init__(self, window: QWidget, open_screen: Callable[[ScreenName], None]) -> None:
        self._window = window
        self._of_screens = {key: self.listen(key, partial(open_screen, name)) for key, name in SCREEN_KEYS.items()}
        self.listen("F11", self._full_screen)
        _OverFields(window, (key for key in SCREEN_KEYS if key.startswith("Ctrl")))

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
