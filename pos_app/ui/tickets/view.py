"""The screen of a sale's tickets: the list with the paper on the left, what can be done with them on the right."""

from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout

from pos_app.ui import theme
from pos_app.ui.done.paper_text import paper_text, paper_tone
from pos_app.ui.done.questions import asking_whether_seen
from pos_app.ui.refund.figures import of_invoice
from pos_app.ui.screen import Screen
from pos_app.ui.tickets.act_form import ActForm
from pos_app.ui.tickets.act_list import ActList
from pos_app.ui.tickets.presenter import TicketsPresenter
from pos_app.ui.tickets.state import Focus, TicketsState
from pos_app.ui.tickets.ticket_rows import ticket_rows
from pos_app.ui.tickets.ticket_table import TicketTable
from pos_app.ui.widgets.kept_form import KeptNotice
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_role, give_tone, label, row
from pos_app.ui.widgets.while_shown import WhileShown

_LOOK_EVERY_MS = 300
PAPER = "tickets.paper"


class TicketsView(Screen):
    """Draws the state and passes on what is pressed; F12 does the chosen act once."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F7"})
    begins_empty: ClassVar[bool] = True
    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: TicketsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._focus: Focus | None = None
        self._invoice, self._shows = ElidedLabel(role="heading"), ElidedLabel(role="muted")
        self._notice = KeptNotice()
        self._table = TicketTable(presenter.mark, lambda line: presenter.mark(line, only_on=True))
        self._paper = label(role="strong", wraps=True)
        self._seen = asking_whether_seen(presenter.paper_seen)
        self._acts, self._form = ActList(presenter, self._table.currentRow), ActForm(presenter)
        self._right = QFrame()
        give_role(self._right, "panel")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._acts)
        self._pages.addWidget(self._form)
        fill(self, self._arranged())
        WhileShown(self, _LOOK_EVERY_MS, self._look_at_paper)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()

    def scan(self, code: str) -> None:
        self._presenter.mark_code(code)

    def step_back(self) -> bool:
        return self._presenter.step_back()

    def must_stay(self) -> bool:
        return self._presenter.state.busy

    def may_be_made_again(self) -> bool:
        """What is typed waits in the presenter."""
        return not self.must_stay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.size("wide_page")
        self._right.setFixedWidth(theme.size("side_width" if wide else "side_list_width"))

    def fit_height(self) -> None:
        self._table.set_low(low=self.is_low)
        self._acts.fit_height(low=self.is_low)
        self._form.fit_height(low=self.is_low)

    def render_state(self, state: TicketsState) -> None:
        """Draw the state."""
        if state.read is not None:
            invoice = of_invoice(state.read.sold)
            self._invoice.show_text(invoice.headline)
            self._shows.show_text(" / ".join(invoice.shows))
        self._notice.show_for(self._presenter.begin_anew if state.waited else None)
        self._table.show_tickets(ticket_rows(state))
        self._table.setEnabled(not state.busy)
        self._pages.setCurrentWidget(self._acts if state.typed.act is None else self._form)
        self._acts.render_state(state)
        self._form.render_state(state)
        self._paper.setVisible(bool(state.jobs))
        self._paper.setText(paper_text(state.job, has_printer=state.has_printer, words=PAPER))
        give_tone(self._paper, paper_tone(state.job))
        self._seen.setVisible(state.asks_whether_seen)
        for button in self._seen.findChildren(KeyButton):
            button.setEnabled(not state.busy)
        self._follow(state.focus)

    def _look_at_paper(self) -> None:
        if self._presenter.state.paper_moves:
            self._presenter.look()

    def _follow(self, focus: Focus | None) -> None:
        if focus is None or focus is self._focus:
            return
        self._focus = focus
        fields: dict[str, QLineEdit] = {
            "seats": self._form.seats, "reason": self._form.reason, **self._form.holder.fields
        }  # fmt: skip
        field = fields.get(focus.field)
        if field is None:
            self._table.setFocus()
            return
        field.setFocus()
        field.selectAll()

    def _arranged(self) -> QVBoxLayout:
        left = column(self._table, self._paper, self._seen)
        left.setStretchFactor(self._table, 1)
        inside = column(self._pages)
        inside.setContentsMargins(*[theme.size("gap")] * 4)
        self._right.setLayout(inside)
        body = row(gap="gap")
        body.addLayout(left, 1)
        body.addWidget(self._right)
        page = column(self._invoice, self._shows, self._notice, gap="hair")
        page.addLayout(body, 1)
        return page
