"""How legible the words of a window are, measured on its picture: what a style sheet promises may not be drawn."""

from collections import Counter

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from tests.pos_app.ui.test_theme import contrast


def weak_words(window: QWidget, least: float) -> list[tuple[str, float]]:
    """The visible labels whose words differ less from what they lie on than `least`, with their contrast."""
    picture = window.grab().toImage()
    measured = [
        (shown.text(), contrast_within(picture, QRect(shown.mapTo(window, QPoint(0, 0)), shown.size())))
        for shown in window.findChildren(QLabel)
        if shown.isVisible()
        and any(map(str.isalnum, shown.text()))  # a lone sign is too thin to have its whole colour anywhere
        and shown.visibleRegion().boundingRect().size() == shown.size()  # one that is scrolled away is not drawn
    ]
    return [(text, round(ratio, 2)) for text, ratio in measured if ratio < least]


def contrast_within(picture: QImage, area: QRect) -> float:
    """The contrast of the colour that differs most from the commonest one of an area."""
    colours = Counter(
        picture.pixelColor(x, y).name()
        for x in range(max(area.left(), 0), min(area.right() + 1, picture.width()))
        for y in range(max(area.top(), 0), min(area.bottom() + 1, picture.height()))
    )
    ((ground, _),) = colours.most_common(1)
    return max(contrast(colour, ground) for colour in colours)
