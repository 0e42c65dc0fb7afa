"""The rights: what this station holds, a field for a part of the chosen line, and the keys for what is done with it."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from pos_app.ui import wording
from pos_app.ui.rights.presenter import RIGHTS_FORM, RightsPresenter, RightsState
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_tone, label, row
from pos_app.ui.widgets.row_table import RowTable, SearchField

_COLUMNS = ("event", "date", "zone", "left", "in_carts", "sold", "turns")
_FIGURES = (3, 4, 5, 6)
_WIDE = 0


class RightsView(Screen):
    """Draws the state and passes on what is pressed."""

    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: RightsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        head = [wording.text(f"rights.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, presenter.choose, figures=_FIGURES, wide=_WIDE)
        self._table.setAccessibleName(wording.text("rights.list"))
        self._detail = ElidedLabel(role="muted", two_lines=True)
        self._field = SearchField(wording.text("rights.part"), self._table)
        self._field.textChanged.connect(presenter.type_part)
        self._leaving = label(role="strong", wraps=True)
        self._return = KeyButton(wording.text("rights.return"), "F12", presenter.give_back, role="primary")
        self._notices = ElidedLabel(role="strong", two_lines=True)
        give_tone(self._notices, "attention")
        fill(self, self._arranged())
        self._kept = KeptForm(presenter.kept, (self._field,))
        self._about: object = None
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()
        self._field.setFocus()
        self._field.selectAll()

    def render_state(self, state: RightsState) -> None:
        """Draw the state."""
        self._table.show_rows(state.rows, state.chosen)
        self._detail.show_text(state.detail)
        self._notices.show_text(" ".join(state.notices))
        self._notices.setVisible(bool(state.notices))
        self._field.setPlaceholderText(state.hint)
        if state.about != self._about:
            self._about = state.about
            self._kept.begin(RIGHTS_FORM, state.about)
        elif self._field.text() != state.typed:
            self._field.setText(state.typed)
        self._leaving.setText(state.leaving)
        give_tone(self._leaving, state.tone)
        self._return.setEnabled(state.may_return and not state.busy)

    def _arranged(self) -> QVBoxLayout:
        page = column(self._notices, gap="space")
        page.addWidget(self._table, 1)
        page.addWidget(self._detail)
        part = row(label(wording.text("rights.part")), self._field)
        part.setStretch(1, 1)
        page.addLayout(part)
        words = row(self._leaving, self._return)
        words.setStretch(0, 1)
        page.addLayout(words)
        return page
