"""What somebody has typed on a screen and where the focus is, carried over to the screen that replaces it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

KEPT_BY_FORM = "keptByForm"
"""The property of a field whose content waits elsewhere, for the person who typed it."""

WidgetPath = tuple[tuple[str, int], ...]
"""The way from a screen to a widget in it: at each step the class, and the number among the children of that class."""


@dataclass(frozen=True, slots=True)
class KeptInput:
    """The texts that were typed, and the place of the widget that had the focus; None without one."""

    typed: Mapping[WidgetPath, str]
    focus: WidgetPath | None


def take(screen: QWidget) -> KeptInput:
    """What is typed on a screen now.

    A PIN is not carried over, and neither is what a form keeps: the form finds it again when it begins.
    """
    fields = [field for field in screen.findChildren(QLineEdit) if _is_carried(field)]
    typed = {_place(screen, field): field.text() for field in fields if field.text()}
    focused: QWidget | None = screen.focusWidget()  # the stubs leave out that it may be None
    is_inside = focused is not None and screen.isAncestorOf(focused)
    return KeptInput(typed, _place(screen, focused) if focused is not None and is_inside else None)


def give(screen: QWidget, kept: KeptInput) -> None:
    """Type the texts into the screen that replaces the other one, and give the focus to the same widget of it."""
    for place, text in kept.typed.items():
        field = _at(screen, place)
        if isinstance(field, QLineEdit) and field.text() != text:
            field.setText(text)
    if kept.focus is not None and (focused := _at(screen, kept.focus)) is not None:
        focused.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_carried(field: QLineEdit) -> bool:
    return field.echoMode() is QLineEdit.EchoMode.Normal and not field.property(KEPT_BY_FORM)


def _place(screen: QWidget, widget: QWidget) -> WidgetPath:
    parent = widget.parentWidget()
    if widget is screen or parent is None:
        return ()
    name = type(widget).__name__
    return (*_place(screen, parent), (name, _siblings(parent, name).index(widget)))


def _at(screen: QWidget, place: WidgetPath) -> QWidget | None:
    """The widget at a place; None where the screens differ, as lists do before they are read."""
    widget = screen
    for name, number in place:
        siblings = _siblings(widget, name)
        if number >= len(siblings):
            return None
        widget = siblings[number]
    return widget


def _siblings(parent: QWidget, name: str) -> list[QWidget]:
    children = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if type(child).__name__ == name]
