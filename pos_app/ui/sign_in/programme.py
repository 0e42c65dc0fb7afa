"""What is played next, below the staff of the first screen: functions, venues and what is left of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, label

if TYPE_CHECKING:
    from pos_app.ui.sign_in.presenter import NextFunction


class Programme(QFrame):
    """A table without keys: nobody who is not signed in can open anything from it. Hidden while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "panel")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.size("wide"))
        self._rows.setColumnStretch(1, 1)
        inside = column(label(wording.text("sign_in.programme"), "heading"), gap="gap")
        inside.addLayout(self._rows)
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        self.setLayout(inside)
        self._shown: tuple[NextFunction, ...] = ()
        self.hide()

    def show_functions(self, functions: "tuple[NextFunction, ...]") -> None:
        """Show these functions, soonest first."""
        if functions == self._shown:
            return
        self._shown = functions
        while (item := self._rows.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for line, function in enumerate(functions):
            name = ElidedLabel(role="strong", two_lines=True)
            name.show_text(function.name, {other.name for other in functions})
            left = label(function.left, "muted")
            left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for place, part in enumerate((label(function.when, "muted"), name, left)):
                self._rows.addWidget(part, line, place)
        self.setVisible(bool(functions))
