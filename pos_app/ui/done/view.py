"""The screen after a sale: the change in very large figures, the progress of the paper, the next steps."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit

from pos_app.ui import theme, wording
from pos_app.ui.done.paper_text import paper_text, paper_tone
from pos_app.ui.done.presenter import DRAWER_FORM, DonePresenter, DoneState
from pos_app.ui.done.questions import asking_for_a_reason, asking_whether_seen
from pos_app.ui.done.sale_text import SaleText, sale_text
from pos_app.ui.done.sold_panel import SoldPanel
from pos_app.ui.paper_view import PaperView
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.banner import announce
from pos_app.ui.widgets.copy_question import CopyQuestion
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_tone, label, panel, row
from pos_app.ui.widgets.while_shown import WhileShown

_LOOK_EVERY_MS = 300
_SHARES = (4, 3)
"""Of the width of a wide page: the change, and the lists beside it."""


class DoneView(Screen):
    """Draws the sale and reads the state of the paper repeatedly while it is printed."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F7"})

    def __init__(self, presenter: DonePresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._number, self._sold = label(role="title"), label(role="strong", wraps=True)
        self._what = label(role="muted", wraps=True)
        self._change_word, self._same = label(role="heading", wraps=True), FittedFigure("figure", "heading")
        self._payee = label(role="heading", wraps=True)
        self._change = FittedFigure("giant", "huge", "figure", "heading")
        self._paper = label(role="heading", wraps=True)
        self._invoice, self._details = PaperView(), SoldPanel()
        self._invoice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._seen = asking_whether_seen(presenter.paper_seen)
        self._reason = QLineEdit()
        self._kept = KeptForm(presenter.kept, (self._reason,))
        self._ask_reason = asking_for_a_reason(self._reason, presenter.open_drawer)
        self._causes = CopyQuestion(presenter.copy)
        self._next = KeyButton(wording.text("done.next"), "Return", presenter.next_sale, role="primary")
        self._reprint = KeyButton(wording.text("done.reprint"), "R", presenter.ask_cause)
        self._drawer = KeyButton(wording.text("done.drawer"), "D", presenter.ask_reason)
        self._refund = KeyButton(wording.text("done.refund"), "F7", presenter.give_back)
        self._tickets = KeyButton(wording.text("done.tickets_of"), "F4", presenter.open_tickets)
        self._others = (self._reprint, self._drawer, self._tickets, self._refund)
        WhileShown(self, _LOOK_EVERY_MS, self._look_at_paper)
        self._arrange()
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()
        self.setFocus()
        announce(self, f"{self._number.text()}. {self._change_word.text()} {self._change.text()}")

    def step_back(self) -> bool:
        self._presenter.step_back()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def fit_height(self) -> None:
        self._lines.setSpacing(theme.size("hair" if self.is_low else "gap"))
        self._fit()
        self.render_state(self._presenter.state)

    def render_state(self, state: DoneState) -> None:
        """Draw the sale and its paper."""
        if state.sold is None:
            return
        self._show_sale(sale_text(state.sold, state.exchanged))
        self._invoice.show_paper(state.invoice)
        asks = state.asks_whether_seen or state.asks_reason or state.asks_cause
        self._invoice.setVisible(state.invoice is not None and not (self.is_low and asks))  # a question needs its place
        self._paper.setText(paper_text(state.job, has_printer=state.has_printer))
        give_tone(self._paper, paper_tone(state.job))
        self._seen.setVisible(state.asks_whether_seen)
        self._show_reason(asked=state.asks_reason)
        if self._causes.show_asked(asked=state.asks_cause) and not state.asks_cause:
            self.setFocus()
        for button in self._others:
            button.setEnabled(not state.busy)
        for button in (*self._others, self._next):
            button.setHidden(state.asks_reason or state.asks_cause)
        self._fit()

    def _look_at_paper(self) -> None:
        if self._presenter.state.paper_moves:
            self._presenter.look()

    def _fit(self) -> None:
        """Show tickets and payment in lists beside the change, or below it, or in a sentence where lists lack room."""
        is_wide, room = self.width() >= theme.size("wide_page"), self._room()
        self._details.stand_across(across=not is_wide)
        self._show_sentence(shown=False)  # the lists take its room
        if not is_wide:
            room -= self._change_panel.sizeHint().height() + theme.size("space")
        width = _width_of_lists(self.width() - self._invoice.sizeHint().width(), is_wide=is_wide)
        has_lists = not self.is_low and self._details.needed_height(width, with_document=False) <= room
        self._details.setVisible(has_lists)
        self._details.show_document(shown=is_wide and self._details.needed_height(width, with_document=True) <= room)
        self._show_sentence(shown=not has_lists)
        upright, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.RightToLeft
        self._main.setDirection(across if is_wide else upright)

    def _show_sentence(self, *, shown: bool) -> None:
        for words in (self._sold, self._what):
            words.setVisible(shown)

    def _room(self) -> int:
        """The height above the buttons, and above a question about paper or drawer."""
        asked = [part for part in (self._seen, self._ask_reason, self._causes) if not part.isHidden()]
        below = sum(part.sizeHint().height() + theme.size("gap") for part in (*asked, self._next))
        return self.height() - 2 * theme.size("page_margin") - below

    def _show_sale(self, text: SaleText) -> None:
        self._details.show_sale(text)
        self._number.setText(text.number)
        self._sold.setText(text.sold)
        self._what.setText(text.what)
        self._change_word.setText(text.change_word)
        self._change.setText(text.change)
        self._change.setVisible(bool(text.change))
        self._same.setText(text.same)
        self._payee.setText(text.payee)
        self._payee.setVisible(bool(text.payee))

    def _show_reason(self, *, asked: bool) -> None:
        sold = self._presenter.state.sold
        if asked and sold is not None and self._ask_reason.isHidden():
            self._kept.begin(DRAWER_FORM, sold.sale.id)
            self._ask_reason.show()
            self._reason.setFocus()
            self._reason.selectAll()
        elif not asked and not self._ask_reason.isHidden():
            self._ask_reason.hide()
            self.setFocus()

    def _arrange(self) -> None:
        figures = (self._number, self._sold, self._what, self._change_word, self._change, self._same, self._payee)
        for words in (*figures, self._paper):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        give_tone(self._change, "ok")
        last = row(*self._others, self._next)
        last.setStretch(len(self._others), 1)
        self._lines = shown = column(
            self._number, self._sold, self._what, None, self._change_word, self._change, self._same, self._payee, None,
            self._paper,
        )  # fmt: skip
        self._change_panel = panel(shown)
        self._main = main = column(self._change_panel, self._details, gap="space")
        for place, share in enumerate(_SHARES):
            main.setStretch(place, share)
        body = row(main, self._invoice, gap="space")
        body.setStretch(0, 1)
        page = column(body, self._seen, self._ask_reason, self._causes, last)
        page.setStretchFactor(body, 1)
        page.setContentsMargins(*[theme.size("page_margin")] * 4)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button in (self._next, *self._others):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(page)


def _width_of_lists(width: int, *, is_wide: bool) -> int:
    """What margins leave of a width beside the invoice, of which a wide page gives the lists their share."""
    width -= 2 * theme.size("page_margin") + theme.size("space")
    return (width - theme.size("space")) * _SHARES[1] // sum(_SHARES) if is_wide else width
