"""Keys pressed before a screen shows what they are about: they wait, and then have the effect they have on it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import key_presses
from pos_app.ui.entry_reads import EntryReads
from pos_app.ui.frame import Run

Ignores = Callable[[QObject, QEvent], bool]


class Watch:
    """Gives the events of the program to a filter while it is on."""

    def __init__(self, sees: QObject) -> None:
        self._sees, self.is_on = sees, False

    def begin(self) -> None:
        self.is_on = True
        self._give()

    def end(self) -> None:
        if self.is_on:
            self.is_on = False
            self._take_away()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Give none of what happens meanwhile."""
        if self.is_on:
            self._take_away()
        try:
            yield
        finally:
            if self.is_on:
                self._give()

    def _give(self) -> None:
        if application := QApplication.instance():
            application.installEventFilter(self._sees)  # a second time moves the filter, and adds none

    def _take_away(self) -> None:
        if application := QApplication.instance():
            application.removeEventFilter(self._sees)


class TypedAhead(QObject):
    """Holds the keys of a window until the screen that they are meant for has shown what it began to read.

    A screen that is entered empty has its keys held from then on; `hold` begins earlier, at the key that leads to the
    next screen once some work is done. Without it the first keys would be lost on an empty screen, or choose on the
    screen in front what they were not meant for. A press of the mouse drops them, unless it `is_ignored`. `leaves` says
    whether a key is one of the window, which acts at once on a screen that was entered and ends what is held. While the
    next screen is on its way, only Esc acts at once.
    """

    def __init__(self, window: QWidget, leaves: Callable[[QKeySequence], bool], is_ignored: Ignores) -> None:
        super().__init__(window)
        self._window, self._leaves, self._is_ignored = window, leaves, is_ignored
        self._reads = EntryReads(self._all_shown)
        self._watch = Watch(self)
        self._for_next = self._is_press = False
        self._give_up: Callable[[], None] | None = None
        self._repeatable = ""
        self._held: list[QKeyEvent] = []

    def aside(self) -> AbstractContextManager[None]:
        """See no event of what happens at once, as when a screen is made: that sends thousands, and none is a key."""
        return self._watch.aside()

    def counting(self, run: Run) -> Run:
        """The same `run`, which counts the work that is begun while a screen is entered."""
        return self._reads.counting(run)

    @contextmanager
    def entering(self, *, empty: bool, again: bool) -> Iterator[None]:
        """Enter a screen. One that is `empty` until its data is read has the keys held so long.

        Keys held for the next screen, or for the same one that is made `again`, are pressed once it shows its data.
        """
        waited, give_up = self._for_next or (again and self._watch.is_on), self._give_up
        if waited:
            self._stop_waiting()
        elif not again:
            self.drop()
        if give_up:
            give_up()  # the way that was begun ends here, whichever screen this is
        entered = self._reads.begin()
        with self._reads.counted():
            yield
        if entered != self._reads.entry or self._for_next:
            return
        if self._reads.open and (empty or waited):
            self._hold()
        elif waited:
            self._press_soon()

    def hold(self, give_up: Callable[[], None] | None = None, repeatable: str = "") -> None:
        """Hold the keys for the screen that the key just pressed leads to, until it is entered, or `press` or `drop`.

        Esc drops the keys. With `give_up` it calls that, and the screen in front remains. `repeatable` is a PIN that
        was just sent: the same digits typed once more by a hand that is not sure are meant for no other screen.
        """
        self._for_next, self._give_up, self._repeatable = True, give_up, repeatable
        self._hold()

    def press(self) -> None:
        """Press the keys that wait: the work is done, and the screen in front remains."""
        if self._for_next:
            self._stop_waiting()
            self._press_soon()

    def take(self) -> list[QKeyEvent]:
        """Drop the keys that wait and return them, for a panel that opens instead of the next screen."""
        waiting, self._held = self._held, []
        self.drop()
        return waiting

    def drop(self) -> None:
        """Forget the keys that wait, and hold no more."""
        self._held.clear()
        self._stop_waiting()
        self._watch.end()

    def type(self, key: QKeySequence) -> None:
        """Press a key after those that wait: the screen that got it has left in favour of the next one."""
        self._held.append(key_presses.of_sequence(key))
        if not self._watch.is_on:
            self._press_held()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt sends a ShortcutOverride before each key press; a key accepted there triggers no shortcut."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress and not self._is_ignored(watched, event):
                self._held.clear()
            return False
        if not isinstance(event, QKeyEvent) or not key_presses.arrives_at(self._window, watched):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if not self._for_next and self._leaves(QKeySequence(event.keyCombination())):
                self.drop()
                return False
            self._is_press = True
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self._is_press:
            # The key that began the hold is on its way to the parents of its field, and is not typed again.
            self._is_press = False
            self._take(event)
            return True
        return False

    def _stop_waiting(self) -> None:
        """What the keys waited for is here, or will not come. A repeated PIN is not among those that go on."""
        self._held = key_presses.without_repeated(self._held, self._repeatable)
        self._for_next, self._give_up, self._repeatable = False, None, ""

    def _take(self, key: QKeyEvent) -> None:
        if not self._for_next or key.key() != Qt.Key.Key_Escape:
            self._held.append(key_presses.copy_of(key, QEvent.Type.KeyPress))
            return
        self._held.clear()
        if give_up := self._give_up:
            self.drop()
            give_up()

    def _all_shown(self) -> None:
        if self._watch.is_on and not self._for_next:
            self._press_held()

    def _hold(self) -> None:
        if not self._watch.is_on:
            self._is_press = False
            self._watch.begin()

    def _press_soon(self) -> None:
        """What ended the hold goes on after it, so the keys are pressed when that has ended."""
        if self._held:
            QTimer.singleShot(0, self, partial(self._press_for, self._reads.entry))
        elif not self._reads.open:
            self._watch.end()

    def _press_for(self, entered: int) -> None:
        """Press the keys that were held for this entry of a screen, unless something else holds them by now."""
        if entered == self._reads.entry and not self._for_next and not self._reads.open:
            self._press_held()

    def _press_held(self) -> None:
        """Press the keys in their order. Those after one that enters another screen wait for that screen."""
        self._watch.end()
        waiting, self._held = self._held, []
        for place, key in enumerate(waiting):
            key_presses.press(self._window, key)
            if self._watch.is_on:
                self._held = waiting[place + 1 :]
                return
