"""A message at the foot of the window that blocks no input: what happened, what is safe, what to do now."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.frame import Tone
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row
from pos_app.ui.wording import Message

_SHAPES = {Tone.PLAIN: "●", Tone.OK: "✔", Tone.ATTENTION: "▲", Tone.ERROR: "✖"}


class Banner(QFrame):
    """Shows one message until `clear`. Nothing moves, and the focus stays where it is.

    It takes the room of `foot`, the bar at the bottom of the window: a message hides neither what it is about nor what
    is pressed next.
    """

    def __init__(self, below: QWidget, foot: QWidget) -> None:
        super().__init__(below)
        self._below, self._foot = below, foot
        give_role(self, "banner")
        self._shape, self._code = label(role="heading"), label(role="caption")
        self._what, self._todo = label(role="strong", wraps=True), label(role="caption", wraps=True)
        words: QVBoxLayout = column(None, self._what, self._todo, None, gap="none")
        self._close = KeyButton(wording.text("frame.understood"), pressed=self.clear)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = row(self._shape, gap="space")
        inside.addLayout(words, 1)
        inside.addWidget(self._code)
        inside.addWidget(self._close)
        space = theme.size("gap")
        inside.setContentsMargins(2 * space, 0, space, 0)
        self.setLayout(inside)
        for watched in (below, foot):
            watched.installEventFilter(self)
        self.hide()

    def show_message(self, message: Message, tone: Tone) -> None:
        """Show a message and announce it to a screen reader."""
        give_tone(self, tone)
        self._shape.setText(_SHAPES[tone])
        self._code.setText(message.code)
        self._what.setText(message.what)
        self._todo.setText(" ".join(part for part in (message.safe, message.todo) if part))
        self._todo.setVisible(bool(self._todo.text()))
        self.setAccessibleName(str(message))
        self._place()
        self.show()
        self.raise_()
        announce(self, str(message), urgent=tone is Tone.ERROR)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def reword(self) -> None:
        """Take the language in use for the button."""
        self._close.show_text(wording.text("frame.understood"))

    def clear(self) -> None:
        """Hide the message."""
        self.hide()

    def _place(self) -> None:
        """Take the room of the foot. Words that need more take the smaller size of a caption."""
        self.setGeometry(self._foot.geometry())
        self.ensurePolished()
        give_role(self._what, "strong")
        layout = self.layout()
        assert layout is not None
        layout.activate()
        if layout.totalHeightForWidth(self.width()) > self.height():
            give_role(self._what, "strong_small")
            layout.activate()
        # The few longest messages take more in a small window.
        missing = layout.totalHeightForWidth(self.width()) - self.height()
        if missing > 0:
            self.setGeometry(self.geometry().adjusted(0, -missing, 0, 0))


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader read out a change that the user did not cause."""
    event = QAccessibleAnnouncementEvent(widget, words)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
