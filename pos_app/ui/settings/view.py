"""The settings of this machine: how the screens look on the left, the printer on the right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.screen import Screen
from pos_app.ui.settings.presenter import (
    COLUMNS,
    KINDS,
    LANGUAGES,
    QUESTIONS,
    THEMES,
    SettingsPresenter,
    SettingsState,
)
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, fill, give_tone, label, panel, row, when_clicked

_LONGEST_ADDRESS = 200


class Choices(QWidget):
    """Buttons of which one is chosen, with a heading."""

    def __init__(self, name: str, values: Sequence[str], chosen: Callable[[str], None], *, upright: bool) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons = {value: self._button(name, value, chosen) for value in values}
        buttons = _pairs(list(self._buttons.values())) if upright else row(*self._buttons.values(), None)
        self.setLayout(column(label(wording.text(f"settings.{name}"), "heading"), buttons))

    def show_value(self, value: str) -> None:
        """Mark the button of a value; none for a value that cannot be chosen here."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        self._group.setExclusive(True)

    def _button(self, name: str, value: str, chosen: Callable[[str], None]) -> QPushButton:
        words = wording.text(f"settings.{name}_{value or 'system'}")
        button = QPushButton(words)
        button.setAccessibleName(f"{wording.text(f'settings.{name}')}: {words}")
        button.setCheckable(True)
        button.setAutoDefault(False)
        self._group.addButton(button)
        when_clicked(button, partial(chosen, value))
        return button


def _pairs(buttons: list[QPushButton]) -> QGridLayout:
    """Two buttons a line, so that a low window holds them all."""
    grid = QGridLayout()
    grid.setSpacing(theme.size("gap"))
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // 2, place % 2)
    return grid


class SettingsView(Screen):
    """Draws the state and passes on what is chosen."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__()
        self._presenter, self._state = presenter, presenter.state
        self._language = Choices("language", LANGUAGES, presenter.choose_language, upright=True)
        self._theme = Choices("theme", THEMES, presenter.choose_theme, upright=True)
        self._kind = Choices("kind", KINDS, lambda kind: self._edit(kind=kind), upright=False)
        self._columns = Choices("columns", COLUMNS, lambda columns: self._edit(columns=columns), upright=False)
        self._questions = Choices("questions", QUESTIONS, lambda asked: self._edit(questions=asked), upright=False)
        self._address_name, self._address = label(role="heading"), QLineEdit()
        self._address.setMaxLength(_LONGEST_ADDRESS)
        self._address.setAccessibleName(wording.text("settings.address"))
        self._address.textEdited.connect(lambda text: self._edit(address=text))
        self._outcome = label(wraps=True)
        self._try = KeyButton(wording.text("settings.try"), "F8", presenter.try_printer)
        self._save = KeyButton(wording.text("settings.save"), "F12", presenter.save_printer, role="primary")
        self._panel = self._printer_panel()
        fill(self, self._arranged())
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._presenter.enter()

    def may_be_made_again(self) -> bool:
        """The address is a setting that is read again."""
        return True

    def render_state(self, state: SettingsState) -> None:
        """Draw the state."""
        self._state = state
        self._language.show_value(state.language)
        self._theme.show_value(state.theme)
        self._panel.setVisible(state.has_desk)
        form = state.printer
        self._kind.show_value(form.kind)
        self._columns.show_value(form.columns)
        self._questions.show_value(form.questions)
        network, file = form.kind == KINDS[1], form.kind == KINDS[2]
        for part in (self._address_name, self._address):
            part.setVisible(network or file)
        self._address_name.setText(wording.text("settings.address_file" if file else "settings.address_network"))
        self._questions.setVisible(network)
        self._columns.setVisible(network or file)
        if self._address.text() != form.address:
            self._address.setText(form.address)
        self._outcome.setText(state.outcome)
        give_tone(self._outcome, state.tone)
        self._try.setVisible(network or file)
        for group in (self._language, self._theme, self._panel):
            group.setEnabled(not state.busy)

    def _edit(self, **changes: str) -> None:
        self._presenter.edit_printer(replace(self._state.printer, **changes))

    def _printer_panel(self) -> QFrame:
        return panel(
            self._kind,
            self._address_name,
            self._address,
            self._columns,
            self._questions,
            self._outcome,
            None,
            row(self._try, None, self._save),
            gap="space",
        )

    def _arranged(self) -> QVBoxLayout:
        look = panel(self._language, self._theme, None, gap="wide")
        look.setFixedWidth(theme.size("side_width"))
        body = row(look, self._panel, gap="wide")
        body.setStretch(1, 1)
        page = column(gap="space")
        page.addLayout(body, 1)
        return page
