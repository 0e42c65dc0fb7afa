"""Performances above their zones: each list gets the height of its rows, or its share of what there is."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.layouts import column

_UPPER_SHARE = 3
"""When both lists are longer than the window, the upper one gets a third of the height, in whole rows."""
_LEAST_ROWS = 2
"""Of the upper list: a single row would hide that there are others."""


class TwoLists(QWidget):
    """Divides its height between two lists of rows."""

    def __init__(self, upper: QScrollArea, between: QWidget, lower: QScrollArea) -> None:
        super().__init__()
        self._upper, self._lower = upper, lower
        self._needs = (0, 0)
        layout = column(upper, between, lower, None)
        layout.setStretchFactor(lower, 1000)  # before the stretch below it
        self.setLayout(layout)

    def fit(self, upper_rows: int, lower_height: int) -> None:
        """Divide the height for so many rows above, and rows of so many pixels below."""
        self._needs = (upper_rows, lower_height)
        self._divide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        rows, lower = self._needs
        row_height = theme.size("row_height") + theme.size("hair")
        room = self.height() - theme.size("gap")
        fitting = max(room - lower, room // _UPPER_SHARE) // row_height
        self._upper.setFixedHeight(min(rows, max(_LEAST_ROWS, fitting)) * row_height)
        self._upper.setVisible(rows > 0)
        # Whole rows only: half a row reads as the last one.
        zone_height = theme.size("zone_height") + theme.size("hair")
        below = room - (self._upper.maximumHeight() if rows else 0)
        self._lower.setMaximumHeight(max(below // zone_height, 1) * zone_height)
        if (layout := self.layout()) is not None:
            layout.activate()  # or the lists would lie over one another until the next turn of the event loop
