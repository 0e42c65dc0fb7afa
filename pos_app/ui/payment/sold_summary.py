"""What is being paid for, above the methods of payment."""

from PySide6.QtWidgets import QWidget

from pos_app.services.selling.checkout import Quote
from pos_app.ui.sold_text import of_quote, summary
from pos_app.ui.widgets.layouts import ElidedLabel, column, label, row

_MOST_PERFORMANCES = 2


class SoldSummary(QWidget):
    """A line or more for each of the first performances; on a low page one line for the first, and how many follow."""

    def __init__(self) -> None:
        super().__init__()
        self._quote: Quote | None = None
        self._is_low = False
        self._all, self._first, self._more = label(wraps=True), ElidedLabel(), label(role="muted")
        one_line = row(self._first, self._more)
        one_line.setStretch(0, 1)
        self.setLayout(column(self._all, one_line, gap="none"))

    def show_quote(self, quote: Quote) -> None:
        """Show what a cart sells."""
        self._quote = quote
        self._show()

    def set_low(self, *, low: bool) -> None:
        """Choose between all lines and one."""
        self._is_low = low
        self._show()

    def needed_height(self, width: int) -> int:
        """The height of the lines in this width."""
        return self._first.sizeHint().height() if self._is_low else self._all.heightForWidth(width)

    def _show(self) -> None:
        if self._quote is None:
            return
        admissions = of_quote(self._quote)
        first, _, more = summary(admissions, most=1).partition("\n")
        self._all.setText(summary(admissions, most=_MOST_PERFORMANCES))
        self._first.show_text(first)
        self._more.setText(more)
        self._all.setHidden(self._is_low)
        self._first.setVisible(self._is_low)
        self._more.setVisible(self._is_low and bool(more))
        self.setToolTip(summary(admissions))
