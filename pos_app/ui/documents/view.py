"""The history: a search field, the list, and the keys for the chosen document."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.ui import wording
from pos_app.ui.documents.presenter import SEARCH_FORM, DocumentsPresenter, DocumentsState
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.copy_question import CopyQuestion
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, label, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.typed_search import TypedSearch

_COLUMNS = ("kind", "number", "at", "event", "count", "total", "paid_with", "paper")
_FIGURES = (4, 5)
_WIDE = 3
_BOUNDED = (6,)


class DocumentsView(Screen):
    """Draws the state and passes on what is pressed."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F7"})
    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: DocumentsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        head = [wording.text(f"documents.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, presenter.choose, figures=_FIGURES, wide=_WIDE, bounded=_BOUNDED)
        self._table.setAccessibleName(wording.text("documents.list"))
        self._search = TypedSearch(wording.text("documents.search"), self._table, presenter.search)
        self._kept = KeptForm(presenter.kept, (self._search,))
        self._search.returnPressed.connect(self._search.search_now)
        self._detail = ElidedLabel(role="heading", two_lines=True)
        self._sent = ElidedLabel(role="strong", two_lines=True)
        self._asks = label(wording.text("documents.asks"), "heading")
        self._seen = KeyButton(
            wording.text("documents.seen"), "F5", self._search.once_searched(partial(presenter.answer, seen=True))
        )
        self._missing = KeyButton(
            wording.text("documents.missing"), "F6", self._search.once_searched(partial(presenter.answer, seen=False))
        )
        reprint = self._search.once_searched(presenter.reprint)
        self._reprint = KeyButton(wording.text("documents.reprint"), "F8", reprint, role="primary")
        give_back = self._search.once_searched(presenter.give_back)
        self._refund = KeyButton(wording.text("documents.refund"), "F7", give_back)
        tickets = self._search.once_searched(presenter.open_tickets)
        self._tickets = KeyButton(wording.text("documents.tickets_of"), "F4", tickets)
        history = self._search.once_searched(presenter.show_history)
        self._history = KeyButton(wording.text("documents.history"), "F3", history)
        self._acts, self._causes = QWidget(), CopyQuestion(presenter.copy)
        self._ask = KeyButton(wording.text("documents.ask_hq"), "Ctrl+B", self._search.once_searched(presenter.ask_hq))
        fill(self, self._arranged())
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._kept.begin(SEARCH_FORM)
        self._search.setFocus()
        self._search.selectAll()
        self._presenter.enter(self._search.text())

    def scan(self, code: str) -> None:
        self._search.setText(code)
        self._search.search_now()

    def step_back(self) -> bool:
        if self._presenter.step_back():
            self._search.setFocus()
            return True
        if not self._search.text():
            return False
        self.scan("")
        return True

    def render_state(self, state: DocumentsState) -> None:
        """Draw the state."""
        self._table.show_rows([row.cells for row in state.rows], state.chosen)
        self._detail.show_text(state.detail)
        self._sent.show_text(state.sent)
        self._sent.setVisible(bool(state.sent))
        for part in (self._asks, self._seen, self._missing):
            part.setVisible(state.asks)
        waits = state.busy or state.searching
        self._show_question(asked=state.asks_cause)
        for button in (self._seen, self._missing):
            button.setEnabled(not waits)
        self._ask.setVisible(state.may_ask and not state.asks)
        self._ask.setEnabled(not waits)
        for button in (self._reprint, self._refund, self._tickets, self._history):
            button.setEnabled(state.may_reprint and not waits)

    def _arranged(self) -> QVBoxLayout:
        page = column(self._search, gap="space")
        page.addWidget(self._table, 1)
        page.addWidget(self._detail)
        page.addWidget(self._sent)
        acts = row(
            *(self._asks, self._seen, self._missing, None, self._ask),
            *(self._history, self._tickets, self._refund, self._reprint),
        )
        acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setLayout(acts)
        page.addWidget(self._acts)
        page.addWidget(self._causes)
        return page

    def _show_question(self, *, asked: bool) -> None:
        """Show the question or the keys. What is typed goes into the field in sight."""
        if self._causes.show_asked(asked=asked):
            self._acts.setVisible(not asked)
            if not asked:
                self._search.setFocus()
