"""The side of the sign-in on which the chosen person types a PIN."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from pos_app.ui import theme, wording
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.keypad import Keypad, PinField
from pos_app.ui.widgets.layouts import ElidedLabel, column, panel, row

if TYPE_CHECKING:
    from pos_app.ui.sign_in.presenter import SignInState

UNLOCK_KEY = "F8"
"""While it unlocks the person who is chosen, it chooses nobody else."""


class PinPanel(QFrame):
    """Takes digits for the chosen person only. During a wait they stay in the field until Enter may send them."""

    def __init__(self, submit: Callable[[str], None], unlock: Callable[[], None]) -> None:
        super().__init__()
        self._submit_pin = submit
        self._asks = ElidedLabel(wording.text("sign_in.choose"), "strong", two_lines=True)
        self._pin = PinField()
        self._keypad = Keypad(self._pin, self._submit)
        self._enter = KeyButton(wording.text("sign_in.enter"), "Return", self._submit, role="primary")
        self._unlock = KeyButton(wording.text("sign_in.unlock"), UNLOCK_KEY, unlock)
        inside = panel(self._asks, self._pin, row(None, self._keypad, None), self._unlock, None, self._enter, gap="gap")
        self.setLayout(column(inside))
        self.setFixedWidth(theme.size("side_width"))
        self._allow(takes_pin=False, may_type=False, may_unlock=False)

    def clear(self) -> None:
        """Forget the typed digits."""
        self._pin.clear()

    def focus_pin(self) -> None:
        """Focus the PIN, if somebody is chosen who may type one."""
        if self._pin.isEnabled():
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: "SignInState") -> None:
        """Draw who is asked for a PIN, and what may be typed."""
        self._asks.show_text(state.asks or wording.text("sign_in.choose"))
        takes_pin, may_type = state.takes_pin and not state.busy, state.may_type and not state.busy
        self._allow(takes_pin=takes_pin, may_type=may_type, may_unlock=state.may_unlock)

    def _allow(self, *, takes_pin: bool, may_type: bool, may_unlock: bool) -> None:
        had_focus = self._pin.isEnabled()
        for part in (self._pin, self._keypad):
            part.setEnabled(takes_pin)
        self._enter.setEnabled(may_type)
        self._unlock.setVisible(may_unlock)
        self._enter.setVisible(not may_unlock)
        if takes_pin and not had_focus:
            self._pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        if self._enter.isEnabled():
            self._submit_pin(self._pin.take())
        else:
            self._pin.end_pin()
