"""The printer of the settings: its state and last paper, the form, the test page."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.frame import Tone
from pos_app.ui.settings.choices import Choices
from pos_app.ui.settings.facts_panel import FactTable, KindTable
from pos_app.ui.settings.presenter import COLUMNS, KINDS, QUESTIONS, SettingsPresenter, SettingsState
from pos_app.ui.widgets.kept_form import CLEAR_KEY
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row

_LONGEST_ADDRESS = 200
_NONE, _NETWORK, _FILE, _VIRTUAL = KINDS
_ADDRESS_KEY = "F1"


class PrinterPanel(QFrame):
    """Draws the printer of the state and passes on what is chosen and typed."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__()
        give_role(self, "panel")
        self._presenter = presenter
        kinds = dict(zip(KINDS, ("F3", "F4", "F5", "F6"), strict=True))
        columns, questions = dict(zip(COLUMNS, "890", strict=True)), dict(zip(QUESTIONS, "SN", strict=True))
        self._now = label(role="strong")
        self._kind = Choices("kind", kinds, self._choose_kind, upright=False)
        self._about_kind = label(role="muted", wraps=True)
        self._address_name, self._address = label(), QLineEdit()
        self._address.setMaxLength(_LONGEST_ADDRESS)
        self._address.textEdited.connect(lambda text: self._edit(address=text))
        self._address.returnPressed.connect(self._kind.focus_chosen)
        self._address_row = QWidget()
        to_address = QShortcut(QKeySequence(_ADDRESS_KEY), self._address_row)
        to_address.setAutoRepeat(False)
        to_address.activated.connect(self._type_address)
        self._columns = Choices("columns", columns, lambda columns: self._edit(columns=columns), upright=False)
        self._questions = Choices("questions", questions, lambda asked: self._edit(questions=asked), upright=False)
        self._outcome = label(wraps=True)
        self._papers, self._kinds, self._rule = FactTable(2), KindTable(), QFrame()
        give_role(self._rule, "rule")
        self._try = KeyButton(wording.text("settings.try"), "F8", presenter.try_printer)
        self._drop = KeyButton(wording.text("settings.in_use"), CLEAR_KEY, presenter.drop_edits)
        self._save = KeyButton(wording.text("settings.save"), "F12", presenter.save_printer, role="primary")
        for button in (self._try, self._drop, self._save):
            button.stack()  # side by side with their keys the texts would be cut in a small window
        self.setLayout(self._arranged())

    def render_state(self, state: SettingsState, *, is_low: bool) -> None:
        """Draw the state; a low page leaves out what only explains."""
        self._now.setText(state.facts.printer.words)
        give_tone(self._now, state.facts.printer.tone)
        self._papers.show_facts(state.facts.papers)
        for part in (self._papers, self._rule):
            part.setHidden(is_low)
        self._show_form(state)
        self._show_explanations(state, is_low=is_low)
        unsaved = wording.text("settings.unsaved") if state.is_edited else ""
        self._outcome.setText(state.outcome or unsaved)
        self._drop.setVisible(state.is_edited)
        self._outcome.setVisible(bool(state.outcome or unsaved))
        give_tone(self._outcome, state.tone if state.outcome else Tone.ATTENTION)

    def _show_form(self, state: SettingsState) -> None:
        form = state.printer
        has_address = form.kind in {_NETWORK, _FILE}
        self._kind.show_value(form.kind)
        self._kind.offer(_VIRTUAL, offered=state.has_virtual)
        self._columns.show_value(form.columns)
        self._columns.setVisible(has_address)
        self._questions.show_value(form.questions)
        self._questions.setVisible(form.kind == _NETWORK)
        self._address_row.setVisible(has_address)
        name = wording.text("settings.address_file" if form.kind == _FILE else "settings.address")
        self._address_name.setText(name)
        self._address.setAccessibleName(name)
        example = "settings.example_file" if form.kind == _FILE else "settings.example_network"
        self._address.setPlaceholderText(wording.text(example))
        if self._address.text() != form.address:
            self._address.setText(form.address)
        self._try.setVisible(form.kind != _NONE)

    def _show_explanations(self, state: SettingsState, *, is_low: bool) -> None:
        """Explain every kind where there is room for it, else the chosen one."""
        form = state.printer
        explains_all = not is_low and form.kind in {_NONE, _VIRTUAL}
        is_silent = form.kind == _NETWORK and form.questions == QUESTIONS[1]
        self._about_kind.setText(wording.text(f"settings.about_{'silent' if is_silent else form.kind}"))
        self._about_kind.setHidden(explains_all or (is_low and bool(state.outcome or state.is_edited)))
        self._kinds.show_kinds([kind for kind in KINDS if kind != _VIRTUAL or state.has_virtual], form.kind)
        self._kinds.setVisible(explains_all)

    def _edit(self, **changes: str) -> None:
        self._presenter.edit_printer(replace(self._presenter.state.printer, **changes))

    def _choose_kind(self, kind: str) -> None:
        """Choose a kind; one that needs an address and has none takes it next, so that no digit of it is a choice."""
        self._presenter.choose_kind(kind)
        if kind in {_NETWORK, _FILE} and not self._address.text():
            self._type_address()

    def _type_address(self) -> None:
        self._address.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._address.selectAll()

    def _arranged(self) -> QVBoxLayout:
        self._address_row.setLayout(row(self._address_name, self._address, label(_ADDRESS_KEY, "caption")))
        for title in (self._kind.title, self._address_name, self._columns.title, self._questions.title):
            title.setFixedWidth(theme.size("setting_width"))
        inside = column(
            row(label(wording.text("settings.printer"), "heading"), None, self._now),
            self._papers, self._rule, self._kind, self._about_kind, self._kinds,
            self._address_row, self._columns, self._questions, None,
            self._outcome, row(self._try, self._drop, None, self._save),
        )  # fmt: skip
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        return inside
