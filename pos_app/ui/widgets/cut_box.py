"""A list to choose from, whose chosen line is cut with an ellipsis where it does not fit."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from pos_app.ui import theme
from pos_app.ui.told_apart import cut_apart

_BOX = QStyle.ComplexControl.CC_ComboBox
NAME = Qt.ItemDataRole.UserRole + 1
"""The part of a line that may be cut; without it the whole line may."""


class CutBox(QComboBox):
    """No two lines of it are drawn alike; its tool tip is the whole line."""

    def __init__(self) -> None:
        super().__init__()
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        self.setToolTip(self.currentText())
        painter = QStylePainter(self)
        painter.drawComplexControl(_BOX, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = QStyle.SubControl.SC_ComboBoxArrow  # which the style leaves out where a sheet takes its frame away
        option.rect = self.style().subControlRect(_BOX, option, arrow, self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, option)

    def shown_text(self) -> str:
        """The chosen line as it is drawn: its name is cut, and what follows the name is not."""
        line, name = self.currentText(), self._name(self.currentIndex())
        rest, room = line.removeprefix(name), self._room()
        advance = self.fontMetrics().horizontalAdvance
        names = (self._name(place) for place in range(self.count()))
        return cut_apart(name, names, lambda text: advance(text + rest) <= room) + rest

    def _name(self, place: int) -> str:
        return self.itemData(place, NAME) or self.itemText(place)

    def _room(self) -> int:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(_BOX, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        return field.width() - theme.size("hair")
