"""Rows, columns, panels and labels with the theme's distances."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui import theme
from pos_app.ui.told_apart import cut_apart

Part = QWidget | QLayout | None
"""An element of a row or column; None is a stretch."""
_PRESSED_AT = "pressed_at"


def row(*parts: Part, gap: str = "gap") -> QHBoxLayout:
    """Side by side."""
    return _filled(QHBoxLayout(), parts, gap)


def column(*parts: Part, gap: str = "gap") -> QVBoxLayout:
    """One under another."""
    return _filled(QVBoxLayout(), parts, gap)


def panel(*parts: Part, gap: str = "gap") -> QFrame:
    """A raised area with a column in it."""
    frame = QFrame()
    give_role(frame, "panel")
    inside = column(*parts, gap=gap)
    space = theme.size("space")
    inside.setContentsMargins(space, space, space, space)
    frame.setLayout(inside)
    return frame


def fill(page: QWidget, layout: QLayout) -> None:
    """Make a layout the whole of a page, with the page's margin."""
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    margin = theme.size("page_margin")
    layout.setContentsMargins(margin, margin, margin, margin)
    page.setLayout(layout)


def label(words: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """Plain text. It is never interpreted as markup, because names come from outside."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if wraps:
        made.setMinimumWidth(theme.size("touch"))  # a very long word must not widen the window
    give_role(made, role)
    return made


class ElidedLabel(QLabel):
    """Text on one or two lines, cut with an ellipsis where it does not fit; tool tip and name hold the whole text."""

    def __init__(self, words: str = "", role: str = "", *, two_lines: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.size("touch"))
        give_role(self, role)
        self._words, self._two_lines = "", two_lines
        self._others: tuple[str, ...] = ()
        self.show_text(words)

    def show_text(self, text: str, others: Iterable[str] = ()) -> None:
        """Change the text. It is cut so that it differs from the other texts of its list."""
        self._words, self._others = text, tuple(others)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        first = self._first_line() if self._two_lines else ""
        rest = self._words[len(first) :]
        metrics, width = self.fontMetrics(), self.width()
        last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        if self._others and last != rest:
            last = cut_apart(rest, self._others, lambda text: metrics.horizontalAdvance(text) <= width)
        super().setText(f"{first.rstrip()}\n{last}" if first else last)

    def _first_line(self) -> str:
        """The text of the first of two lines; empty when the whole text fits on one."""
        layout = QTextLayout(self._words, self.font())
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(self.width())
        layout.endLayout()
        return self._words[: line.textLength()] if line.textLength() < len(self._words) else ""


def note_press(button: QAbstractButton, event: QMouseEvent) -> None:
    """Note where a button was pressed, for the window that must tell a repeated press from one on the next screen."""
    button.window().setProperty(_PRESSED_AT, event.globalPosition().toPoint())


def take_press(window: QWidget) -> QPoint | None:
    """Where a button of the window was pressed last, once; None without a press since."""
    place = window.property(_PRESSED_AT)
    window.setProperty(_PRESSED_AT, None)
    return place if isinstance(place, QPoint) else None


def when_clicked(button: QAbstractButton, pressed: Callable[[], None]) -> None:
    """Call `pressed` without the checked state that Qt would pass."""

    def clicked() -> None:
        pressed()

    button.clicked.connect(clicked)


def give_role(widget: QWidget, role: str) -> None:
    """Set the role of a widget, which the style sheet selects by."""
    _set(widget, "role", role)


def give_chosen(widget: QWidget, *, chosen: bool) -> None:
    """Mark the labels inside a button as checked: a style sheet cannot select them by the state of the button."""
    for part in widget.findChildren(QLabel):
        _set(part, "chosen", "true" if chosen else "false")


def give_low(widget: QWidget, *, low: bool) -> None:
    """Mark a widget as one of a page that has little height, which the style sheet selects by."""
    _set(widget, "low", "true" if low else "false")


def give_tone(widget: QWidget, tone: str) -> None:
    """Set the tone of a widget, which the style sheet selects by."""
    _set(widget, "tone", tone)


def _set(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    # Qt evaluates the style sheet again only for a widget that is polished anew; one not shown yet is polished then.
    for styled in (widget, *widget.findChildren(QLabel)):
        if styled.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            styled.style().unpolish(styled)
            styled.style().polish(styled)


Box = TypeVar("Box", bound=QBoxLayout)


def _filled(layout: Box, parts: tuple[Part, ...], gap: str) -> Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.size(gap))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout
