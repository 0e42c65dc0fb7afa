"""The form of a count: a field for each note and coin, and the sum of each currency."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget

from domain.money.money import Money
from pos_app.ui import theme, wording
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
        """The typed quantities, column by column."""
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
        fields = []
        for line, note in enumerate(notes):
            field = self._field(note)
            grid.addWidget(_name(note), line, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(wording.text("shift.times"), "muted"), line, 1)
            grid.addWidget(field, line, 2)
            fields.append(field)
        self._columns.append(fields)
        return panel(self._sums[place], self._expected[place], grid, None, gap="hair")

    def _field(self, note: Money) -> QLineEdit:
        field = _CountField(self._seen)
        field.setValidator(QRegularExpressionValidator(QRegularExpression(_MOST_NOTES_DIGITS), field))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(theme.size("count_width"))
        field.setAccessibleName(wording.text("shift.how_many", note=wording.money(note)))
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
