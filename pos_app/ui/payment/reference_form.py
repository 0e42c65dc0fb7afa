"""The references of a payment that is not cash: a field for each one that its method asks for."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.payments.methods import PaymentMethod
from domain.payments.tenders import References
from pos_app.ui import wording
from pos_app.ui.payment.bank_choice import BankChoice
from pos_app.ui.payment.state import PLACES
from pos_app.ui.widgets.layouts import column, give_tone, label, row
from pos_app.ui.widgets.whole_field import PhoneField, WholeField

_SHARES = {"bank": 4, "phone": 4, "reference": 4, "batch": 2, "approval": 3, "last_four": 3, "payer": 4}
"""The width of a field beside others: a phone number and a batch number are read whole."""


class ReferenceForm(QWidget):
    """Shows the fields that the method asks for. Enter in one of them calls `entered` with its name."""

    def __init__(self, typed: Callable[[str, str], None], entered: Callable[[str], None]) -> None:
        super().__init__()
        self._bank = BankChoice(partial(typed, "bank"), partial(entered, "bank"))
        self._fields: dict[str, WholeField] = {}
        self._lines: dict[str, CaptionedField] = {"bank": CaptionedField("bank", self._bank)}
        for name in chain.from_iterable(PLACES):
            if name != "bank":
                # No longest length: Qt would cut a pasted reference without a word. The rule refuses what is too long.
                field = PhoneField() if name == "phone" else WholeField()
                field.textEdited.connect(partial(typed, name))
                field.returnPressed.connect(partial(entered, name))
                self._fields[name] = field
                self._lines[name] = CaptionedField(name, field)
        self.setLayout(column(*(self._line(names) for names in PLACES)))

    def _line(self, names: Sequence[str]) -> QHBoxLayout:
        made = row(*(self._lines[name] for name in names))
        for place, name in enumerate(names):
            made.setStretch(place, _SHARES.get(name, 1))
        return made

    def render_state(self, method: PaymentMethod, references: References, to_mend: str) -> None:
        """Draw the fields of the method with what was typed, the one `to_mend` marked."""
        self.setVisible(bool(method.asked))
        for name, line in self._lines.items():
            line.setVisible(name in method.asked)
            line.show_optional(optional=name in method.optional, is_wrong=name == to_mend)
        self._bank.show_code(references.bank)
        for name, field in self._fields.items():
            field.show_value(getattr(references, name))

    def focus(self, name: str, *, select_all: bool = False) -> None:
        """Set the focus to a field, with its whole text selected if that is wanted: what is typed next replaces it."""
        if name == "bank":
            self._bank.setFocus()
        else:
            focus_field(self._fields[name], select_all=select_all)


def focus_field(field: WholeField, *, select_all: bool) -> None:
    """Set the focus to a field, its text selected or with the cursor where it is."""
    field.setFocus()
    if select_all:
        field.selectAll()


class CaptionedField(QWidget):
    """A field under its name, which says when the field may stay empty."""

    def __init__(self, name: str, field: QWidget) -> None:
        super().__init__()
        self._words = wording.text(f"payment.field.{name}")
        self._field, self._caption = field, label("", "caption")
        self._caption.setBuddy(field)
        self.setLayout(column(self._caption, field, gap="none"))
        self.show_optional(optional=False)

    def show_optional(self, *, optional: bool, is_wrong: bool = False) -> None:
        """Show whether the field may stay empty, and whether it is the one to mend."""
        words = wording.text("payment.optional", field=self._words) if optional else self._words
        marked = wording.text("payment.to_mend", field=words) if is_wrong else words
        for part in (self._caption, self._field):
            give_tone(part, "error" if is_wrong else "")
        self._caption.setText(marked)
        self._field.setAccessibleDescription(marked if is_wrong else "")
        self._field.setAccessibleName(words)
