"""Keys pressed before a screen shows what they are about: they wait, and then have the effect they have on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui.frame import Failed, Run

T = TypeVar("T")

_NO_KEYPAD = ~Qt.KeyboardModifier.KeypadModifier
_NO_SHIFT = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)


class TypedAhead(QObject):
    """Holds the keys of a window from the moment a screen is entered until what it began to read has been shown.

    Without it the first keys would be lost on an empty screen, and the next ones would choose what they were not
    meant for. `leaves` says whether a key is one of the window, which acts at once; it ends what is held.
    """

    def __init__(self, window: QWidget, leaves: Callable[[QKeySequence], bool]) -> None:
        super().__init__(window)
        self._window, self._leaves = window, leaves
        self._entered = 0
        self._reads = 0
        self._counts = False
        self._holds = False
        self._held: list[QKeyEvent] = []

    def counting(self, run: Run) -> Run:
        """The same `run`, which counts the work that is begun while a screen is entered."""

        def counted(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
            if not self._counts:
                run(work, then, failed)
                return
            self._reads += 1
            entered = self._entered
            run(work, lambda value: self._deliver(entered, then, value), lambda e: self._deliver(entered, failed, e))

        return counted

    @contextmanager
    def entering(self, *, empty: bool) -> Iterator[None]:
        """Enter a screen. One that is `empty` until its data is read has the keys held so long."""
        self.drop()
        self._entered += 1
        self._reads, entered = 0, self._entered
        with self._counted():
            yield
        if empty and self._reads and entered == self._entered:
            self._hold()

    def drop(self) -> None:
        """Forget the keys that wait, and hold no more."""
        self._held.clear()
        self._release()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt sends a ShortcutOverride before each key press; a key accepted there triggers no shortcut."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._held.clear()
        if not isinstance(event, QKeyEvent) or not self._arrives_here(watched):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._leaves(QKeySequence(event.keyCombination())):
                self.drop()
                return False
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._held.append(_copy(event, QEvent.Type.KeyPress))
            return True
        return False

    def _deliver(self, entered: int, outcome: Callable[[T], None], value: T) -> None:
        if entered != self._entered:
            outcome(value)
            return
        try:
            with self._counted():
                outcome(value)
        finally:
            if entered == self._entered:
                self._reads -= 1
                if not self._reads and self._holds:
                    self._press_held()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        before, self._counts = self._counts, True
        try:
            yield
        finally:
            self._counts = before

    def _hold(self) -> None:
        application = QApplication.instance()
        if application is not None and not self._holds:
            self._holds = True
            application.installEventFilter(self)

    def _release(self) -> None:
        application = QApplication.instance()
        if application is not None and self._holds:
            self._holds = False
            application.removeEventFilter(self)

    def _press_held(self) -> None:
        """Press the keys in their order. Those after one that enters another screen wait for that screen."""
        self._release()
        waiting, self._held = self._held, []
        for place, key in enumerate(waiting):
            self._press(key)
            if self._holds:
                self._held = waiting[place + 1 :]
                return

    def _press(self, key: QKeyEvent) -> None:
        """What Qt does with a key of the keyboard: the focus may claim it, then a shortcut, then the focus gets it."""
        focus = QApplication.focusWidget() or self._window
        override = _copy(key, QEvent.Type.ShortcutOverride)
        override.ignore()
        claimed = QApplication.sendEvent(focus, override) and override.isAccepted()
        shortcut = None if claimed else self._shortcut(key, focus)
        if shortcut is not None:
            shortcut.activated.emit()
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focus, _copy(key, kind))

    def _shortcut(self, key: QKeyEvent, focus: QWidget) -> QShortcut | None:
        meant = {QKeySequence(key.key() | (key.modifiers() & without).value) for without in (_NO_KEYPAD, _NO_SHIFT)}
        for shortcut in self._window.findChildren(QShortcut):
            of = shortcut.parent()
            if shortcut.key() not in meant or not shortcut.isEnabled() or not isinstance(of, QWidget):
                continue
            reached = of is focus or shortcut.context() is not Qt.ShortcutContext.WidgetShortcut
            if reached and of.isVisible() and of.isEnabled() and (shortcut.autoRepeat() or not key.isAutoRepeat()):
                return shortcut
        return None

    def _arrives_here(self, watched: QObject) -> bool:
        """Whether this is the first object of the window to get the key. Qt offers an unused key to the parents too."""
        if not self._window.isActiveWindow():
            return False
        return watched is (QApplication.focusWidget() or self._window)


def _copy(key: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    """The same key with its time, by which a scanner is told from a hand."""
    made = QKeyEvent(kind, key.key(), key.modifiers(), key.text(), key.isAutoRepeat(), key.count())
    made.setTimestamp(key.timestamp())
    return made
