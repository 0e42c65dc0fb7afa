"""The lines of the cart: what each one sells, how many, and its amount in both currencies."""

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from domain.money.money import VES, Currency
from pos_app.services.selling.checkout import QuotedLine
from pos_app.ui import theme, wording
from pos_app.ui.sold_text import ENDLESS, Room, row_lines
from pos_app.ui.widgets.layouts import give_low

_WHAT, _PRICE = 1, 2
_LARGEST_SHARE = Fraction(1, 4)
"""Of the width of a line, that amounts side by side may take, without the distances between them."""
_LINE = Qt.ItemDataRole.UserRole
_LINE_SEPARATOR = "\u2028"  # what Qt breaks the text of an item at
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AdmissionDelegate(QStyledItemDelegate):
    """Draws what a line sells, in rows that a finger can press, or low ones that are only read."""

    def __init__(self, parent: QTableWidget, *, is_read: bool = False) -> None:
        super().__init__(parent)
        self.is_low, self._is_read = False, is_read

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = _LINE_SEPARATOR.join(_lines(option, index))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of all lines with the padding of the style: in a lower row Qt leaves out the last line."""
        needed = super().sizeHint(option, index).height()
        least = "none" if self._is_read else "touch_inside" if self.is_low else "touch"
        return QSize(0, max(needed, theme.size(least)))


def _lines(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> tuple[str, ...]:
    quoted = index.data(_LINE)
    assert isinstance(quoted, QuotedLine)
    metrics = option.fontMetrics
    margin = QApplication.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
    room = Room(
        option.rect.width() - 2 * (margin + theme.size("gap")),
        metrics.horizontalAdvance,
        lambda text, width: metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0)),
        lambda text, width: metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(width, 0)),
    )
    return row_lines(quoted.place, quoted.ticket_type, room)


class CartTable(QTableWidget):
    """The lines: quantity, description, and the amount in both currencies.

    On a low page the rows are as low as can be, and the amounts carry their signs instead of a head.

    Without `selected` they are only read: they are low, without a head, and both amounts stand one above the other.
    """

    def __init__(self, selected: Callable[[int], None] | None) -> None:
        super().__init__(0, 4)
        self._is_read = selected is None
        self._one_currency: Currency | None = None
        self._lines: tuple[QuotedLine, ...] = ()
        self._is_stacked = self._is_low = False
        names = (wording.text("sell.quantity"), wording.text("sell.what"), "", wording.sign(VES))
        self.setAccessibleName(wording.text("sell.cart"))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        heads = [QTableWidgetItem(name) for name in names]
        for place, item in enumerate(heads):
            item.setTextAlignment(_LEFT if place == _WHAT else _RIGHT)
            self.setHorizontalHeaderItem(place, item)
        self._admissions = AdmissionDelegate(self, is_read=self._is_read)
        self.setItemDelegateForColumn(_WHAT, self._admissions)
        self._price_head, self._ves_head = heads[_PRICE], heads[_PRICE + 1]
        self.setShowGrid(False)
        self.setWordWrap(True)
        header.setHidden(self._is_read)
        self.verticalHeader().setMinimumSectionSize(theme.size("space" if self._is_read else "touch_inside"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._listen(selected)

    def _listen(self, selected: Callable[[int], None] | None) -> None:
        if selected is None:
            self.setObjectName("lines_read")
            self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        else:
            self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            self.cellPressed.connect(lambda line, _: selected(line))

    def show_lines(self, lines: tuple[QuotedLine, ...], selected_line: int) -> None:
        """Draw the lines and select one."""
        self.setRowCount(len(lines))
        currencies = {quoted.total.currency for quoted in lines}
        self._one_currency = currencies.pop() if len(currencies) == 1 else None
        self._price_head.setText(wording.sign(self._one_currency) if self._one_currency else "")
        self._lines = lines
        self._arrange_amounts()
        for i, quoted in enumerate(lines):
            self._show_line(i, quoted)
        self.resizeRowsToContents()
        if 0 <= selected_line < len(lines):
            self.selectRow(selected_line)
            self.scrollTo(self.model().index(selected_line, 0))

    def set_low(self, *, low: bool) -> None:
        """Take the form for a low page, or for one with more height."""
        self._is_low = self._admissions.is_low = low
        give_low(self, low=low)
        self.horizontalHeader().setHidden(low)
        self._draw_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_again()

    def _draw_again(self) -> None:
        self._arrange_amounts()
        for i, quoted in enumerate(self._lines):
            self._show_line(i, quoted)
        self.resizeRowsToContents()
        self.scrollTo(self.currentIndex())

    def _arrange_amounts(self) -> None:
        """Put both amounts one above the other where side by side they would take the place of date and seat."""
        metrics = self.fontMetrics()
        width = sum(
            max((metrics.horizontalAdvance(text) for text in texts), default=0)
            for texts in zip(*map(self._amounts, self._lines), strict=True)
        )
        in_bolivares = self._one_currency == VES
        as_two = self._is_read or self._is_low or width > self.width() * _LARGEST_SHARE
        self._is_stacked = not in_bolivares and as_two
        self.setColumnHidden(_PRICE, in_bolivares or self._is_stacked)
        self._ves_head.setText("" if self._is_stacked else wording.sign(VES))

    def _amounts(self, quoted: QuotedLine) -> tuple[str, str]:
        price = wording.figure(quoted.total) if self._one_currency else wording.money(quoted.total)
        return price, wording.figure(quoted.ves)

    def _show_line(self, i: int, quoted: QuotedLine) -> None:
        what = "\n".join(row_lines(quoted.place, quoted.ticket_type, ENDLESS))
        price, ves = self._amounts(quoted)
        if self._is_low or self._is_read:
            ves = wording.money(quoted.ves)
        if self._is_stacked and quoted.total.currency != VES:
            ves = f"{wording.money(quoted.total)}\n{wording.money(quoted.ves)}"
        texts = (str(quoted.line.quantity), what, price, ves)
        for place, text in enumerate(texts):
            item = self.item(i, place)
            if item is None:
                item = QTableWidgetItem()
                if place != _WHAT:
                    item.setTextAlignment(_RIGHT)
                self.setItem(i, place, item)
            item.setText(text)
            item.setToolTip(what)
            if place == _WHAT:
                item.setData(_LINE, quoted)
