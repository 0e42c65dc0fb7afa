"""Presses a key that was held back, as Qt presses one of the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

_NO_KEYPAD = ~Qt.KeyboardModifier.KeypadModifier
_NO_SHIFT = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)


def press(window: QWidget, key: QKeyEvent) -> None:
    """What Qt does with a key of the keyboard: the focus may claim it, then a shortcut, then the focus gets it."""
    focus = QApplication.focusWidget() or window
    override = copy_of(key, QEvent.Type.ShortcutOverride)
    override.ignore()
    claimed = QApplication.sendEvent(focus, override) and override.isAccepted()
    shortcut = None if claimed else shortcut_for(window, key, focus)
    if shortcut is not None and (shortcut.autoRepeat() or not key.isAutoRepeat()):
        shortcut.activated.emit()
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(focus, copy_of(key, kind))


def shortcut_for(window: QWidget, key: QKeyEvent, focus: QWidget) -> QShortcut | None:
    """The shortcut of a window that a key triggers with this focus; None without one."""
    meant = {QKeySequence(key.key() | (key.modifiers() & without).value) for without in (_NO_KEYPAD, _NO_SHIFT)}
    for shortcut in window.findChildren(QShortcut):
        of = shortcut.parent()
        if shortcut.key() not in meant or not shortcut.isEnabled() or not isinstance(of, QWidget):
            continue
        reached = of is focus or shortcut.context() is not Qt.ShortcutContext.WidgetShortcut
        if reached and of.isVisible() and of.isEnabled():
            return shortcut
    return None


def arrives_at(window: QWidget, watched: QObject) -> bool:
    """Whether this is the first object of the window to get a key. Qt offers an unused key to the parents too."""
    return window.isActiveWindow() and watched is (QApplication.focusWidget() or window)


def of_sequence(key: QKeySequence) -> QKeyEvent:
    """The press of a key with its modifiers."""
    pressed = key[0]  # type: ignore[index]  # the stubs leave out that a sequence can be indexed
    return QKeyEvent(QEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers())


def without_repeated(keys: Sequence[QKeyEvent], typed: str) -> list[QKeyEvent]:
    """The keys without this text at their beginning, each time with the Enter after it; all of them for no text."""
    left, count = list(keys), len(typed)
    while typed and "".join(key.text() for key in left[:count]) == typed:
        has_enter = len(left) > count and left[count].key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        left = left[count + has_enter :]
    return left


def copy_of(key: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    """The same key with its time, by which a scanner is told from a hand."""
    made = QKeyEvent(kind, key.key(), key.modifiers(), key.text(), key.isAutoRepeat(), key.count())
    made.setTimestamp(key.timestamp())
    return made
