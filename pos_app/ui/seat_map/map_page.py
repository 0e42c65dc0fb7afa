"""Where the parts of the seat map screen stand, on a page with little height and on others."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.seat_map.bars import GroupBar, ZoneBox
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, row


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """What is chosen from: the performance and its zones."""

    performance: QWidget
    zones: ZoneBox
    next_zone: KeyButton


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The lists beside the map."""

    seats: QWidget
    legend: QWidget
    types: QWidget


class MapPage(QVBoxLayout):
    """The map gets the height that the keys leave.

    On a low page one row of keys stands above the map, and the performance above the list of seats.
    """

    def __init__(self, above: Above, group: GroupBar, seat_map: QWidget, beside: Beside, *below: QWidget) -> None:
        super().__init__()
        self._above, self._group = above, group
        beside.seats.setFixedWidth(theme.size("side_list_width"))
        beside.legend.setFixedWidth(theme.size("side_list_width"))
        beside.types.setFixedWidth(theme.size("types_width"))  # a name, what it asks for and two amounts
        self._head, self._keys = row(above.performance, above.zones, above.next_zone), row(group)
        self._side = column(beside.seats, beside.legend, beside.types)
        self._side.setStretchFactor(beside.seats, 1)
        self._head.setStretch(0, 1)
        middle = row(seat_map, self._side)
        middle.setStretch(0, 1)
        for line in (self._head, self._keys, middle):
            self.addLayout(line)
        for part in below:
            self.addWidget(part)
        self.setStretchFactor(middle, 1)
        margin = theme.size("gap")
        self.setContentsMargins(margin, margin, margin, margin)
        self.setSpacing(theme.size("gap"))

    def set_low(self, *, low: bool) -> None:
        """Take the form for a low page, or for one with more height."""
        above = self._above
        if low:
            self._keys.insertWidget(0, above.zones, 1)
            self._keys.insertWidget(1, above.next_zone)
            self._side.insertWidget(0, above.performance)
        else:
            for place, part in enumerate((above.performance, above.zones, above.next_zone)):
                self._head.insertWidget(place, part, 0 if place else 1)
        above.zones.be_narrow(narrow=low)
        above.next_zone.stack(stacked=low)
        self._group.set_low(low=low)
