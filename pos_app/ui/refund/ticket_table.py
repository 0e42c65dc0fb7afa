"""The tickets of a sale in a table: Space or a press marks one or takes its mark away, Enter marks it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

from pos_app.ui import theme, wording
from pos_app.ui.refund.ticket_rows import TicketRow
from pos_app.ui.widgets.row_table import RowTable

_COLUMNS = ("mark", "place", "type", "code", "price", "ves", "standing")
_PLACE, _TYPE, _PRICE, _VES = 1, 2, 4, 5
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class TicketTable(RowTable):
    """`turn` changes the mark of a row, `mark` only sets it."""

    def __init__(self, turn: Callable[[int], None], mark: Callable[[int], None]) -> None:
        head = [wording.text(f"refund.column_{name}") for name in _COLUMNS]
        super().__init__(head, _ignore, figures=(_PRICE, _VES), wide=_PLACE, bounded=(_TYPE,))
        self._turn, self._mark = turn, mark
        self.setAccessibleName(wording.text("refund.tickets"))

    def show_tickets(self, rows: Sequence[TicketRow]) -> None:
        """Draw these tickets; the row with the cursor keeps it."""
        self.show_rows([row.cells for row in rows], min(max(self.currentRow(), 0), len(rows) - 1))
        self._fit()

    def set_low(self, *, low: bool) -> None:
        """Have lower rows on a low page."""
        self.verticalHeader().setDefaultSectionSize(theme.size("touch_inside" if low else "touch"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

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

    def _fit(self) -> None:
        """Show the bolívares of each ticket where its place and its show have room too."""
        self.setColumnHidden(_VES, sum(map(self._needed, range(self.columnCount()))) > self.viewport().width())

    def _needed(self, place: int) -> int:
        needed = max(self.sizeHintForColumn(place), self.horizontalHeader().sectionSizeHint(place))
        if place == _PLACE:
            return min(needed, theme.size("side_list_width"))
        return min(needed, theme.size("bounded_column_width")) if place == _TYPE else needed


def _ignore(_: int) -> None:
    """What is done when the cursor moves to a row: nothing is chosen by that."""
