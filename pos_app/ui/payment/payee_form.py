"""Who receives change by pago móvil: bank, mobile phone and identity document."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.ui.payment.bank_choice import BankChoice
from pos_app.ui.payment.reference_form import CaptionedField, focus_field
from pos_app.ui.payment.state import TypedPayee
from pos_app.ui.widgets.layouts import row
from pos_app.ui.widgets.whole_field import DocumentField, PhoneField, WholeField


class PayeeForm(QWidget):
    """Shown while change by pago móvil is chosen. Enter in a field calls `entered` with its name."""

    def __init__(self, typed: Callable[[str, str], None], entered: Callable[[str], None]) -> None:
        super().__init__()
        self._bank = BankChoice(partial(typed, "bank"), partial(entered, "bank"))
        self._fields = {
            name: _field(partial(typed, name), partial(entered, name), name) for name in ("phone", "document")
        }
        parts = {"bank": self._bank, **self._fields}
        self._captioned = {name: CaptionedField(f"payee_{name}", part) for name, part in parts.items()}
        fields = row(*self._captioned.values())
        for place in range(fields.count()):
            fields.setStretch(place, 1)
        self.setLayout(fields)
        self.hide()

    def show_typed(self, typed: TypedPayee | None, to_mend: str) -> None:
        """Draw what was typed, the field `to_mend` marked; None hides the form."""
        self.setVisible(typed is not None)
        if typed is None:
            return
        self._bank.show_code(typed.bank)
        for name, field in self._fields.items():
            field.show_value(getattr(typed, name))
        for name, captioned in self._captioned.items():
            captioned.show_optional(optional=False, is_wrong=name == to_mend)

    def focus(self, name: str, *, select_all: bool = False) -> None:
        """Set the focus to a field, with its whole text selected if that is wanted."""
        if name == "bank":
            self._bank.setFocus()
        else:
            focus_field(self._fields[name], select_all=select_all)


def _field(typed: Callable[[str], None], entered: Callable[[], None], name: str) -> WholeField:
    # No longest length: Qt would cut what is pasted without a word. The rule refuses what is too long.
    field = PhoneField() if name == "phone" else DocumentField()
    field.textEdited.connect(typed)
    field.returnPressed.connect(entered)
    return field
