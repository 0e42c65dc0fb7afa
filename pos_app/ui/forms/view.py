"""The forms in the printer: the next control number, a field for another one, and a key for each cause."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from domain.fiscal.spoiled_forms import CAUSES, SpoilCause
from pos_app.ui import wording
from pos_app.ui.forms.presenter import FORMS_FORM, FormsPresenter, FormsState, WrongField
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.kept_form import KeptForm, take_focus
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_tone, label, row
from pos_app.ui.widgets.row_table import RowTable

_COLUMNS = ("control", "cause", "instead", "at")
_KEYS = ("F3", "F4", "F5", "F6")
_LONGEST_CONTROL, _LONGEST_NOTE = 30, 120


class FormsView(Screen):
    """Draws the state and passes on what is pressed."""

    def __init__(self, presenter: FormsPresenter) -> None:
        super().__init__()
        self._presenter, self._wrong = presenter, presenter.state.wrong
        self._headline = label(role="heading")
        self._next = label(role="figure")
        self._left = label(role="strong")
        self._printing = ElidedLabel(role="muted", two_lines=True)
        self._doubt = label(role="strong", wraps=True)
        self._control, self._note = QLineEdit(), QLineEdit()
        self._control.setMaxLength(_LONGEST_CONTROL)
        self._note.setMaxLength(_LONGEST_NOTE)
        for field, name in ((self._control, "forms.control"), (self._note, "forms.note")):
            field.setAccessibleName(wording.text(name))
        self._note.setPlaceholderText(wording.text("forms.note_hint"))
        self._control.returnPressed.connect(self._note.setFocus)
        self._causes = [
            KeyButton(wording.text(f"forms.cause_{cause}"), key, partial(self._spoil, cause))
            for cause, key in zip(CAUSES, _KEYS, strict=True)
        ]
        self._shown = KeyButton(wording.text("forms.shown"), "F12", self._show_next, role="primary")
        head = [wording.text(f"forms.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, lambda _: None, wide=1)
        self._table.setAccessibleName(wording.text("forms.list"))
        fill(self, self._arranged())
        self._kept = KeptForm(presenter.kept, (self._control, self._note))
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._kept.begin(FORMS_FORM)
        self._control.setFocus()
        self._control.selectAll()
        self._presenter.enter()

    def render_state(self, state: FormsState) -> None:
        """Draw the state."""
        self._headline.setText(state.headline)
        give_tone(self._headline, state.tone)
        self._next.setText(state.next_control)
        self._left.setText(state.left)
        self._printing.show_text(state.printing)
        self._doubt.setText(state.doubt)
        self._doubt.setVisible(bool(state.doubt))
        self._control.setPlaceholderText(state.next_control)
        self._table.show_rows(state.rows, 0 if state.rows else -1)
        for button in (*self._causes, self._shown):
            button.setEnabled(state.may_act and not state.busy)
        self._correct(state.wrong)

    def _correct(self, wrong: WrongField | None) -> None:
        """Put the focus into the field that a new refusal names."""
        before, self._wrong = self._wrong, wrong
        if wrong is not None and wrong is not before:
            take_focus(self._note if wrong.is_note else self._control)

    def _spoil(self, cause: SpoilCause) -> None:
        self._presenter.spoil(cause, self._control.text(), self._note.text())

    def _show_next(self) -> None:
        self._presenter.show_next(self._control.text(), self._note.text())

    def _arranged(self) -> QVBoxLayout:
        page = column(row(self._headline, self._next, None, self._left), self._printing, self._doubt, gap="gap")
        shown = row(label(wording.text("forms.control")), self._control, self._shown)
        shown.setStretch(1, 1)
        page.addLayout(shown)
        spoiled = row(label(wording.text("forms.spoil")), *self._causes, self._note)
        spoiled.setStretch(len(self._causes) + 1, 1)
        page.addLayout(spoiled)
        page.addWidget(self._table, 1)
        return page
