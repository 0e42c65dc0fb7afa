"""The bank of a payment or of a payee."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from pos_app.ui import theme, wording
from pos_app.ui.banks import banks
from pos_app.ui.told_apart import cut_apart

_SHOWN_OF_A_BANK = 8
"""Characters that a narrow window leaves of a bank, beginning with its code."""


class BankChoice(QComboBox):
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
        self.currentTextChanged.connect(self.setToolTip)

    def show_code(self, code: str) -> None:
        """Show the bank with this code."""
        place = self.findData(code)
        if place != self.currentIndex():
            self.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
            self.setCurrentIndex(place)
            self.blockSignals(False)  # noqa: FBT003 - the same
            self.setToolTip(self.currentText())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a name that is too long with an ellipsis, so that it differs from every other bank."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = QStyle.SubControl.SC_ComboBoxArrow  # which the style leaves out where a sheet takes its frame away
        option.rect = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, arrow, self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, option)

    def shown_text(self) -> str:
        """The chosen bank as it is drawn."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        room -= theme.size("hair")
        names = (self.itemText(place) for place in range(self.count()))
        advance = self.fontMetrics().horizontalAdvance
        return cut_apart(self.currentText(), names, lambda text: advance(text) <= room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._entered()
        else:
            super().keyPressEvent(event)
