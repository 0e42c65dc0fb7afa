"""Facts in as much height as a page has: what does not fit is reached with the page keys or the scroll bar."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea

from pos_app.ui import theme, wording
from pos_app.ui.settings.facts_panel import FactTable
from pos_app.ui.widgets.layouts import column, give_role, label, row

if TYPE_CHECKING:
    from pos_app.ui.settings.facts import Fact


class ScrolledFacts(QFrame):
    """A panel of facts under a heading, which says how many of them are above and below what is in sight."""

    def __init__(self, heading: str, most: int) -> None:
        super().__init__()
        give_role(self, "panel")
        self._facts, self._area, self._more = FactTable(most), QScrollArea(), label(role="caption")
        self._area.setWidget(self._facts)
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(theme.size("touch"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(heading)
        bar = self._area.verticalScrollBar()
        bar.valueChanged.connect(self._show_how_many_are_hidden)
        bar.rangeChanged.connect(self._show_how_many_are_hidden)
        for key, turn in (("PgDown", partial(self._turn, 1)), ("PgUp", partial(self._turn, -1))):
            QShortcut(QKeySequence(key), self).activated.connect(turn)
        inside = column(row(label(heading, "heading"), None, self._more), self._area)
        inside.setStretchFactor(self._area, 1)
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        self.setLayout(inside)

    def show_facts(self, facts: "Sequence[Fact]") -> None:
        """Show these facts; what is in sight stays there."""
        self._facts.show_facts(facts)
        self._show_how_many_are_hidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_how_many_are_hidden()

    def _turn(self, step: int) -> None:
        """Bring the first line below what is in sight to its top, or the last line above it to its foot."""
        above, below = self._hidden()
        bar, height = self._area.verticalScrollBar(), self._area.viewport().height()
        if step > 0 and below:
            bar.setValue(below[0][0])
        elif step < 0 and above:
            bar.setValue(above[-1][1] - height)

    def _hidden(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The top and the foot of each line that is not wholly in sight: above, and below."""
        first = self._area.verticalScrollBar().value()
        last = first + self._area.viewport().height()
        lines = self._facts.lines()
        return [line for line in lines if line[0] < first], [line for line in lines if line[1] > last]

    def _show_how_many_are_hidden(self) -> None:
        hidden = zip(("facts_above", "facts_below"), self._hidden(), strict=True)
        counts = [wording.text(f"settings.{name}", lines=wording.number(len(lines))) for name, lines in hidden if lines]
        self._more.setText(" · ".join(counts))
