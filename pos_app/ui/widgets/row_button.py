"""A button as wide as its column, with several texts side by side."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.layouts import column, give_chosen, give_role, note_press, row, when_clicked


class RowButton(QPushButton):
    """A button that never takes the focus from the input: rows are chosen by digits and arrows, or by touch."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__()
        give_role(self, "row")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        when_clicked(self, pressed)
        self.toggled.connect(lambda on: give_chosen(self, chosen=on))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        note_press(self, event)
        super().mousePressEvent(event)

    def fill(self, *parts: QWidget, stretched: int) -> None:
        """Lay out the texts; the one at `stretched` takes what is left."""
        inside = row(*parts, gap="gap")
        inside.setStretch(stretched, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, 0, margin, 0)
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def stacked(*parts: QWidget) -> QWidget:
    """Texts one under another, in the middle of the height."""
    made = QWidget()
    made.setLayout(column(None, *parts, None, gap="none"))
    return made
