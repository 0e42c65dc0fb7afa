"""The tickets of a sale in a table: Space or a press marks one or takes its mark away, Enter marks it."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent

from pos_app.ui import theme, wording
from pos_app.ui.refund.ticket_rows import TicketRow
from pos_app.ui.widgets.mark_table import MarkTable

_COLUMNS = ("mark", "place", "type", "code", "price", "ves", "standing")
_PLACE, _TYPE, _PRICE, _VES = 1, 2, 4, 5


class TicketTable(MarkTable):
    """`turn` changes the mark of a row, `mark` only sets it."""

    def __init__(self, turn: Callable[[int], None], mark: Callable[[int], None]) -> None:
        head = [wording.text(f"refund.column_{name}") for name in _COLUMNS]
        super().__init__(head, turn, mark, figures=(_PRICE, _VES), bounded=(_TYPE,))
        self.setAccessibleName(wording.text("refund.tickets"))

    def show_tickets(self, rows: Sequence[TicketRow]) -> None:
        """Draw these tickets; the row with the cursor keeps it."""
        self.show_marked([row.cells for row in rows])
        self._fit()

    def show_first_marked(self, rows: Sequence[TicketRow]) -> None:
        """Go to the first marked ticket, if there is one: what is owed may be far down in a large sale."""
        first = next((place for place, row in enumerate(rows) if row.is_marked), None)
        if first is not None:
            self.setCurrentCell(first, _PLACE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the bolívares of each ticket where its place and its show have room too."""
        self.setColumnHidden(_VES, sum(map(self._needed, range(self.columnCount()))) > self.viewport().width())

    def _needed(self, place: int) -> int:
        needed = max(self.sizeHintForColumn(place), self.horizontalHeader().sectionSizeHint(place))
        if place == _PLACE:
            return min(needed, theme.size("side_list_width"))
        return min(needed, theme.size("bounded_column_width")) if place == _TYPE else needed
