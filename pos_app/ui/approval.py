"""A supervisor's PIN over the screen that needs it; the cashier stays signed in."""

from collections.abc import Callable, Sequence
from functools import partial
from string import digits

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.people.staff import Cashier, Permission
from pos_app.ui import theme, wording
from pos_app.ui.frame import Run
from pos_app.ui.typed_ahead import TypedAhead
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.keypad import Keypad, PinField
from pos_app.ui.widgets.layouts import column, give_tone, label, panel, row
from pos_app.ui.widgets.overlay import Overlay

Check = Callable[[str, Permission], Cashier]
"""The supervisor whose PIN this is, if they may approve the act. Runs off the UI thread."""

Approved = Callable[[Cashier], None]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Approval(Overlay):
    """Asks for one PIN at a time."""

    def __init__(self, below: QWidget, check: Check, run: Run, keys: TypedAhead) -> None:
        self._check, self._run, self._keys = check, run, keys
        self._permission = Permission.SELL
        self._then: Approved = _forget
        self._asks = label(role="muted", wraps=True)
        self._about = label(role="strong", wraps=True)
        self._answer = label(wraps=True)
        give_tone(self._answer, "error")
        self._pin = PinField()
        self._keypad = Keypad(self._pin, self._submit)
        self._confirm = KeyButton(wording.text("approval.confirm"), "Return", self._submit, role="primary")
        super().__init__(
            below,
            panel(
                label(wording.text("approval.title"), "title"),
                self._words_beside_keypad(),
                row(KeyButton(wording.text("approval.leave"), "Esc", self.leave), None, self._confirm),
                gap="space",
            ),
        )

    def _words_beside_keypad(self) -> QHBoxLayout:
        """The question and a long answer take no height from the keypad, also in the lowest window."""
        beside = row(column(self._about, self._asks, self._answer, None, gap="space"), gap="wide")
        beside.addLayout(column(self._pin, self._keypad, gap="space"))
        self._pin.setFixedWidth(theme.size("keypad_width"))
        beside.setStretch(0, 1)
        return beside

    def ask(self, permission: Permission, then: Approved, ahead: Sequence[QKeyEvent], about: str) -> None:
        """Show over the screen and call `then` with the supervisor. Leaving without approval calls nothing.

        `about` says what is approved; empty where the permission says all of it.

        Digits typed `ahead` are put into the field, and only an Enter pressed on the panel sends them: an Enter that
        came before the question may have been meant for something else, and a wrong PIN counts. Any other keys are
        not used, and the panel says so.
        """
        self._permission, self._then = permission, then
        self._asks.setText(wording.text("approval.asks", act=wording.permission(permission)))
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self._answer.setText("")
        self._pin.clear()
        self._take_pins(now=True)
        self.open()
        self._pin.setFocus()
        self._type(ahead)

    def leave(self) -> None:
        """Close without approval. Keys that wait for the answer of a check are dropped: nothing comes of it here."""
        self._then = _forget
        if not self._confirm.isEnabled():
            self._take_pins(now=True)
            self._keys.drop()
        self._pin.clear()
        self.close_over()

    def _submit(self) -> None:
        if not self._pin.text() or not self._confirm.isEnabled():
            return
        pin, permission, then = self._pin.take(), self._permission, self._then
        self._take_pins(now=False)
        self._keys.hold(self.leave, repeatable=pin)
        self._run(lambda: self._check(pin, permission), partial(self._approved, then), partial(self._refused, then))

    def _take_pins(self, *, now: bool) -> None:
        """Take digits and Enter, or none while a PIN is being checked: those of the keypad would begin the next one."""
        self._confirm.setEnabled(now)
        self._keypad.setEnabled(now)

    def _type(self, ahead: Sequence[QKeyEvent]) -> None:
        has_enter = bool(ahead) and ahead[-1].key() in _ENTER
        typed = [key.text() for key in (ahead[:-1] if has_enter else ahead)]
        if all(len(text) == 1 and text in digits for text in typed):
            self._pin.setText("".join(typed))
            if has_enter and typed:
                self._pin.end_pin()
                self._answer.setText(wording.text("approval.press_enter"))
        else:
            self._answer.setText(wording.text("approval.not_used"))

    def _approved(self, then: Approved, supervisor: Cashier) -> None:
        if self._then is not then:
            return  # it was left, and this may be the answer for another act
        self._take_pins(now=True)
        self._then = _forget
        self.close_over()
        self._keys.press()  # they wait on where the approved act holds them again
        then(supervisor)

    def _refused(self, then: Approved, error: Exception) -> None:
        if self._then is not then:
            return
        self._keys.drop()
        self._take_pins(now=True)
        self._answer.setText(str(wording.error_message(error)))
        self._pin.setFocus()


class Approvals:
    """The approval over the screens of a window: made when the station is open, and again for another language."""

    def __init__(self, below: QWidget) -> None:
        self._below = below
        self._make: Callable[[], Approval] | None = None
        self.now: Approval | None = None

    @property
    def is_open(self) -> bool:
        """Whether a PIN is being asked for."""
        return self.now is not None and self.now.isVisible()

    def attend(self, check: Check, run: Run, keys: TypedAhead) -> None:
        """Connect the opened station."""
        self._make = lambda: Approval(self._below, check, run, keys)
        self.now = self._make()

    def ask(self, permission: Permission, then: Approved, ahead: Sequence[QKeyEvent], about: str) -> None:
        """Ask for a PIN; nothing before the station is open."""
        if self.now is not None:
            self.now.ask(permission, then, ahead, about)

    def leave(self) -> bool:
        """Close without approval. False when none was asked for."""
        was_open = self.is_open
        if was_open and self.now is not None:
            self.now.leave()
        return was_open

    def make_again(self) -> None:
        """Take the language and the colours in use."""
        if self._make is not None and self.now is not None:
            self.now.deleteLater()
            self.now = self._make()


def _forget(_: Cashier) -> None:
    """The value of `_then` while no approval is open."""
