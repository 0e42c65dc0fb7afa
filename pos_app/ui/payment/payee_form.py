"""Who receives change by pago móvil: bank, mobile phone and identity document."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.ui.payment.bank_choice import BankChoice
from pos_app.ui.payment.reference_form import CaptionedField
from pos_app.ui.payment.state import TypedPayee
from pos_app.ui.widgets.layouts import row
from pos_app.ui.widgets.whole_field import PhoneField, WholeField


class PayeeForm(QWidget):
    """Shown while change by pago móvil is chosen. Enter in a field calls `entered` with its name."""

    def __init__(self, typed: Callable[[str, str], None], entered: Callable[[str], None]) -> None:
        super().__init__()
        self._bank = BankChoice(partial(typed, "bank"), partial(entered, "bank"))
        self._fields = {
            name: _field(partial(typed, name), partial(entered, name), name) for name in ("phone", "document")
        }
        fields = row(
            CaptionedField("payee_bank", self._bank),
            *(CaptionedField(f"payee_{name}", field) for name, field in self._fields.items()),
        )
        for place in range(fields.count()):
            fields.setStretch(place, 1)
        self.setLayout(fields)
        self.hide()

    def show_typed(self, typed: TypedPayee | None) -> None:
        """Draw what was typed; None hides the form."""
        self.setVisible(typed is not None)
        if typed is None:
            return
        self._bank.show_code(typed.bank)
        for name, field in self._fields.items():
            field.show_value(getattr(typed, name))

    def focus(self, name: str) -> None:
        """Set the focus to a field."""
        field = self._bank if name == "bank" else self._fields[name]
        field.setFocus()


def _field(typed: Callable[[str], None], entered: Callable[[], None], name: str) -> WholeField:
    # No longest length: Qt would cut what is pasted without a word. The rule refuses what is too long.
    field = PhoneField() if name == "phone" else WholeField()
    field.textEdited.connect(typed)
    field.returnPressed.connect(entered)
    return field
