"""The names of sections over the seats, in each frame: none covers another one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from pos_app.seat_plan import Indices
from pos_app.ui.seat_map.camera import Camera, World
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.panels import SectionPanel
from pos_app.ui.seat_map.sprites import GLYPHS_FROM_PX

_NAME_SIZES_PX = (13, 11, 9)
_PLATE_ALPHA = 216
_PLATE_SPARE_PX = 12.0
_NAME_REACH_PX = 24
_STICKY_PX = 12.0
_ABOVE_PX = 5.0
_BETWEEN_PX = 2.0


@dataclass(frozen=True, slots=True)
class PlacedName:
    """The plate of a section's name (an index of the panels) and where it stands in the viewport, in pixels."""

    section: int
    size: int
    box: QRectF


class SectionNames:
    """Names of sections: in their middle in the overview, above them where single seats can be recognised.

    A name that would cover another one is written smaller or elsewhere in its section, or else left out; the section
    with the larger part in sight comes first.
    """

    def __init__(self, panels: tuple[SectionPanel, ...], colours: SeatColours, font: QFont) -> None:
        self._panels = [panel for panel in panels if panel.name]
        self._colours = colours
        self._fonts = [_sized(font, size) for size in _NAME_SIZES_PX]
        metrics = [QFontMetricsF(sized) for sized in self._fonts]
        self._heights = [round(sized.height() + 3) for sized in metrics]
        self._widths = [
            [round(sized.horizontalAdvance(panel.name) + _PLATE_SPARE_PX) for sized in metrics]
            for panel in self._panels
        ]
        sides = [(own.left, own.top, own.right, own.bottom) for own in (panel.bounds for panel in self._panels)]
        self._corners = np.array(sides, dtype=np.float64).reshape(-1, 4)
        self._plates: dict[tuple[int, int], QImage] = {}
        self._placed_for: tuple[Camera, World] | None = None
        self._placed: tuple[PlacedName, ...] = ()

    def paint(self, painter: QPainter, camera: Camera, world: World, part: QRectF) -> None:
        """Paint the names whose plates touch this part of the viewport."""
        for name in self.placed(camera, world):
            if name.box.intersects(part):
                painter.drawImage(name.box.topLeft().toPoint(), self._plate(name))

    def placed(self, camera: Camera, world: World) -> tuple[PlacedName, ...]:
        """The names in sight of a camera; no two of them touch. A part that is painted again has the same ones."""
        if self._placed_for != (camera, world):
            self._placed, self._placed_for = self._place(camera, world), (camera, world)
        return self._placed

    def _place(self, camera: Camera, world: World) -> tuple[PlacedName, ...]:
        viewport = QRectF(0, 0, world.width_px, world.height_px)
        corners = self._corners * camera.scale - (camera.left_px, camera.top_px) * 2
        is_overview = world.seat_mm * camera.scale < GLYPHS_FROM_PX
        in_sight = []
        for index in _touching(corners, viewport).tolist():
            left, top, right, bottom = corners[index].tolist()
            own = QRectF(left, top, right - left, bottom - top)
            seen = own & viewport
            in_sight.append((-seen.width() * seen.height(), index, own, seen))
        placed: list[PlacedName] = []
        for _, index, own, seen in sorted(in_sight, key=lambda one: one[:2]):
            middle = QPointF(*camera.to_screen(*self._panels[index].middle_mm)) if is_overview else None
            if (name := self._first_free(self._candidates(index, own, seen, middle), placed)) is not None:
                placed.append(name)
        return tuple(placed)

    def _candidates(self, index: int, own: QRectF, seen: QRectF, middle: QPointF | None) -> Iterator[PlacedName]:
        """Where a name may stand, the best place first. `middle` is that of the section in the overview."""
        if middle is None and seen.isEmpty():
            return
        for size, (width, height) in enumerate(zip(self._widths[index], self._heights, strict=True)):
            if width > own.width() + _PLATE_SPARE_PX:
                continue
            if middle is not None:
                step = max(min(float(height) + _BETWEEN_PX, (own.height() - height) / 2), 0.0)
                places = [QPointF(middle.x(), middle.y() + move) for move in (0.0, -step, step)]
            else:
                places = [QPointF(seen.center().x(), max(own.top() - _ABOVE_PX, _STICKY_PX))]
            for place in places:
                yield PlacedName(index, size, _box(place, width, height))

    def _first_free(self, names: Iterator[PlacedName], placed: list[PlacedName]) -> PlacedName | None:
        apart = (-_BETWEEN_PX, -_BETWEEN_PX, _BETWEEN_PX, _BETWEEN_PX)
        for name in names:
            around = name.box.adjusted(*apart)
            if not any(around.intersects(other.box) for other in placed):
                return name
        return None

    def _plate(self, name: PlacedName) -> QImage:
        key = (name.section, name.size)
        if key not in self._plates:
            width = self._widths[name.section][name.size]
            words, font = self._panels[name.section].name, self._fonts[name.size]
            self._plates[key] = _painted_plate(words, width, font, self._colours)
        return self._plates[key]


def _box(middle: QPointF, width: int, height: int) -> QRectF:
    """The rectangle of a plate, on whole pixels."""
    return QRectF(round(middle.x() - width / 2), round(middle.y() - height / 2), width, height)


def _touching(corners: NDArray[np.float64], part: QRectF) -> Indices:
    """The sections whose name may reach into a part; a name reaches a little beyond its section."""
    wide = part.adjusted(-_NAME_REACH_PX, -_NAME_REACH_PX, _NAME_REACH_PX, _NAME_REACH_PX)
    left, top, right, bottom = corners.T
    across = (right > wide.left()) & (left < wide.right())
    return np.flatnonzero(across & (bottom > wide.top()) & (top < wide.bottom()))


def _sized(font: QFont, size_px: int) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(size_px)
    sized.setWeight(QFont.Weight.DemiBold)
    return sized


def _painted_plate(name: str, width_px: int, font: QFont, colours: SeatColours) -> QImage:
    """An image of a name on its ground. Plates are kept, because text is slow to draw and a frame has many names."""
    height = round(QFontMetricsF(font).height() + 3)
    image = QImage(width_px, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    ground = QColor(colours.name_plate)
    ground.setAlpha(_PLATE_ALPHA)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(image.rect(), height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(QColor(colours.name_text))
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, name)
    painter.end()
    return image
