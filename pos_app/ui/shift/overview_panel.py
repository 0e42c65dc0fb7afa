"""The page that the till opens with: the state of the shift beside the menu of its acts."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.shift.overview_text import Cells, OverviewText
from pos_app.ui.widgets.layouts import ElidedLabel, column, label, panel, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.while_shown import WhileShown

_FOLLOW_EVERY_MS = 900
_AMOUNT, _REASON = 2, 3
_FACTS_IN_A_LINE = {True: 2, False: 3}
"""Beside the cash in a wide window, above it in a narrow one."""
_SHARES = (2, 3)
"""Of the width: facts, and the cash with three amounts in a line."""


class OverviewPanel(QWidget):
    """Facts and cash side by side, in a narrow window one above the other, and the movements below them."""

    def __init__(self, follow: Callable[[], None]) -> None:
        super().__init__()
        WhileShown(self, _FOLLOW_EVERY_MS, follow)
        self._text: OverviewText | None = None
        self._is_wide: bool | None = None
        self._facts, self._cash = _grid(), _grid()
        self._note = label(role="caption", wraps=True)
        self._facts_panel = panel(self._facts, None)
        self._cash_panel = panel(self._cash, self._note, None)
        self._table: RowTable | None = None
        self._no_movements = label(wording.text("shift.no_movements"), "muted", wraps=True)
        self._no_movements.setAlignment(Qt.AlignmentFlag.AlignTop)
        movements = column(label(wording.text("shift.movements"), "heading"), self._no_movements)
        movements.setStretchFactor(self._no_movements, 1)
        self._rows = movements
        self._movements = panel(movements)
        self._top = row(self._facts_panel, self._cash_panel)
        for place, share in enumerate(_SHARES):
            self._top.setStretch(place, share)
        inside = column(self._top, self._movements)
        inside.setStretchFactor(self._movements, 1)
        self.setLayout(inside)

    def show_text(self, text: OverviewText | None) -> None:
        """Show the state of the till; nothing while it is being read."""
        if text == self._text:
            return
        self._text = text
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= theme.size("wide_overview")
        if is_wide is not self._is_wide:
            self._is_wide = is_wide
            side_by_side, stacked = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._top.setDirection(side_by_side if is_wide else stacked)
            margin = theme.size("space" if is_wide else "gap")
            for part in (self._facts_panel, self._cash_panel, self._movements):
                inside = part.layout()
                assert inside is not None
                inside.setContentsMargins(theme.size("space"), margin, theme.size("space"), margin)
            for place in range(_FACTS_IN_A_LINE[not is_wide]):
                self._facts.setColumnStretch(place, 0)
            self._draw()

    def _draw(self) -> None:
        text = self._text
        has_shift = text is not None and bool(text.cash_head)
        self._facts_panel.setVisible(text is not None)
        self._cash_panel.setVisible(has_shift)
        self._movements.setVisible(has_shift)
        if text is None:
            return
        _empty(self._facts)
        in_a_line = _FACTS_IN_A_LINE[bool(self._is_wide)]
        for number, (name, value) in enumerate(text.facts):
            cell = QWidget()
            cell.setLayout(
                column(label(name, "caption"), ElidedLabel(value, "strong", two_lines=True), None, gap="none")
            )
            self._facts.addWidget(cell, number // in_a_line, number % in_a_line)
            cell.show()  # a layout leaves out what is not shown yet
            self._facts.setColumnStretch(number % in_a_line, 1)
        self._show_cash(text)
        self._show_movements(text.movements_head, text.movements)

    def _show_cash(self, text: OverviewText) -> None:
        _empty(self._cash)
        right = Qt.AlignmentFlag.AlignRight
        for line, cells in enumerate((text.cash_head, *text.cash) if text.cash else ()):
            for place, words in enumerate(cells):
                shown = label(words, "caption" if line == 0 else "strong" if place else "")
                self._cash.addWidget(shown, line, place, right if place else Qt.AlignmentFlag.AlignLeft)
                shown.show()
                self._cash.setColumnStretch(place, 1 if place else 0)
        self._note.setText(text.note)
        self._note.setVisible(bool(text.note))

    def _show_movements(self, head: Cells, movements: Sequence[Cells]) -> None:
        self._no_movements.setVisible(not movements)
        if movements and self._table is None:
            self._table = RowTable(head, _ignore, figures=(_AMOUNT,), wide=_REASON)
            self._table.setAccessibleName(wording.text("shift.movements"))
            self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to choose in it
            self._table.setSelectionMode(RowTable.SelectionMode.NoSelection)
            self._table.verticalHeader().setDefaultSectionSize(theme.size("reading_row_height"))
            self._rows.addWidget(self._table, 1)
        if self._table is not None:
            self._table.setVisible(bool(movements))
            self._table.show_rows(movements, -1)


def _grid() -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(theme.size("space"))
    made.setVerticalSpacing(theme.size("gap"))
    return made


def _empty(layout: QGridLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if (old := item.widget() if item else None) is not None:
            old.hide()
            old.deleteLater()


def _ignore(_: int) -> None:
    """What is done when a row is chosen: nothing is chosen on this page."""
