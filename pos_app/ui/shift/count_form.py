"""The form of a count: a field for each note and coin, one for loose coins, and the sum of each currency."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget

from domain.money.money import Currency, Money
from pos_app.ui import theme, wording
from pos_app.ui.widgets.keypad import LONGEST_AMOUNT
from pos_app.ui.widgets.layouts import column, label, panel, row

_MOST_NOTES_DIGITS = "[0-9]{0,7}"


class CountForm(QWidget):
    """A field for each note and coin, with the counted sum of each currency above them.

    What is expected is shown only when it is given: it is not to somebody who counts blind.
    """

    def __init__(self, notes: Sequence[Sequence[Money]], changed: Callable[[], None]) -> None:
        super().__init__()
        self._columns: list[list[QLineEdit]] = []
        self._sums = [label("", "heading") for _ in notes]
        self._expected = [label("", "muted") for _ in notes]
        self._changed = changed
        fields = QWidget()
        across = row(*[self._panel(place, column_notes) for place, column_notes in enumerate(notes)], gap="gap")
        fields.setLayout(column(across, None))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(fields)
        self._scroll.setMinimumWidth(
            fields.minimumSizeHint().width() + self._scroll.verticalScrollBar().sizeHint().width()
        )
        self.setLayout(column(self._scroll))

    def begin(self) -> None:
        """Empty the form and focus its first field."""
        for fields in self._columns:
            for field in fields:
                field.clear()
        self._columns[0][0].setFocus()

    def quantities(self) -> list[list[str]]:
        """What is typed, column by column: the quantity of each note, and last the amount of loose coins."""
        return [[field.text() for field in fields] for fields in self._columns]

    def show_sums(self, sums: Sequence[str], expected: Sequence[str]) -> None:
        """Show the counted sums, an empty one as not counted, and the expected ones if there are any."""
        for shown, text in zip(self._sums, sums, strict=False):
            shown.setText(text or wording.text("shift.not_counted"))
        for place, shown in enumerate(self._expected):
            shown.setVisible(bool(expected))
            shown.setText(wording.text("shift.expected_sum", amount=expected[place]) if expected else "")

    def _panel(self, place: int, notes: Sequence[Money]) -> QFrame:
        grid = QGridLayout()
        grid.setSpacing(theme.size("hair"))
        grid.setColumnStretch(0, 1)
        fields = []
        for line, note in enumerate(notes):
            field = self._field(note)
            grid.addWidget(_name(note), line, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(wording.text("shift.times"), "muted"), line, 1)
            grid.addWidget(field, line, 2)
            fields.append(field)
        coins = self._coins_field(notes[0].currency)
        coins_name = label(wording.text("shift.loose_coins"), "caption")
        grid.addWidget(coins_name, len(notes), 0, 1, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(coins, len(notes) + 1, 0, 1, 3)
        fields.append(coins)
        self._columns.append(fields)
        return panel(self._sums[place], self._expected[place], grid, None, gap="hair")

    def _field(self, note: Money) -> QLineEdit:
        field = self._any_field(wording.text("shift.how_many", note=wording.money(note)))
        field.setValidator(QRegularExpressionValidator(QRegularExpression(_MOST_NOTES_DIGITS), field))
        field.setFixedWidth(theme.size("count_width"))
        return field

    def _coins_field(self, currency: Currency) -> QLineEdit:
        name = wording.text("shift.loose_coins_in", currency=wording.text(f"values.currency.{currency}"))
        field = self._any_field(name)
        field.setMaxLength(LONGEST_AMOUNT)
        field.setPlaceholderText("0,00")
        field.setMinimumWidth(0)
        return field

    def _any_field(self, name: str) -> QLineEdit:
        field = _CountField(self._seen)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(name)
        field.textEdited.connect(lambda _: self._changed())
        field.returnPressed.connect(self.focusNextChild)
        return field

    def _seen(self, field: QWidget) -> None:
        self._scroll.ensureWidgetVisible(field, 0, theme.size("touch"))


class _CountField(QLineEdit):
    """A field that is scrolled into sight when it gets the focus."""

    def __init__(self, focused: Callable[[QWidget], None]) -> None:
        super().__init__()
        self._focused = focused

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focused(self)


def _name(note: Money) -> QLabel:
    return label(wording.money(note).removesuffix(",00"))
