"""After a refund: the number of the note, what to hand over in large figures, and the progress of the paper."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.ui import theme, wording
from pos_app.ui.done.paper_text import paper_text, paper_tone
from pos_app.ui.done.questions import asking_whether_seen
from pos_app.ui.refund.figures import hand_over, money_text
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.state import RefundState
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_tone, label, panel

PAPER = "refund.paper"


class MadePanel(QWidget):
    """Shows one refund that was made."""

    def __init__(self, presenter: RefundPresenter) -> None:
        super().__init__()
        self._number, self._what = label(role="title"), label(role="muted", wraps=True)
        self._hand, self._paper = label(role="heading", wraps=True), label(role="heading", wraps=True)
        self._money = FittedFigure("giant", "huge", "figure", "heading")
        give_tone(self._money, "ok")
        for words in (self._number, self._what, self._hand, self._money, self._paper):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._seen = asking_whether_seen(presenter.paper_seen)
        self.leave = KeyButton(wording.text("refund.to_history"), "Return", presenter.leave, role="primary")
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        shown = panel(self._number, self._what, None, self._hand, self._money, None, self._paper)
        page = column(shown, self._seen, self.leave, gap="gap")
        page.setStretch(0, 1)
        self.setLayout(page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme.size("touch"))

    @property
    def spoken(self) -> str:
        """What a screen reader says when the refund is made."""
        return f"{self._number.text()}. {self._hand.text()} {self._money.text()}"

    def render_state(self, state: RefundState) -> None:
        """Draw the refund that was made."""
        made = state.made
        if made is None:
            return
        self._number.setText(wording.text("refund.made", number=made.document.printed_number))
        what = (
            wording.text("refund.marked", count=len(made.refund.tickets)),
            wording.text("refund.of_invoice", number=made.refund.invoice.number),
            wording.money(made.document.grand_total),
        )
        self._what.setText(" · ".join(what))
        self._hand.setText(hand_over(made))
        self._money.setText(money_text(made.refund.given_back))
        self._paper.setText(paper_text(state.job, has_printer=state.has_printer, words=PAPER))
        give_tone(self._paper, paper_tone(state.job))
        self._seen.setVisible(state.asks_whether_seen)
        for button in self._seen.findChildren(KeyButton):
            button.setEnabled(not state.busy)
