"""The rights: what this station holds, a field for a part of the chosen line, and the keys for what is done with it."""

from typing import ClassVar

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from pos_app.ui import theme, wording
from pos_app.ui.rights.presenter import RIGHTS_FORM, RightsPresenter, RightsState
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_tone, label, row
from pos_app.ui.widgets.row_table import RowTable, SearchField

_COLUMNS = ("event", "date", "zone", "left", "in_carts", "sold", "turns")
_FIGURES = (3, 4, 5, 6)
_WIDE = 0
_LONGEST_NUMBER = 4


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
        self._to = QLineEdit()
        self._to.setMaxLength(_LONGEST_NUMBER)
        self._to.setAccessibleName(wording.text("rights.to"))
        self._give = KeyButton(wording.text("rights.hand_over"), "F6", self._hand_over)
        self._receive = KeyButton(wording.text("rights.receive"), "F5", presenter.receive)
        self._leaving = label(role="strong", wraps=True)
        self._return = KeyButton(wording.text("rights.return"), "F12", presenter.give_back, role="primary")
        self._notices = ElidedLabel(role="strong", two_lines=True)
        give_tone(self._notices, "attention")
        fill(self, self._arranged())
        self._kept = KeptForm(presenter.kept, (self._field, self._to))
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
        for key in (self._return, self._give):
            key.setEnabled(state.may_return and not state.busy)
        self._receive.setEnabled(not state.busy)

    def _hand_over(self) -> None:
        self._presenter.hand_over(self._to.text())

    def _arranged(self) -> QVBoxLayout:
        page = column(self._notices, gap="space")
        page.addWidget(self._table, 1)
        page.addWidget(self._detail)
        self._to.setFixedWidth(theme.size("touch") * 2)
        part = row(label(wording.text("rights.part")), self._field, label(wording.text("rights.to")), self._to)
        part.setStretch(1, 1)
        page.addLayout(part)
        words = row(self._leaving, self._receive, self._give, self._return)
        words.setStretch(0, 1)
        page.addLayout(words)
        return page
