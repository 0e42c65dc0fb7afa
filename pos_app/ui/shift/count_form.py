"""The form of a count: for each currency a line of fields, one for each note, the last for loose coins, and its sum."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from domain.money.money import Currency, Money
from pos_app.ui import theme, wording
from pos_app.ui.shift.figures import is_quantity
from pos_app.ui.shift.forms import is_wrong
from pos_app.ui.widgets.kept_form import Field, take_focus
from pos_app.ui.widgets.keypad import LONGEST_AMOUNT
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row

_PAUSE_MS = 300
"""A pause after which the slip is drawn with what was typed, and at first with nothing."""
_NOTE_SHARE, _COINS_SHARE = 3, 5
"""The width of the field of loose coins, which holds an amount, beside that of a note, which holds a quantity."""


class CountForm(QWidget):
    """A field for each note and coin, with the counted sum of each currency above them.

    One line a currency, so that all of them are in sight without scrolling. What is expected is shown only when it is
    given: it is not to somebody who counts blind.
    """

    def __init__(
        self, notes: Sequence[Sequence[Money]], changed: Callable[[], None], paused: Callable[[], None]
    ) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(paused)
        self._columns: list[list[QLineEdit]] = []
        self._sums = [label("", "heading") for _ in notes]
        self._expected = [label("", "muted") for _ in notes]
        self._changed = changed
        self._currencies = tuple(of_currency[0].currency for of_currency in notes)
        self._most = max(len(of_currency) for of_currency in notes)
        self._insides: list[QVBoxLayout] = []
        fields = QWidget()
        panels = [self._panel(place, of_currency) for place, of_currency in enumerate(notes)]
        self._lines = column(*panels, None)
        fields.setLayout(self._lines)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(fields)
        self._scroll.setMinimumWidth(fields.minimumSizeHint().width())
        self.setLayout(column(self._scroll))

    def set_low(self, *, low: bool) -> None:
        """Spare the distances on a low page, where the fields need its whole height."""
        self._lines.setSpacing(theme.size("hair" if low else "gap"))
        for inside in self._insides:
            margin = theme.size("hair" if low else "gap")
            inside.setSpacing(theme.size("none" if low else "hair"))
            inside.setContentsMargins(theme.size("gap"), margin, theme.size("gap"), margin)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields whose content is kept."""
        return tuple(field for fields in self._columns for field in fields)

    def begin(self) -> None:
        """Focus the first field; what it holds is selected."""
        take_focus(self._columns[0][0])
        self._pause.start()

    def correct(self, currency: Currency | None) -> None:
        """Focus the first quantity or amount of coins that cannot be taken, or else the first field of the currency."""
        columns = dict(zip(self._currencies, self._columns, strict=True))
        wrong = (
            field
            for of, fields in columns.items()
            for field in fields
            if (is_wrong(field.text(), of) if field is fields[-1] else not is_quantity(field.text()))
        )
        take_focus(next(wrong, columns.get(currency or self._currencies[0], self._columns[0])[0]))

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
        fields = [self._field(note) for note in notes]
        coins = self._coins_field(notes[0].currency)
        named = [(wording.money(note).removesuffix(",00"), field) for note, field in zip(notes, fields, strict=True)]
        cells = [_captioned(label(name, "strong_small"), field) for name, field in named]
        cells.append(_captioned(label(wording.text("shift.loose_coins"), "caption"), coins))
        line = row(*cells, None)
        for i in range(len(notes)):
            line.setStretch(i, _NOTE_SHARE)
        line.setStretch(len(notes), _COINS_SHARE)
        line.setStretch(len(cells), (self._most - len(notes)) * _NOTE_SHARE)  # fields of one width in every currency
        self._columns.append([*fields, coins])
        name = wording.text(f"values.currency.{notes[0].currency}")
        head = row(label(name[:1].upper() + name[1:]), None, self._expected[place], self._sums[place], gap="space")
        frame = QFrame()
        give_role(frame, "panel")
        inside = column(head, line, gap="none")
        self._insides.append(inside)
        frame.setLayout(inside)
        return frame

    def _field(self, note: Money) -> QLineEdit:
        field = self._any_field(wording.text("shift.how_many", note=wording.money(note)))
        # No validator: it would drop the marks of 1.500,50 without a word, and leave another number.
        field.setMaxLength(LONGEST_AMOUNT)
        field.textChanged.connect(lambda typed: give_tone(field, "" if is_quantity(typed) else "error"))
        return field

    def _coins_field(self, currency: Currency) -> QLineEdit:
        name = wording.text("shift.loose_coins_in", currency=wording.text(f"values.currency.{currency}"))
        field = self._any_field(name)
        field.setMaxLength(LONGEST_AMOUNT)
        field.setPlaceholderText("0,00")
        return field

    def _any_field(self, name: str) -> QLineEdit:
        field = _CountField(self._seen)
        give_role(field, "count")
        field.setMinimumWidth(theme.size("count_width"))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(name)
        field.textEdited.connect(self._edited)
        field.returnPressed.connect(self.focusNextChild)
        return field

    def _edited(self) -> None:
        self._changed()
        self._pause.start()

    def _seen(self, field: QWidget) -> None:
        self._scroll.ensureWidgetVisible(field.parentWidget() or field, 0, theme.size("gap"))


class _CountField(QLineEdit):
    """A field that is scrolled into sight when it gets the focus."""

    def __init__(self, focused: Callable[[QWidget], None]) -> None:
        super().__init__()
        self._focused = focused

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focused(self)


def _captioned(caption: QLabel, field: QLineEdit) -> QWidget:
    """A field under the name of what is counted in it."""
    made = QWidget()
    caption.setAlignment(Qt.AlignmentFlag.AlignRight)
    caption.setBuddy(field)
    made.setLayout(column(caption, field, gap="none"))
    return made
