"""The bank of a payment or of a payee."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from pos_app.ui import wording
from pos_app.ui.banks import banks
from pos_app.ui.widgets.cut_box import CutBox

_SHOWN_OF_A_BANK = 8
"""Characters that a narrow window leaves of a bank, beginning with its code."""


class BankChoice(CutBox):
    """A list of banks; typing the four digits of a bank chooses it."""

    def __init__(self, chosen: Callable[[str], None], entered: Callable[[], None]) -> None:
        super().__init__()
        self._entered = entered
        # Otherwise the longest name of a bank leaves no room for a phone number beside it.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHOWN_OF_A_BANK)
        self.addItem(wording.text("payment.bank_none"), "")
        for bank in banks():
            self.addItem(wording.text("payment.bank", code=bank.code, name=bank.name), bank.code)
        self.currentIndexChanged.connect(lambda i: chosen(self.itemData(i)))

    def show_code(self, code: str) -> None:
        """Show the bank with this code."""
        place = self.findData(code)
        if place != self.currentIndex():
            self.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
            self.setCurrentIndex(place)
            self.blockSignals(False)  # noqa: FBT003 - the same

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._entered()
        else:
            super().keyPressEvent(event)
