"""Plays a person at the station: presses keys on the real window, waits, takes pictures."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QAbstractListModel
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QWidget

from pos_app.demo.patience import PATIENCE_S, Stuck
from pos_app.ui.click_guard import REPEAT_GUARD_MS
from pos_app.ui.main_window import MainWindow

_LOOK_MS = 10


class Player:
    """Acts on one window. Pictures are numbered in the order in which they are taken."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window = window
        self._out = out
        self._pictures = 0

    def press(self, *keys: str) -> None:
        """Press keys by name, such as F12 or Ctrl+P, one after another in the focused widget."""
        for key in keys:
            QTest.keySequence(self._target(), QKeySequence(key))
            QTest.qWait(_LOOK_MS)

    def confirm(self) -> None:
        """Press F12 as whoever read the screen: pressed again at once it would be taken for a second press."""
        QTest.qWait(REPEAT_GUARD_MS)
        self.press("F12")

    def write(self, text: str) -> None:
        """Type a text into the focused widget."""
        QTest.keyClicks(self._target(), text)
        QTest.qWait(_LOOK_MS)

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Run the event loop until the condition is true. Raises Stuck."""
        deadline = monotonic() + PATIENCE_S
        while not condition():
            if monotonic() > deadline:
                self.picture("stuck")
                raise Stuck(what)
            QTest.qWait(_LOOK_MS)

    def until_sees(self, *texts: str) -> None:
        """Wait until every one of the texts is on the screen. Raises Stuck."""
        self.until(lambda: all(self.sees(text) for text in texts), " · ".join(texts))

    def sees(self, text: str) -> bool:
        """Whether a visible widget shows this text or has it in its accessible name."""
        return any(
            widget.isVisible() and (text in shown(widget) or text in widget.accessibleName())
            for widget in self.window.findChildren(QWidget)
        )

    def narrate(self, text: str) -> None:
        """Print one line of the story."""
        print(f"· {text}", flush=True)  # noqa: T201  # this is what the demo is for

    def picture(self, name: str) -> None:
        """Save a picture of the window."""
        QTest.qWait(_LOOK_MS)
        self._pictures += 1
        folder = self._out / "screens"
        folder.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(folder / f"{self._pictures:02}-{name}.png"))

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.window


def shown(widget: QWidget) -> str:
    """The text that a widget shows."""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QAbstractItemView):
        return _listed(widget)
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _listed(view: QAbstractItemView) -> str:
    model = view.model()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    cells = (model.index(row, column) for row in range(model.rowCount()) for column in range(columns))
    return "\n".join(str(cell.data() or "") for cell in cells)
