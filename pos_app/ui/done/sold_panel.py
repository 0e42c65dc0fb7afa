"""What was sold and how it was paid, beside the change on a page that has the room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, label, row

if TYPE_CHECKING:
    from pos_app.ui.done.sale_text import SaleText
    from pos_app.ui.done.sold_lines import SoldLine

_LISTS = ("sold", "money", "document")


class SoldPanel(QFrame):
    """Lists of lines, each with its heading."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "panel")
        self._sold, self._money, self._document = (AmountLines(wording.text(f"done.{name}")) for name in _LISTS)
        inside = column(self._sold, None, self._money, None, self._document, gap="gap")
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        self.setLayout(inside)

    def show_sale(self, text: "SaleText") -> None:
        """Show a sale."""
        self._sold.show_lines(text.lines)
        self._money.show_lines(text.money)
        self._document.show_lines(text.document)

    def needed_height(self, *, with_document: bool) -> int:
        """The height that the lists need."""
        lists = (self._sold, self._money, *([self._document] if with_document else []))
        between = 2 * (len(lists) - 1) * theme.size("gap")
        return sum(part.most_height() for part in lists) + between + 2 * theme.size("space")

    def show_document(self, *, shown: bool) -> None:
        """Whether the list of the invoice has room too."""
        self._document.setVisible(shown)


class AmountLines(QWidget):
    """Lines of text and amount under a heading."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._shown: tuple[SoldLine, ...] = ()
        self._lines = column(gap="gap")
        inside = column(label(heading, "heading"), gap="gap")
        inside.addLayout(self._lines)
        self.setLayout(inside)

    def most_height(self) -> int:
        """The height when every line that names tickets takes two lines, which is known only once it has its width."""
        second_lines = sum(bool(line.detail) for line in self._shown)
        return self.sizeHint().height() + second_lines * self.fontMetrics().lineSpacing()

    def show_lines(self, lines: "tuple[SoldLine, ...]") -> None:
        """Show these lines and no others."""
        if lines == self._shown:
            return
        self._shown = lines
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line in lines:
            shown = _line(line, lines)
            self._lines.addWidget(shown)
            shown.show()  # a layout shows it only in the next turn of the event loop


def _line(line: "SoldLine", beside: "Sequence[SoldLine]") -> QWidget:
    made = QWidget()
    amount = label(line.amount, "strong")
    amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    words = ElidedLabel(role="strong" if line.detail else "", two_lines=True)
    words.show_text(line.text, [other.text for other in beside])
    first = row(words, amount, gap="space")
    first.setStretch(0, 1)
    inside = column(first, gap="none")
    if line.detail:
        detail = ElidedLabel(role="muted")
        detail.show_text(line.detail, [other.detail for other in beside])
        inside.addWidget(detail)
    made.setLayout(inside)
    return made
