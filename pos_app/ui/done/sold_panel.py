"""What was sold and how it was paid, beside the change on a page that has the room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

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
        self._lists = inside = column(self._sold, None, self._money, None, self._document, gap="gap")
        self._is_across = False
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        self.setLayout(inside)

    def show_sale(self, text: "SaleText") -> None:
        """Show a sale."""
        self._sold.show_lines(text.lines)
        self._money.show_lines(text.money)
        self._document.show_lines(text.document)

    def stand_across(self, *, across: bool) -> None:
        """Put the lists side by side, in half the height, or one under another."""
        self._is_across = across
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lists.setDirection(right if across else down)
        self._lists.setSpacing(theme.size("space" if across else "gap"))
        for place in range(self._lists.count()):
            is_list = place % 2 == 0  # a stretch is between every two
            self._lists.setStretch(place, int(is_list is across))

    def needed_height(self, width: int, *, with_document: bool) -> int:
        """The height that the lists need in a panel of this width."""
        space = theme.size("space")
        width = (width - 3 * space) // 2 if self._is_across else width - 2 * space
        lists = (self._sold, self._money, *([self._document] if with_document else []))
        if self._is_across:
            return max(part.needed_height(width) for part in lists) + 2 * space
        between = 2 * (len(lists) - 1) * theme.size("gap")
        return sum(part.needed_height(width) for part in lists) + between + 2 * space

    def show_document(self, *, shown: bool) -> None:
        """Whether the list of the invoice has room too."""
        self._document.setVisible(shown)


class AmountLines(QWidget):
    """Lines of text and amount under a heading."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._shown: tuple[SoldLine, ...] = ()
        self._lines = column(gap="gap")
        self._rows: list[AmountLine] = []
        self._heading = label(heading, "heading")
        inside = column(self._heading, gap="gap")
        inside.addLayout(self._lines)
        inside.addStretch(1)
        self.setLayout(inside)

    def needed_height(self, width: int) -> int:
        """The height of the heading and of every line in this width."""
        gap = theme.size("gap")
        return self._heading.sizeHint().height() + sum(gap + line.needed_height(width) for line in self._rows)

    def show_lines(self, lines: "tuple[SoldLine, ...]") -> None:
        """Show these lines and no others."""
        if lines == self._shown:
            return
        self._shown = lines
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._rows = [AmountLine(line, lines) for line in lines]
        for shown in self._rows:
            self._lines.addWidget(shown)
            shown.show()  # a layout shows it only in the next turn of the event loop


class AmountLine(QWidget):
    """A text with its amount, and a quiet text below. What was sold is never cut; another text has one line or two."""

    def __init__(self, line: "SoldLine", beside: "Sequence[SoldLine]") -> None:
        super().__init__()
        self._amount = label(line.amount, "strong")
        self._amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._words = label(line.text, "strong", wraps=True) if line.text and line.detail else _elided(line.text)
        self._detail = ElidedLabel(role="muted")
        self._detail.show_text(line.detail, [other.detail for other in beside])
        first = row(self._words, self._amount, gap="space")
        first.setStretch(0, 1)
        self.setLayout(column(first, self._detail, gap="none"))
        self._detail.setVisible(bool(line.detail))

    def needed_height(self, width: int) -> int:
        """The height of the text in what the amount leaves of this width, and of the quiet text."""
        for part in (self._words, self._amount, self._detail):
            part.ensurePolished()
        room = width - self._amount.sizeHint().width() - theme.size("space")
        words = self._words.heightForWidth(room) if self._words.wordWrap() else self._words.sizeHint().height()
        return words + (self._detail.sizeHint().height() if not self._detail.isHidden() else 0)


def _elided(text: str) -> ElidedLabel:
    return ElidedLabel(text, two_lines=True)
