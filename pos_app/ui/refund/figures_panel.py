"""The right side of the refund screen: the credit note as it would be, the money that goes back, what is left."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.refund.figures import Figure, left_line, money_text, note_lines
from pos_app.ui.refund.state import RefundState
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.layouts import column, give_role, label


class FiguresPanel(QFrame):
    """Figures that follow every mark; without a mark it says how tickets are marked."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "panel")
        self._count = label(role="heading")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(theme.size("gap"))
        self._lines.setVerticalSpacing(theme.size("hair"))
        self._lines.setColumnStretch(1, 1)
        self._shown: tuple[Figure, ...] = ()
        self._hint = label(role="muted", wraps=True)
        self._what = label(wording.text("refund.goes_back"), "muted")
        self._money = FittedFigure("figure", "heading")
        self._money.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._left_name, self._left = label(role="caption"), label(role="strong")
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight)
        inside = column(
            self._count, self._hint, self._lines, self._what, self._money, None, self._left_name, self._left, gap="hair"
        )
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)

    def render_state(self, state: RefundState) -> None:
        """Draw the figures of what is marked."""
        if state.offered is None:
            return
        quote = state.quote
        self._count.setText(wording.text("refund.marked", count=len(state.typed.marked)))
        self._hint.setText(state.flaw or wording.text("refund.hint"))
        self._hint.setVisible(quote is None)
        for part in (self._what, self._money):
            part.setVisible(quote is not None)
        self._show_lines(note_lines(quote) if quote else ())
        if quote is not None:
            self._money.setText(money_text(quote.given_back))
        name, amount = left_line(state.offered.sold, quote)
        self._left_name.setText(name)
        self._left.setText(amount)

    def _show_lines(self, lines: Sequence[Figure]) -> None:
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line, (name, amount) in enumerate(lines):
            is_total = line == len(lines) - 1
            self._add(label(name, "strong" if is_total else "caption"), line, 0)
            self._add(label(amount, "strong" if is_total else ""), line, 1)

    def _add(self, shown: QWidget, line: int, place: int) -> None:
        side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
        self._lines.addWidget(shown, line, place, side)
        shown.show()  # a layout leaves out what is not shown yet
