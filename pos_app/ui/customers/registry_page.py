"""The list of customers with the chosen one beside it, and the keys for what is done with them."""

from PySide6.QtWidgets import QFrame, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.customers.presenter import CustomersPresenter
from pos_app.ui.customers.registry import SEARCH_FORM
from pos_app.ui.customers.state import CustomersState, SearchFor
from pos_app.ui.settings.facts_panel import FactTable
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, label, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.typed_search import TypedSearch

_COLUMNS = ("name", "document", "phone")
_MOST_FACTS, _CHANNELS = 5, 3


class CustomerCard(QFrame):
    """The chosen customer: name, what is known, and the consents."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "panel")
        self._name = ElidedLabel(role="heading", two_lines=True)
        self._facts, self._consents = FactTable(_MOST_FACTS), FactTable(_CHANNELS)
        self._news = label(wording.text("customers.news"), "strong")
        inside = column(self._name, self._facts, self._news, self._consents, None)
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        self.setLayout(inside)

    def render_state(self, state: CustomersState) -> None:
        """Draw the chosen customer, or nothing."""
        card = state.card
        for part in (self._name, self._facts, self._news, self._consents):
            part.setVisible(card is not None)
        if card is not None:
            self._name.show_text(card.name)
            self._facts.show_facts(card.facts)
            self._consents.show_facts(card.consents)


class RegistryPage(QWidget):
    """Searches as somebody types; a key acts on the customer who is shown, never on one of an older search."""

    def __init__(self, presenter: CustomersPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._set: SearchFor | None = None
        head = [wording.text(f"customers.{name}") for name in _COLUMNS]
        self._table = RowTable(head, presenter.choose)
        self._table.setAccessibleName(wording.text("customers.list"))
        self.field = TypedSearch(wording.text("customers.search"), self._table, presenter.search)
        self._kept = KeptForm(presenter.kept, (self.field,))
        self.field.returnPressed.connect(self.field.search_now)
        self._hint, self._card = label(role="muted", wraps=True), CustomerCard()
        acts = ("edit", "F4", presenter.begin_edit), ("bought", "F5", presenter.show_bought)
        on_request = ("export", "F6", presenter.export), ("erase", "F8", presenter.begin_erase)
        self._new = KeyButton(wording.text("customers.new"), "F3", self.field.once_searched(presenter.begin_new))
        self._acts = [
            KeyButton(wording.text(f"customers.act_{name}"), key, self.field.once_searched(act))
            for name, key, act in (*acts, *on_request)
        ]
        self._arrange()

    def begin(self) -> str:
        """Focus the search with its text selected; returns the text that waits."""
        self._kept.begin(SEARCH_FORM)
        self.field.setFocus()
        self.field.selectAll()
        return self.field.text()

    def search(self, text: str) -> None:
        """Search a text as if it had been typed."""
        self.field.setText(text)
        self.field.search_now()

    def render_state(self, state: CustomersState) -> None:
        """Draw the list and the chosen customer."""
        if state.search_for is not None and state.search_for is not self._set:
            self._set = state.search_for
            self.field.end_pause()
            self.field.setText(self._set.text)
        self._table.show_rows(state.rows, state.chosen)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._card.render_state(state)
        self._new.setEnabled(not state.busy)
        for button in self._acts:
            button.setEnabled(state.card is not None and not state.busy and not state.searching)

    def _arrange(self) -> None:
        left = column(self._table, self._hint, gap="gap")
        left.setStretch(0, 1)
        body = row(gap="space")
        body.addLayout(left, 3)
        body.addWidget(self._card, 2)
        page = column(self.field, gap="gap")
        page.addLayout(body, 1)
        page.addLayout(row(self._new, None, *self._acts))
        self.setLayout(page)
