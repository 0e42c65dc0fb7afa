"""A table in which one row is chosen by arrows or touch, and the search field above it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
)

from pos_app.ui import theme

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class RowTable(QTableWidget):
    """Text in columns. The columns `figures` are aligned right, and `wide` takes the remaining width.

    The columns `bounded` get no wider than needed, nor than a limit: a long text there is cut, and its tool tip whole.
    """

    def __init__(
        self,
        head: Sequence[str],
        chosen: Callable[[int], None],
        *,
        figures: Sequence[int] = (),
        wide: int = 0,
        bounded: Sequence[int] = (),
    ) -> None:
        super().__init__(0, len(head))
        self._figures, self._bounded = set(figures), tuple(bounded)
        self._drawing = False
        self._chosen = chosen
        self.setHorizontalHeaderLabels(list(head))
        for place in range(len(head)):
            item = self.horizontalHeaderItem(place)
            side = Qt.AlignmentFlag.AlignRight if place in self._figures else Qt.AlignmentFlag.AlignLeft
            if item is not None:
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.size("touch"))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        for place in self._bounded:
            self.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentCellChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[Sequence[str]], chosen: int) -> None:
        """Draw these rows and mark one; -1 marks none."""
        # Drawing moves the current cell, which must not be reported as a choice.
        self._drawing = True
        self.setRowCount(len(rows))
        for line, cells in enumerate(rows):
            for place, text in enumerate(cells):
                self._write(line, place, text)
        for place in self._bounded:
            needed = max(self.sizeHintForColumn(place), self.horizontalHeader().sectionSizeHint(place))
            self.setColumnWidth(place, min(needed, theme.size("bounded_column_width")))
        self.setCurrentCell(chosen, 0) if chosen >= 0 else self.clearSelection()
        self._drawing = False

    def _write(self, line: int, place: int, text: str) -> None:
        item = self.item(line, place)
        if item is None:
            item = QTableWidgetItem()
            side = Qt.AlignmentFlag.AlignRight if place in self._figures else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(line, place, item)
        if item.text() != text:
            item.setText(text)
            item.setToolTip(text)

    def _moved(self, line: int) -> None:
        if not self._drawing:
            self._chosen(line)


class SearchField(QLineEdit):
    """Text to find rows by. Its arrow keys move in the table below it."""

    def __init__(self, name: str, table: RowTable) -> None:
        super().__init__()
        self._table = table
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)

    def move_in(self, table: RowTable) -> None:
        """Let the arrow keys move in another table from now on."""
        self._table = table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            QApplication.sendEvent(self._table, event)
            return
        super().keyPressEvent(event)
