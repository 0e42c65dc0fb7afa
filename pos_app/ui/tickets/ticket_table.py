"""The tickets of a sale in a table, with holder and state."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent

from pos_app.ui import theme, wording
from pos_app.ui.tickets.ticket_rows import TicketRow
from pos_app.ui.widgets.mark_table import MarkTable

_COLUMNS = ("mark", "place", "type", "holder", "code", "standing")
_PLACE, _TYPE, _HOLDER = 1, 2, 3


class TicketTable(MarkTable):
    """`turn` changes the mark of a row, `mark` only sets it."""

    def __init__(self, turn: Callable[[int], None], mark: Callable[[int], None]) -> None:
        head = [wording.text(f"tickets.column_{name}") for name in _COLUMNS]
        super().__init__(head, turn, mark, bounded=(_TYPE, _HOLDER))
        self.setAccessibleName(wording.text("tickets.list"))

    def show_tickets(self, rows: Sequence[TicketRow]) -> None:
        """Draw these tickets."""
        self.show_marked([row.cells for row in rows])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the type of each ticket where its place, its holder and its state have room too."""
        self.setColumnHidden(_TYPE, sum(map(self._needed, range(self.columnCount()))) > self.viewport().width())

    def _needed(self, place: int) -> int:
        needed = max(self.sizeHintForColumn(place), self.horizontalHeader().sectionSizeHint(place))
        if place == _PLACE:
            return min(needed, theme.size("side_list_width"))
        return min(needed, theme.size("bounded_column_width")) if place in {_TYPE, _HOLDER} else needed
