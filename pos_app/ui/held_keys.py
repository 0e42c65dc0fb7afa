"""Keys that are held down: what acts is done once, however long the key stays down."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from pos_app.ui import key_presses

_ESCAPE, _RETURN, _ENTER, _FIRST_F, _LAST_F, _SPACE = 0x01000000, 0x01000004, 0x01000005, 0x01000030, 0x01000052, 0x20
"""As in Qt.Key, whose 471 members would be made before the first window."""
_ACTS = frozenset({_ESCAPE, _RETURN, _ENTER, *range(_FIRST_F, _LAST_F + 1)})
"""Keys that write nothing and move nothing: each press is an act, also in a field."""


class HeldKeys(QObject):
    """Ignores the repeats of a key that acts: function keys, Enter, Esc, Space on a button, and shortcuts.

    A shortcut that goes on while its key is held (`autoRepeat`) and the keys that write or move in a field repeat.
    Under X Qt does not always mark a repeat: it comes as a release and a press with the same time, which no hand does.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._released = (0, 0)
        self._is_ignored = False
        self._acted = 0  # a key that led to a field is not typed into it while it stays down

    def attend(self) -> None:
        """Watch the keys of the window, which has its native window once it is shown."""
        native = self._window.windowHandle()
        if native is not None:
            native.installEventFilter(self)  # a second time adds none

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Qt sends a ShortcutOverride before each key press; a key accepted there triggers no shortcut."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            self._released = (event.key(), event.timestamp())
        elif event.type() == QEvent.Type.ShortcutOverride:
            is_repeat, acts = self._is_repeat(event), self._acts(event)
            self._is_ignored = is_repeat and (acts or event.key() == self._acted)
            if not is_repeat:
                self._acted = event.key() if acts else 0
            if self._is_ignored:
                event.accept()
            return self._is_ignored
        elif event.type() == QEvent.Type.KeyPress:
            ignored, self._is_ignored = self._is_ignored, False
            return ignored
        return False

    def _is_repeat(self, key: QKeyEvent) -> bool:
        return key.isAutoRepeat() or (key.timestamp() > 0 and self._released == (key.key(), key.timestamp()))

    def _acts(self, key: QKeyEvent) -> bool:
        if key.key() in _ACTS:
            return True
        focus = QApplication.focusWidget() or self._window
        if key.key() == _SPACE and isinstance(focus, QAbstractButton):
            return True
        shortcut = key_presses.shortcut_for(self._window, key, focus)
        return shortcut is not None and not shortcut.autoRepeat() and not _claims(focus, key)


def _claims(focus: QWidget, key: QKeyEvent) -> bool:
    """Whether the focus takes the key for itself. It is asked past the filters, which count the key once."""
    override = key_presses.copy_of(key, QEvent.Type.ShortcutOverride)
    override.ignore()
    return focus.event(override) and override.isAccepted()
