"""A message at the foot of the window that blocks no input: what happened, what is safe, what to do now."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.frame import Tone
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row
from pos_app.ui.wording import Message

_SHAPES = {Tone.PLAIN: "●", Tone.OK: "✔", Tone.ATTENTION: "▲", Tone.ERROR: "✖"}
_EMPTY = Message("", "", "", "")
_LINES = 3
"""Lines of small words that the foot of the window has room for."""


class Banner(QFrame):
    """Shows one message until `clear`. Nothing moves, and the focus stays where it is.

    It takes the room of `foot`, the bar at the bottom of the window: a message hides neither what it is about nor what
    is pressed next. Words that need more room are cut, and a key shows all of them at the top of `screen`.
    """

    def __init__(self, below: QWidget, screen: QWidget, foot: QWidget) -> None:
        super().__init__(below)
        self._foot, self._message = foot, _EMPTY
        give_role(self, "banner")
        self._shape, self._code = label(role="heading"), label(role="caption")
        self._what, self._todo = label(role="strong", wraps=True), label(role="caption", wraps=True)
        words: QVBoxLayout = column(None, self._what, self._todo, None, gap="none")
        self._close = KeyButton(wording.text("frame.understood"), "Esc", self.clear)
        self._more = KeyButton(wording.text("frame.read_all"), "Ctrl+I", self._turn)
        self._whole = WholeMessage(below, screen)
        for button in (self._more, self._close):
            button.stack()
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = row(self._shape, gap="space")
        inside.addLayout(words, 1)
        inside.addWidget(self._code)
        inside.addWidget(self._more)
        inside.addWidget(self._close)
        space = theme.size("gap")
        inside.setContentsMargins(2 * space, 0, space, 0)
        self.setLayout(inside)
        for watched in (below, foot):
            watched.installEventFilter(self)
        self.hide()

    def show_message(self, message: Message, tone: Tone) -> None:
        """Show a message and announce it to a screen reader."""
        self._message = message
        self.fold()
        for part in (self, self._whole):
            give_tone(part, tone)
        self._shape.setText(_SHAPES[tone])
        self._code.setText(message.code)
        self.setAccessibleName(str(message))
        self.setToolTip(str(message))
        self._place()
        self.show()
        self.raise_()
        announce(self, str(message), urgent=tone is Tone.ERROR)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self.isVisible():
            self._place()
            if self._whole.isVisible():
                self._whole.show_message(self._message)
        return super().eventFilter(watched, event)

    def reword(self) -> None:
        """Take the language in use for the buttons."""
        self._close.show_text(wording.text("frame.understood"))
        self._more.show_text(wording.text("frame.read_all"))

    def clear(self) -> None:
        """Hide the message."""
        self.fold()
        self.hide()

    def fold(self) -> None:
        """Hide the whole of a long message; the message stays at the foot."""
        self._whole.hide()

    def step_back(self) -> None:
        """Hide the whole of a long message, or the message."""
        self.fold() if self._whole.isVisible() else self.hide()

    def _turn(self) -> None:
        """Show the whole of a long message, or hide it again."""
        self.fold() if self._whole.isVisible() else self._whole.show_message(self._message)

    def _place(self) -> None:
        """Take the room of the foot. Words that need more take the smaller size of a caption, or are cut."""
        self.setGeometry(self._foot.geometry())
        self.ensurePolished()
        what, todo = self._message.what, _rest(self._message)
        self._more.hide()
        give_role(self._what, "strong")
        self._show_words(what, todo)
        if self._needed() > self.height():
            give_role(self._what, "strong_small")
        if self._needed() > self.height():
            self._more.show()
            self._needed()  # arranges the words beside the button
            of_what = min(_lines_of(self._what, what), _LINES - bool(todo))
            self._show_words(_cut(self._what, what, of_what), _cut(self._todo, todo, _LINES - of_what))
            self._needed()

    def _show_words(self, what: str, todo: str) -> None:
        self._what.setText(what)
        self._todo.setText(todo)
        self._todo.setVisible(bool(todo))

    def _needed(self) -> int:
        """The height that the words need as they are arranged now."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return layout.totalHeightForWidth(self.width())


class WholeMessage(QFrame):
    """All words of a message over the top of a screen, for as long as somebody wants to read them."""

    def __init__(self, below: QWidget, screen: QWidget) -> None:
        super().__init__(below)
        self._screen = screen
        give_role(self, "banner")
        self._what, self._todo = label(role="strong", wraps=True), label(wraps=True)
        inside = column(self._what, self._todo)
        margin = theme.size("space")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Show what happened, what is safe and what to do."""
        self._what.setText(message.what)
        self._todo.setText(_rest(message))
        self._todo.setVisible(bool(_rest(message)))
        self.show()
        self.raise_()
        layout, over = self.layout(), self._screen.geometry()
        assert layout is not None
        layout.activate()
        self.setGeometry(over.x(), over.y(), over.width(), layout.totalHeightForWidth(over.width()))


def _rest(message: Message) -> str:
    return " ".join(part for part in (message.safe, message.todo) if part)


def _lines_of(shown: QLabel, words: str) -> int:
    """The lines that words need in the width of a label."""
    return len(_starts(shown, words))


def _cut(shown: QLabel, words: str, most: int) -> str:
    """Words on so many lines in the width of a label; the last line ends in an ellipsis where more would follow."""
    starts = _starts(shown, words)
    if len(starts) <= most:
        return words
    last = starts[most - 1]
    ellipsis = Qt.TextElideMode.ElideRight
    return words[:last] + shown.fontMetrics().elidedText(words[last:], ellipsis, shown.width())


def _starts(shown: QLabel, words: str) -> list[int]:
    """The place in the words at which each line begins."""
    layout = QTextLayout(words, shown.font())
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(shown.width())
        starts.append(line.textStart())
    layout.endLayout()
    return starts


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader read out a change that the user did not cause."""
    event = QAccessibleAnnouncementEvent(widget, words)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
