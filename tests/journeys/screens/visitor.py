"""Goes through a window by its keys, and waits until the work behind it has come to rest."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.demo.player import shown
from pos_app.services.documents import print_queue
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui.app import Till
from pos_app.ui.click_guard import REPEAT_GUARD_MS
from pos_app.ui.frame import ScreenName
from pos_app.ui.scanner import SHORTEST_CODE, SLOWEST_SCANNER_MS
from printing.virtual_printer import VirtualPrinter
from tests.journeys.screens import pictures
from tests.source_tree import ROOT

STUCK = ROOT / "build" / "screens" / "stuck.png"
_PATIENCE_S = 30.0
_ROUNDS = 3
"""Work may begin more work with its outcome: reading after a choice, pricing after reading."""


class Visitor:
    """Acts on one till."""

    def __init__(self, till: Till, station: Station, printer: VirtualPrinter) -> None:
        self.till, self.station, self.printer = till, station, printer

    def press(self, *keys: str) -> None:
        """Press keys by name, one after another in the focused widget."""
        for key in keys:
            QTest.keySequence(self._target(), QKeySequence(key))
            self.rest()

    def confirm(self) -> None:
        """Press F12 as whoever read the screen: pressed again at once it would be taken for a second press."""
        QTest.qWait(REPEAT_GUARD_MS)
        self.press("F12")

    def write(self, *texts: str) -> None:
        """Type texts into the focused widget, with Enter after each but the last."""
        for place, text in enumerate(texts):
            if place:
                self.press("Return")
            self._type(text)
            self.rest()

    def fill(self, *texts: str) -> None:
        """Type texts into fields, each with Tab after it."""
        for text in texts:
            self._type(text)
            self.press("Tab")

    def rest(self) -> None:
        """Wait until the work that was begun, and what followed from it, is done and drawn."""
        for _ in range(_ROUNDS):
            self._wait_for_work()
        QApplication.processEvents()

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Run the event loop until the condition is true."""
        deadline = monotonic() + _PATIENCE_S
        while not condition():
            if monotonic() > deadline:
                pictures.write(pictures.of_widget(self.till.window), STUCK)
                raise AssertionError(f"{what} did not come; {STUCK} shows the window")
            QTest.qWait(1)

    def go(self, name: ScreenName) -> None:
        """Open a screen as a part of the status bar does."""
        self.till.window.go(name)
        self.rest()

    def is_at(self, name: ScreenName) -> None:
        """Assert that this screen is in front: the keys of the tour lead where the guide says."""
        now = self.till.window._trail.now
        assert now is name, f"{now} is in front instead of {name}"

    def shows(self, text: str) -> None:
        """Wait until this text is on the screen."""
        self.until(lambda: self.sees(text), text)

    def printed(self) -> None:
        """Wait until no paper is due."""
        waiting = {JobState.QUEUED, JobState.SENDING, JobState.BLOCKED}
        self.until(lambda: waiting.isdisjoint(job.state for job in print_queue.jobs(self.station)), "the paper")
        self.till.window.changed()
        self.rest()

    def sees(self, text: str) -> bool:
        """Whether a visible widget shows this text or has it in its accessible name."""
        return any(
            widget.isVisible() and (text in shown(widget) or text in widget.accessibleName())
            for widget in self.till.window.findChildren(QWidget)
        )

    def _type(self, text: str) -> None:
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(self._target(), sign)
            else:  # QTest knows no other signs
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
                    QApplication.sendEvent(self._target(), event)
        if len(text) >= SHORTEST_CODE:
            QTest.qWait(
                2 * SLOWEST_SCANNER_MS
            )  # a scanner would send Enter at once, and the program would take it for one

    def _wait_for_work(self) -> None:
        done: list[bool] = []
        self.till.run(lambda: True, done.append, lambda _: done.append(False))
        self.until(lambda: bool(done), "the work at rest")

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.till.window
