"""The rate of the day: the rates in force, and a form to enter one."""

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QPushButton, QVBoxLayout

from domain.money.money import EUR, USD, VES
from pos_app.ui import theme, wording
from pos_app.ui.rate.presenter import RATE_FORM, RatePresenter, RateState, WrongRate
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.kept_form import KeptForm, KeptNotice, take_focus
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.keypad import AmountField, Keypad
from pos_app.ui.widgets.layouts import Part, column, fill, give_tone, label, panel, row, when_clicked

_CURRENCIES = (USD, EUR)
_LONGEST_REASON = 120
_MOST_LINES = 4


class RateView(Screen):
    """Draws the state and passes on what is typed."""

    def __init__(self, presenter: RatePresenter) -> None:
        super().__init__()
        self._presenter, self._wrong = presenter, presenter.state.wrong
        self._headline = label(role="figure", wraps=True)
        self._cells = [[label(role=role) for role in ("", "heading", "", "muted")] for _ in range(_MOST_LINES)]
        self._choice = QButtonGroup(self)
        self._value = AmountField(wording.text("rate.value"))
        self._reading = label(role="muted")
        self._value.textChanged.connect(lambda typed: self._reading.setText(wording.rate_read(typed)))
        self._reason = QLineEdit()
        self._reason.setMaxLength(_LONGEST_REASON)
        self._reason.setAccessibleName(wording.text("rate.reason"))
        self._value.returnPressed.connect(self._reason.setFocus)
        self._save = KeyButton(wording.text("rate.save"), "F12", self._pressed, role="primary")
        self._notice = KeptNotice()
        fill(self, self._arranged())
        self._kept = KeptForm(presenter.kept, (self._value, self._reason, self._choice), self._notice)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._kept.begin(RATE_FORM)
        self._value.setFocus()
        self._value.selectAll()
        self._presenter.enter()

    def render_state(self, state: RateState) -> None:
        """Draw the state."""
        self._headline.setText(state.headline)
        give_tone(self._headline, state.tone)
        for place, cells in enumerate(self._cells):
            line = state.lines[place] if place < len(state.lines) else None
            texts = (line.currency, line.value, line.day, line.source) if line else ("", "", "", "")
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
        self._save.setEnabled(not state.busy)
        self._correct(state.wrong)

    def _correct(self, wrong: WrongRate | None) -> None:
        """Put the focus into the field that a new refusal names."""
        before, self._wrong = self._wrong, wrong
        if wrong is not None and wrong is not before:
            take_focus(self._reason if wrong.is_reason else self._value)

    def _pressed(self) -> None:
        currency = _CURRENCIES[self._choice.checkedId()]
        self._presenter.save(currency, self._value.text(), self._reason.text())

    def _arranged(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.size("space"))
        grid.setVerticalSpacing(theme.size("hair"))
        for line, cells in enumerate(self._cells):
            for place, cell in enumerate(cells):
                grid.addWidget(cell, line, place)
        choices: list[Part] = []
        for place, currency in enumerate(_CURRENCIES):
            button = QPushButton(f"1 {wording.sign(currency)}")
            button.setAccessibleName(wording.text(f"values.currency.{currency}"))
            button.setCheckable(True)
            button.setAutoDefault(False)
            when_clicked(button, self._value.setFocus)
            self._choice.addButton(button, place)
            choices.append(button)
        form = panel(
            label(wording.text("rate.value")),
            row(*choices, label("="), label(wording.sign(VES)), self._value, None),
            self._reading,
            label(wording.text("rate.reason")),
            self._reason,
            None,
            row(self._notice, None, self._save),
            gap="gap",
        )
        body = row(gap="wide")
        body.addWidget(form, 1)
        body.addLayout(column(Keypad(self._value, comma=True), None))
        top = row(self._headline, grid, gap="wide")
        top.setStretch(0, 1)
        page = column(top, gap="space")
        page.addLayout(body, 1)
        return page
