"""Buttons too narrow for their key beside their name: the key goes below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton


def stacked(button: KeyButton) -> KeyButton:
    """The same button with its words one under another; it never takes the focus from the field."""
    inside = button.layout()
    assert isinstance(inside, QBoxLayout)
    inside.setDirection(QBoxLayout.Direction.TopToBottom)
    inside.setSpacing(0)
    margin = theme.size("hair")
    inside.setContentsMargins(margin, 0, margin, 0)
    for words in button.findChildren(QLabel):
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
