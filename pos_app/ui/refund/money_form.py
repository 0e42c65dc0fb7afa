"""How the money goes back: the methods with their keys, the reference, and who receives a pago móvil."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.ui import wording
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.payment.payee_form import PayeeForm
from pos_app.ui.payment.reference_form import CaptionedField
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.state import KEYS_OF_METHODS, RefundState
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, label, row
from pos_app.ui.widgets.whole_field import WholeField


class MoneyForm(QWidget):
    """The methods that may be used for this sale in one line; below it what the chosen one asks for."""

    def __init__(self, presenter: RefundPresenter) -> None:
        super().__init__()
        self._methods = {code: _method(code, key, presenter.choose_method) for code, key in KEYS_OF_METHODS.items()}
        self._strip: QHBoxLayout = row(gap="hair")
        self._order: tuple[str, ...] = ()
        self.reference = WholeField()
        self.reference.textEdited.connect(presenter.type_reference)
        self.reference.returnPressed.connect(partial(presenter.go_to, "tickets"))
        self._reference = CaptionedField("reference", self.reference)
        self.payee = PayeeForm(presenter.type_payee, presenter.enter_payee)
        for field in self.payee.findChildren(WholeField):
            field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
        self.reference.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # the same
        asked = row(label(wording.text("refund.by"), "muted"))
        asked.addLayout(self._strip, 1)
        for button in self._methods.values():
            button.setParent(self)
            button.hide()
        self.setLayout(column(asked, self._reference, self.payee, gap="hair"))

    def render_state(self, state: RefundState) -> None:
        """Draw the methods of this sale, and the fields of the chosen one."""
        if state.methods != self._order:
            self._order = state.methods
            for button in self._methods.values():
                self._strip.removeWidget(button)
                button.hide()
            for code in state.methods:
                self._strip.addWidget(self._methods[code], 1)
                self._methods[code].show()
        for code, button in self._methods.items():
            button.setChecked(code == state.typed.method)
        self._reference.setVisible(state.asks_reference)
        self.reference.show_value(state.typed.reference)
        self.payee.show_typed(state.typed.payee if state.asks_payee else None, state.to_mend.removeprefix("payee."))


def _method(code: str, key: str, chosen: Callable[[str], None]) -> KeyButton:
    button = KeyButton(wording.method(code), key, partial(chosen, code))
    button.stack()
    button.setCheckable(True)
    give_role(button, "choice")
    return button
