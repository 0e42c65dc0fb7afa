"""A table whose rows are marked: Space or a press turns the mark of a row, Enter sets it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from pos_app.ui import theme
from pos_app.ui.widgets.row_table import RowTable

MARKED, FREE, ENDED = "☑", "☐", ""
"""The mark of a row that is marked, of one that may be, and of one that may not."""
_WIDE = 1
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class MarkTable(RowTable):
    """`turn` changes the mark of a row, `mark` only sets it. The column after the marks takes the remaining width."""

    def __init__(
        self,
        head: Sequence[str],
        turn: Callable[[int], None],
        mark: Callable[[int], None],
        *,
        figures: Sequence[int] = (),
        bounded: Sequence[int] = (),
    ) -> None:
        super().__init__(head, _ignore, figures=figures, wide=_WIDE, bounded=bounded)
        self._turn, self._mark = turn, mark

    def show_marked(self, rows: Sequence[Sequence[str]]) -> None:
        """Draw these rows; the row with the cursor keeps it."""
        self.show_rows(rows, min(max(self.currentRow(), 0), len(rows) - 1))

    def set_low(self, *, low: bool) -> None:
        """Have lower rows on a low page."""
        self.verticalHeader().setDefaultSectionSize(theme.size("touch_inside" if low else "touch"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {*_ENTER, Qt.Key.Key_Space}:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            # Enter pressed twice by a hand that is not sure must not take the mark away again.
            (self._mark if event.key() in _ENTER else self._turn)(self.currentRow())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self.rowAt(int(event.position().y()))
        if event.button() is Qt.MouseButton.LeftButton and row >= 0:
            self._turn(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click changes nothing: the first one has turned the mark."""
        event.accept()


def _ignore(_: int) -> None:
    """What is done when the cursor moves to a row: nothing is chosen by that."""
