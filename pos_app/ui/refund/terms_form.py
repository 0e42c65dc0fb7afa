"""What of the price goes back and what becomes of the seats, and the reason: keys and short fields."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.state import REASONS, RefundState, frequent_reason
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, row
from pos_app.ui.widgets.whole_field import WholeField


class TermsForm(QWidget):
    """A line with marks and terms, and a line with the reason."""

    def __init__(self, presenter: RefundPresenter) -> None:
        super().__init__()
        self._all = _choice("refund.mark_all", "F8", presenter.mark_all, checkable=False)
        self._fee = _choice("refund.with_fee", "Ctrl+S", presenter.turn_fee)
        self._release = _choice("refund.release", "Ctrl+R", presenter.turn_release)
        self._to_percent = _choice("refund.percent", "Ctrl+G", partial(presenter.go_to, "percent"), checkable=False)
        self.percent = _field("refund.percent")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.percent.setFixedWidth(theme.size("left_width"))
        self.percent.textEdited.connect(presenter.type_percent)
        self._reasons = {
            name: _choice(f"refund.reason.{name}", f"Alt+{place}", partial(presenter.choose_reason, name))
            for place, name in enumerate(REASONS, start=1)
        }
        self.reason = _field("refund.why")
        self.reason.setPlaceholderText(wording.text("refund.why"))
        self.reason.textEdited.connect(presenter.type_reason)
        for field in (self.percent, self.reason):
            field.returnPressed.connect(partial(presenter.go_to, "tickets"))
        terms = row(self._all, self._fee, self._release, self._to_percent, self.percent, gap="hair")
        why = row(*self._reasons.values(), self.reason, gap="hair")
        why.setStretch(len(REASONS), 1)
        for place in range(4):
            terms.setStretch(place, 1)
        self.setLayout(column(terms, why, gap="hair"))

    def render_state(self, state: RefundState) -> None:
        """Draw the terms and the reason."""
        typed = state.typed
        self._all.show_text(wording.text("refund.mark_none" if state.all_marked else "refund.mark_all"))
        self._fee.setVisible(state.has_fees)
        self._fee.setChecked(typed.with_fee)
        self._release.setVisible(state.frees_places)
        self._release.setChecked(typed.release)
        self._to_percent.show_text(wording.text("refund.by_event" if state.goes_by_event else "refund.percent"))
        _show(self.percent, typed.percent)
        frequent = {name: frequent_reason(name) for name in REASONS}
        for name, button in self._reasons.items():
            button.setChecked(typed.reason == frequent[name])
        # A frequent reason is seen on its key, and the field is for any other one.
        if self.reason.text() != typed.reason:
            self.reason.setText("" if typed.reason in frequent.values() else typed.reason)


def _choice(words: str, key: str, pressed: Callable[[], None], *, checkable: bool = True) -> KeyButton:
    button = KeyButton(wording.text(words), key, pressed)
    button.stack()
    if checkable:
        button.setCheckable(True)
        give_role(button, "choice")
    return button


def _field(name: str) -> QLineEdit:
    field = WholeField()
    field.setAccessibleName(wording.text(name))
    field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
    return field


def _show(field: QLineEdit, value: str) -> None:
    if field.text() != value:
        field.setText(value)
