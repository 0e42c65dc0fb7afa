"""The keys that choose how change is given."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from domain.payments.change import ChangeIn
from pos_app.ui import wording
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import give_role, row


class ChangeKeys(QWidget):
    """A key for each way to give the change."""

    def __init__(self, chosen: Callable[[ChangeIn], None], following: Callable[[], None]) -> None:
        super().__init__()
        self._buttons: dict[ChangeIn, QPushButton] = {}
        next_key = KeyButton(wording.text("payment.change_in"), "F7", following)
        next_key.stack()
        inside: QHBoxLayout = row(next_key, gap="hair")
        for kind in ChangeIn:
            button = KeyButton(wording.text(f"payment.change_kind.{kind}"), "", partial(chosen, kind))
            button.stack()
            button.setCheckable(True)
            give_role(button, "choice")
            inside.addWidget(button, 1)
            self._buttons[kind] = button
        self.setLayout(inside)

    def show_chosen(self, change_in: ChangeIn) -> None:
        """Mark the chosen way."""
        for kind, button in self._buttons.items():
            button.setChecked(kind is change_in)
