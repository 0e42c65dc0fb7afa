"""The refund screen: the tickets of a sale with terms and money on the left, the figures and F12 on the right."""

from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from domain.ids import SaleId
from pos_app.ui import theme, wording
from pos_app.ui.refund.figures import of_invoice
from pos_app.ui.refund.figures_panel import FiguresPanel
from pos_app.ui.refund.made_panel import MadePanel
from pos_app.ui.refund.money_form import MoneyForm
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.state import Focus, RefundState
from pos_app.ui.refund.terms_form import TermsForm
from pos_app.ui.refund.ticket_rows import ticket_rows
from pos_app.ui.refund.ticket_table import TicketTable
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.banner import announce
from pos_app.ui.widgets.kept_form import KeptNotice
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, row
from pos_app.ui.widgets.while_shown import WhileShown

_LOOK_EVERY_MS = 300


class RefundView(Screen):
    """Draws the state and passes on what is pressed; F12 gives back once.

    F7 leads here, so that pressed twice it must not lead on to the till.
    """

    own_keys: ClassVar[frozenset[str]] = frozenset({"F2", "F7"})
    begins_empty: ClassVar[bool] = True
    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: RefundPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._focus: Focus | None = None
        self._sale_id: SaleId | None = None
        self._invoice, self._shows = ElidedLabel(role="heading"), ElidedLabel(role="muted")
        self._notice = KeptNotice()
        self._table = TicketTable(presenter.mark, lambda line: presenter.mark(line, only_on=True))
        self._terms, self._money = TermsForm(presenter), MoneyForm(presenter)
        self._figures = FiguresPanel()
        self._confirm = KeyButton(wording.text("refund.confirm"), "F12", presenter.confirm, role="primary")
        self._made = MadePanel(presenter)
        self._form = QWidget()
        self._form.setLayout(self._arranged())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._form)
        self._pages.addWidget(self._made)
        page = QVBoxLayout()
        page.addWidget(self._pages)
        fill(self, page)
        WhileShown(self, _LOOK_EVERY_MS, self._look_at_paper)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._sale_id = None
        self._presenter.enter()
        (self._table if self._presenter.state.made is None else self._made).setFocus()

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
        self._left.setSpacing(theme.size("hair" if self.is_low else "gap"))

    def render_state(self, state: RefundState) -> None:
        """Draw the state."""
        if state.made is not None:
            self._show_made(state)
            return
        self._pages.setCurrentWidget(self._form)
        if state.offered is not None:
            invoice = of_invoice(state.offered.sold)
            self._invoice.show_text(invoice.headline)
            self._shows.show_text(" / ".join(invoice.shows))
        self._notice.show_for(self._presenter.begin_anew if state.waited else None)
        rows = ticket_rows(state)
        self._table.show_tickets(rows)
        if state.offered is not None and state.offered.sold.sale.id != self._sale_id:
            self._sale_id = state.offered.sold.sale.id
            self._table.show_first_marked(rows)
        for part in (self._terms, self._money, self._figures):
            part.render_state(state)
        for used in (self._table, self._terms, self._money, self._confirm):
            used.setEnabled(not state.busy)
        self._confirm.show_text(wording.text("refund.confirming" if state.busy else "refund.confirm"))
        self._follow(state.focus)

    def _look_at_paper(self) -> None:
        if self._presenter.state.paper_moves:
            self._presenter.look()

    def _show_made(self, state: RefundState) -> None:
        self._made.render_state(state)
        if self._pages.currentWidget() is not self._made:
            self._pages.setCurrentWidget(self._made)
            self._made.setFocus()
            announce(self, self._made.spoken)

    def _follow(self, focus: Focus | None) -> None:
        if focus is None or focus is self._focus:
            return
        self._focus = focus
        fields = {"percent": self._terms.percent, "reason": self._terms.reason, "reference": self._money.reference}
        if focus.field.startswith("payee."):
            self._money.payee.focus(focus.field.removeprefix("payee."), select_all=True)
        elif field := fields.get(focus.field):
            field.setFocus()
            field.selectAll()
        else:
            self._table.setFocus()

    def _arranged(self) -> QVBoxLayout:
        self._left = column(self._table, self._terms, self._money)
        self._left.setStretchFactor(self._table, 1)
        self._right = QWidget()
        right = column(self._figures, self._confirm)
        right.setStretch(0, 1)
        self._right.setLayout(right)
        body = row(gap="gap")
        body.addLayout(self._left, 1)
        body.addWidget(self._right)
        page = column(self._invoice, self._shows, self._notice, gap="hair")
        page.addLayout(body, 1)
        return page
