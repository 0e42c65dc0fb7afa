"""The bar above every screen: the way back, the name of the screen, who is signed in, the way out."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from domain.people.staff import Cashier, Role
from pos_app.ui import theme, wording
from pos_app.ui.frame import ScreenName
from pos_app.ui.trail import Trail
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, label, row


@dataclass(frozen=True, slots=True)
class Ways:
    """What the buttons of the bar do."""

    back: Callable[[], None]
    menu: Callable[[], None]
    sign_out: Callable[[], None]
    close: Callable[[], None]


class HeadBar(QFrame):
    """Nobody signed in: the way out closes the program."""

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self.setObjectName("headBar")
        self._back = KeyButton("", "Esc", ways.back)
        self._menu = KeyButton("", "Ctrl+M", ways.menu)
        self._sign_out = KeyButton("", "Ctrl+L", ways.sign_out)
        self._close = KeyButton("", "Ctrl+Q", ways.close)
        self._title = ElidedLabel(role="heading")
        self._name, self._role = ElidedLabel(role="strong"), label(role="caption")
        for button in (self._back, self._menu, self._sign_out):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the window would begin with the focus on it
        for words in (self._name, self._role):
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
        inside = row(self._back, self._title, gap="space")
        inside.addLayout(column(None, self._name, self._role, None, gap="none"))
        inside.addWidget(self._menu)
        inside.addWidget(self._sign_out)
        inside.addWidget(self._close)
        inside.setStretch(1, 3)
        inside.setStretch(2, 2)
        margin = theme.size("hair")
        inside.setContentsMargins(theme.size("gap"), margin, theme.size("gap"), margin)
        self._inside = inside
        self.setLayout(inside)
        self.reword()

    def set_low(self, *, low: bool) -> None:
        """In a low window the buttons have almost the whole height of the bar."""
        gap, margin = theme.size("gap"), theme.size("line_width" if low else "hair")
        self._inside.setContentsMargins(gap, margin, gap, margin)

    def show_place(self, trail: Trail, cashier: Cashier | None) -> None:
        """Show the name of the screen in front, the way back from it, and who is signed in."""
        self._title.show_text(wording.text(f"frame.screen.{trail.now}"))
        self._back.setVisible(trail.behind is not None)
        self._menu.setVisible(cashier is not None and trail.now is not ScreenName.MENU)
        self._sign_out.setVisible(cashier is not None)
        self._close.setVisible(cashier is None)
        star = "★ " if cashier is not None and cashier.role is Role.SUPERVISOR else ""
        self._name.show_text(cashier.name if cashier else "")
        self._role.setText(star + wording.text(f"values.role.{cashier.role}") if cashier else "")

    def reword(self) -> None:
        """Take the language in use for the buttons."""
        self._back.show_text(wording.text("frame.back"))
        self._menu.show_text(wording.text("frame.menu"))
        self._sign_out.show_text(wording.text("frame.sign_out"))
        self._close.show_text(wording.text("frame.close"))
