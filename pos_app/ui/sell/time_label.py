"""The time that the cart has left, beside its heading."""

from PySide6.QtWidgets import QLabel

from pos_app.ui import wording
from pos_app.ui.frame import Tone
from pos_app.ui.widgets.layouts import give_role, give_tone


class TimeLabel(QLabel):
    """Nothing for a cart without a time."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "strong")

    def show_time(self, left: str, tone: Tone) -> None:
        """Show the time that is left, in the tone of how near the end is."""
        self.setText(wording.text("sell.time", left=left) if left else "")
        give_tone(self, tone)
