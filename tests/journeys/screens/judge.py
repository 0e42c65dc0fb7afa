"""What may be wrong with a window as it is drawn: cut or covered widgets, weak contrast, texts that are no texts."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableWidget,
    QWidget,
)

from pos_app.ui import wording
from pos_app.ui.main_window import MainWindow
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.layouts import ElidedLabel
from pos_app.ui.widgets.overlay import Overlay

LEAST_CONTRAST = 4.5
_ROUNDING = 1
_KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+|\{\w*\}")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€|\ufffd")
_FEWEST_SIGNS = 3
_FEWEST_PIXELS = 3
"""Pixels of the strongest colour that make it a colour of the text and not a stray one."""


def layout_faults(window: MainWindow) -> Iterator[str]:
    """Texts that do not fit their widget, widgets outside of their parents, siblings that cover each other.

    Names and other data may end in an ellipsis, where the whole is in the tool tip; fixed texts may not.
    """
    for widget in _judged(window):
        name = _name(widget)
        if text := _cut(widget):
            yield f"cut: {name}: {text!r}"
        if _is_outside(widget):
            yield f"outside of its parent: {name}"
        yield from (f"overlap: {name} and {_name(other)}" for other in _covered(widget))


def text_faults(window: MainWindow, language: str) -> Iterator[str]:
    """Keys instead of texts, broken encoding, signs that the font lacks, texts of the other language."""
    foreign = _of_other_language(language)
    for widget in _judged(window):
        for text in _texts(widget):
            if _KEY.fullmatch(text) or _MOJIBAKE.search(text):
                yield f"no text: {text!r}"
            if text in foreign:
                yield f"other language: {text!r}"
            metrics = widget.fontMetrics()
            if lacking := {sign for sign in text if sign.isprintable() and not metrics.inFontUcs4(ord(sign))}:
                yield f"not in the font: {lacking} of {text!r}"


def contrast_faults(window: MainWindow, picture: Image.Image) -> Iterator[str]:
    """Texts of enabled widgets whose contrast with their ground is below the least."""
    for widget in _judged(window):
        if not widget.isEnabled() or not any(_texts(widget)) or isinstance(widget, QAbstractItemView):
            continue
        if isinstance(widget, QAbstractButton) and not widget.text():
            continue
        if (shown := _region(window, widget)) is None:
            continue
        text = next(_texts(widget))
        ratio = _contrast(picture.crop(shown), _text_colour(widget) if len(text) < _FEWEST_SIGNS else None)
        if ratio < LEAST_CONTRAST:
            yield f"contrast {ratio:.1f}: {_name(widget)}: {text!r}"


def _judged(window: MainWindow) -> Iterator[QWidget]:
    """The visible widgets; with a panel over the screen only those of the panel."""
    over: list[QWidget] = [panel for panel in window.findChildren(Overlay) if panel.isVisible()]
    yield from (widget for widget in [window, *over][-1].findChildren(QWidget) if widget.isVisible())


def _name(widget: QWidget) -> str:
    owner: QWidget | None = widget
    while owner is not None and type(owner).__module__.startswith("PySide6"):
        owner = owner.parentWidget()
    kind = type(widget).__name__ if owner is widget else f"{type(widget).__name__} in {type(owner).__name__}"
    return f"{kind} {widget.accessibleName() or widget.objectName()}".strip()


def _texts(widget: QWidget) -> Iterator[str]:
    match widget:
        case ElidedLabel():
            yield from filter(None, (widget.accessibleName(),))
        case QLabel() | QAbstractButton():
            yield from filter(None, (widget.text(),))
        case QLineEdit():
            yield from filter(None, (widget.text() or widget.placeholderText(),))
        case QComboBox():
            yield from filter(None, (widget.currentText(),))
        case QTableWidget():
            yield from _cells(widget)


def _cells(table: QTableWidget) -> Iterator[str]:
    for column in range(table.columnCount()):
        items = [table.horizontalHeaderItem(column), *(table.item(row, column) for row in range(table.rowCount()))]
        yield from (item.text() for item in items if item is not None and item.text())


def _cut(widget: QWidget) -> str:
    """The text that does not fit its widget."""
    if isinstance(widget, QTableWidget):
        return _cut_heading(widget)
    text = next(_texts(widget), "")
    return text if text and not _fits(widget, text) else ""


def _fits(widget: QWidget, text: str) -> bool:
    needed, given = widget.minimumSizeHint(), widget.size()
    match widget:
        case ElidedLabel():
            return text not in _fixed_texts() or "".join(widget.text().split()) == "".join(text.split())
        case QLabel() if widget.wordWrap():
            return widget.heightForWidth(given.width()) <= given.height() + _ROUNDING
        case QLabel():
            return needed.width() <= given.width() + _ROUNDING and needed.height() <= given.height() + _ROUNDING
        case QAbstractButton():
            return needed.width() <= given.width() + _ROUNDING
        case QLineEdit() if widget.text():  # a typed text scrolls
            return True
    return widget.fontMetrics().horizontalAdvance(text) <= widget.contentsRect().width()


def _cut_heading(table: QTableWidget) -> str:
    header = table.horizontalHeader()
    if not header.isVisible():
        return ""
    for column in range(table.columnCount()):
        head = table.horizontalHeaderItem(column)
        if head is not None and not table.isColumnHidden(column):
            needed = header.fontMetrics().horizontalAdvance(head.text())
            if needed > header.sectionSize(column):
                return head.text()
    return ""


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)


def _is_outside(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _is_scrolled(widget) or isinstance(widget, Overlay):
        return False
    return not parent.rect().adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING).contains(widget.geometry())


def _covered(widget: QWidget) -> Iterator[QWidget]:
    """Later siblings that lie on this widget, in whole or in part."""
    parent = widget.parentWidget()
    if parent is None or isinstance(widget, Overlay) or isinstance(parent, QAbstractScrollArea | QComboBox | QLineEdit):
        return
    siblings = [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible()]
    area = widget.geometry().adjusted(_ROUNDING, _ROUNDING, -_ROUNDING, -_ROUNDING)
    for other in siblings[siblings.index(widget) + 1 :]:
        lies_on = not other.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents) or bool(list(_texts(other)))
        if lies_on and not isinstance(other, Overlay | Banner) and area.intersects(other.geometry()):
            yield other


def _region(window: MainWindow, widget: QWidget) -> tuple[int, int, int, int] | None:
    """The part of the window that shows the widget; None where it is scrolled away or under a message."""
    seen = widget.visibleRegion().boundingRect()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    messages = [banner for banner in window.findChildren(Banner) if banner.isVisible()]
    covered = any(
        not banner.isAncestorOf(widget) and place.intersects(QRect(banner.mapTo(window, QPoint(0, 0)), banner.size()))
        for banner in messages
    )
    if covered or seen.size() != widget.size():
        return None
    return place.left(), place.top(), place.right() + 1, place.bottom() + 1


def _contrast(part: Image.Image, text_colour: tuple[int, int, int] | None) -> float:
    """The contrast of the ground, which is the most frequent colour, with the colour that differs most from it.

    Thin single signs have no pixel of their full colour: there `text_colour` is compared.
    """
    colours = part.getcolors(part.width * part.height) or []
    ground = max(colours)[1]
    if text_colour is not None:
        return ratio(ground, text_colour)
    ratios = [ratio(ground, colour) for count, colour in colours if count >= _FEWEST_PIXELS]
    return max(ratios, default=1.0)


def _text_colour(widget: QWidget) -> tuple[int, int, int]:
    role = QPalette.ColorRole.ButtonText if isinstance(widget, QAbstractButton) else widget.foregroundRole()
    colour = widget.palette().color(role)
    return colour.red(), colour.green(), colour.blue()


@cache
def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [channel / 255 for channel in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _texts_of(language: str) -> frozenset[str]:
    """The texts without placeholders of a language."""
    folder = files("resources") / "translations" / language
    names = [file.name.removesuffix(".toml") for file in folder.iterdir()]
    texts = (text for name in names for text in wording.catalogue(language, name).values())
    return frozenset(text for text in texts if "{" not in text)


@cache
def _fixed_texts() -> frozenset[str]:
    return frozenset().union(*map(_texts_of, wording.LANGUAGES))


@cache
def _of_other_language(language: str) -> frozenset[str]:
    return _fixed_texts() - _texts_of(language)
