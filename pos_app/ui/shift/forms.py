"""The forms of the till: float, cash in and out, lines of figures. They hold no rules."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from domain.errors import Refused
from domain.money.money import Currency, within_limit
from pos_app.ui import theme, wording
from pos_app.ui.widgets.kept_form import Field, take_focus
from pos_app.ui.widgets.keypad import AmountField, Keypad
from pos_app.ui.widgets.layouts import Part, column, give_tone, label, row

LONGEST_REASON = 120


class FloatForm(QWidget):
    """An amount in each currency."""

    def __init__(self, currencies: Sequence[Currency]) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setSpacing(theme.size("space"))
        self._fields: list[AmountField] = []
        for line, currency in enumerate(currencies):
            name = wording.text("shift.float_in", currency=wording.text(f"values.currency.{currency}"))
            field = AmountField(name)
            field.setPlaceholderText("0,00")
            reading = _reading_of(field, partial(_read, currency))
            reading.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(name), 2 * line, 0)
            grid.addWidget(field, 2 * line, 1)
            grid.addWidget(reading, 2 * line + 1, 0, 1, 2)
            self._fields.append(field)
        self._currencies = tuple(currencies)
        for field, after in pairwise(self._fields):
            field.returnPressed.connect(after.setFocus)
        keypad = Keypad(None, comma=True)
        self.setLayout(row(column(grid, None), None, column(keypad, None), gap="wide"))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields whose content is kept."""
        return tuple(self._fields)

    def begin(self) -> None:
        """Focus the first field; what it holds is selected."""
        take_focus(self._fields[0])

    def correct(self) -> None:
        """Focus the first amount that cannot be taken."""
        pairs = zip(self._fields, self._currencies, strict=True)
        take_focus(next((field for field, currency in pairs if is_wrong(field.text(), currency)), self._fields[0]))

    def typed(self) -> list[str]:
        """The typed amounts, in the order of the currencies."""
        return [field.text() for field in self._fields]


class MoveForm(QWidget):
    """An amount with its currency, and the reason; only the reason when the drawer opens without moving cash."""

    def __init__(self, currencies: Sequence[Currency]) -> None:
        super().__init__()
        self._currencies = tuple(currencies)
        self._amount = AmountField(wording.text("shift.amount"))
        self._reason = QLineEdit()
        self._reason.setMaxLength(LONGEST_REASON)
        self._reason.setAccessibleName(wording.text("shift.reason"))
        self._amount.returnPressed.connect(self._reason.setFocus)
        self._choice = QButtonGroup(self)
        buttons: list[Part] = []
        for place, currency in enumerate(currencies):
            button = QPushButton(wording.sign(currency))
            button.setAccessibleName(wording.text(f"values.currency.{currency}"))
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._choice.addButton(button, place)
            buttons.append(button)
        self._cash, self._keypad = QWidget(), Keypad(None, comma=True)
        reading = _reading_of(self._amount, lambda typed: _read(self.currency(), typed))
        self._choice.idToggled.connect(lambda: reading.setText(_read(self.currency(), self._amount.text())))
        amount = column(row(*buttons, self._amount, None), reading, gap="gap")
        self._cash.setLayout(column(label(wording.text("shift.amount")), amount, gap="gap"))
        fields = column(self._cash, label(wording.text("shift.reason")), self._reason, None)
        form = row(gap="wide")
        form.addLayout(fields, 1)
        form.addLayout(column(self._keypad, None))
        self.setLayout(form)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields whose content is kept."""
        return (self._amount, self._reason, self._choice)

    def begin(self, *, moves_cash: bool) -> None:
        """Focus the first field, its content selected; without `moves_cash` the form asks for the reason only."""
        self._cash.setVisible(moves_cash)
        self._keypad.setVisible(moves_cash)
        self.correct("amount")

    def correct(self, field: str) -> None:
        """Put the focus into a field, "amount" or "reason", with its text selected."""
        wrong = self._reason if field == "reason" or self._cash.isHidden() else self._amount
        take_focus(wrong)

    def amount(self) -> str:
        return self._amount.text()

    def currency(self) -> Currency:
        return self._currencies[self._choice.checkedId()]

    def reason(self) -> str:
        return self._reason.text()


def is_wrong(typed: str, currency: Currency) -> bool:
    """Whether a typed amount cannot be taken: it is no amount, too large or below zero. An empty one can."""
    try:
        return bool(typed.strip()) and within_limit(wording.parse_amount(typed, currency)).minor < 0
    except Refused:
        return True


def _reading_of(field: AmountField, read: Callable[[str], str]) -> QLabel:
    """A label that shows how the text of a field is read, while it is typed."""
    shown = label(role="muted")
    field.textChanged.connect(lambda typed: shown.setText(read(typed)))
    return shown


def _read(currency: Currency, typed: str) -> str:
    return wording.amount_read(typed, currency)


class FigureLines(QWidget):
    """Text on the left, figures in right-aligned columns."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.size("wide"))
        self._grid.setVerticalSpacing(theme.size("gap"))
        inside = QWidget()
        inside.setLayout(column(row(self._grid, None), None))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inside)
        self.setLayout(column(self._scroll))

    def needed_width(self) -> int:
        """The pixels that the lines need side by side."""
        for cell in self.findChildren(QLabel):
            cell.ensurePolished()  # until then it has the size of another font
        self._grid.invalidate()
        return self._grid.sizeHint().width() + self._scroll.verticalScrollBar().sizeHint().width()

    def show_lines(self, head: Sequence[str], lines: Sequence[tuple[str, Sequence[str], str]]) -> None:
        """Draw lines of (text, figures, tone), with the head above the columns of figures."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            if (old := item.widget() if item else None) is not None:
                old.hide()
                old.deleteLater()
        most = max((len(figures) for _, figures, _ in lines), default=0)
        for place, text in enumerate(head):
            self._put(label(text, "caption"), 0, most - len(head) + place)
        for number, (text, figures, tone) in enumerate(lines, 1):
            name = label(text)
            self._grid.addWidget(name, number, 0)
            name.show()
            for place, figure in enumerate(figures):
                cell = label(figure, "strong")
                give_tone(cell, tone)
                self._put(cell, number, most - len(figures) + place)

    def _put(self, cell: QWidget, line: int, place: int) -> None:
        self._grid.addWidget(cell, line, place + 1, Qt.AlignmentFlag.AlignRight)
        cell.show()  # a layout leaves out what is not shown yet
