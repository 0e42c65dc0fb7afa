"""The names of sections beside the seats, in each frame: none covers a seat or another name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from pos_app.seat_plan import Indices
from pos_app.ui.seat_map.camera import Camera, World
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.nearness import Nearness
from pos_app.ui.seat_map.occupied import Boxes, Floats, Occupied
from pos_app.ui.seat_map.panels import SectionPanel
from pos_app.ui.seat_map.sprites import GLYPHS_FROM_PX
from pos_app.ui.told_apart import cut_apart

_NAME_SIZES_PX = (13, 11, 9, 9)
_SHORT_LETTERS = 8
"""Letters of a name in its last size, cut so that no two sections read alike: better than no name at all."""
_PLATE_ALPHA = 216
_PLATE_SPARE_PX = 12.0
_NAME_REACH_PX = 24
_STICKY_PX = 12.0
_ABOVE_PX = 5.0
_BETWEEN_PX = 2.0
_WIDEST_IN_SECTIONS = 1.8
"""How much wider than its section a name beside it may be."""
_GAPS_TRIED = 7


PlateCorner = tuple[int, int, int]
"""The size of a name, an index of its fonts, and the corner of its plate in the viewport, in pixels."""
Anchor = tuple[Floats, Floats]
"""The middle of the plate of each section, in pixels."""
Anchors = Callable[[Floats, int], list[Anchor]]
"""The anchors for plates of these widths and this height, the best ones first."""


@dataclass(frozen=True, slots=True)
class PlacedName:
    """The plate of a section's name (an index of the panels) and where it stands in the viewport, in pixels."""

    section: int
    size: int
    box: QRectF


class SectionNames:
    """Names of sections: above them, or else beside or below them, and in a large section where a gap has room.

    A name that would cover a seat or another name, or be nearer to another section than to its own, is written smaller
    or elsewhere, then cut to a few letters that no other section shows, or else left out; the section with the larger
    part in sight comes first.
    """

    def __init__(self, panels: tuple[SectionPanel, ...], occupied: Occupied, colours: SeatColours, font: QFont) -> None:
        self._occupied = occupied
        self._panels = [panel for panel in panels if panel.name]
        # Also to a section without a name, a name beside it would seem to belong.
        self._nearness = Nearness([*self._panels, *(panel for panel in panels if not panel.name)])
        self._colours = colours
        self._fonts = [_sized(font, size) for size in _NAME_SIZES_PX]
        metrics = [QFontMetricsF(sized) for sized in self._fonts]
        self._heights = [round(sized.height() + 3) for sized in metrics]
        self._texts = _texts([panel.name for panel in self._panels])
        widths = [_widths(texts, metrics) for texts in self._texts]
        self._widths = np.array(widths, dtype=np.float64).reshape(-1, len(metrics))
        sides = [(own.left, own.top, own.right, own.bottom) for own in (panel.bounds for panel in self._panels)]
        self._corners = np.array(sides, dtype=np.float64).reshape(-1, 4)
        self._plates: dict[tuple[int, int], QImage] = {}
        self._free: list[list[PlateCorner]] = []
        self._free_at = 0.0
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

    def text(self, name: PlacedName) -> str:
        """What is written on a plate."""
        return self._texts[name.section][name.size]

    def _place(self, camera: Camera, world: World) -> tuple[PlacedName, ...]:
        viewport = QRectF(0, 0, world.width_px, world.height_px)
        corners = self._corners * camera.scale - (camera.left_px, camera.top_px) * 2
        in_sight = _touching(corners, viewport)
        seen = corners[in_sight].clip(0.0, (world.width_px, world.height_px) * 2)
        area = (seen[:, 2] - seen[:, 0]) * (seen[:, 3] - seen[:, 1])
        free = self._free_places(in_sight, corners[in_sight], seen, camera, world)
        placed: list[PlacedName] = []
        for one in np.lexsort((in_sight, -area)).tolist():
            index = int(in_sight[one])
            names = (self._name(index, place) for place in free[one])
            fitting = (name for name in names if viewport.contains(name.box) and _is_apart(name, placed))
            if (name := next((name for name in fitting if self._heads_its_own(name, camera)), None)) is not None:
                placed.append(name)
        return tuple(placed)

    def _free_places(
        self, in_sight: Indices, corners: Boxes, seen: Boxes, camera: Camera, world: World
    ) -> list[list[PlateCorner]]:
        """Where in the viewport each section in sight may have its name. A pan only moves those of an overview."""
        if world.seat_mm * camera.scale >= GLYPHS_FROM_PX:
            return self._find_free(in_sight, partial(_near, corners, seen), corners, camera)
        if self._free_at != camera.scale:
            whole = self._corners * camera.scale
            everywhere = Camera(camera.scale, 0, 0)
            self._free = self._find_free(np.arange(len(whole)), partial(_around, whole), whole, everywhere)
            self._free_at = camera.scale
        return [
            [(size, left - camera.left_px, top - camera.top_px) for size, left, top in self._free[index]]
            for index in in_sight.tolist()
        ]

    def _find_free(
        self, sections: Indices, anchors: Anchors, corners: Boxes, camera: Camera
    ) -> list[list[PlateCorner]]:
        """The places at which the name of each section hides nothing, the largest letters first."""
        free_places: list[list[PlateCorner]] = [[] for _ in sections]
        if not len(sections):
            return free_places
        room = (corners[:, 2] - corners[:, 0]) * _WIDEST_IN_SECTIONS + _PLATE_SPARE_PX
        for size, height in enumerate(self._heights):
            width = self._widths[sections, size]
            x, y = (np.stack(side, axis=1) for side in zip(*anchors(width, height), strict=True))
            left, top = np.round(x - width[:, None] / 2), np.round(y - height / 2)
            boxes = np.stack((left, top, left + width[:, None], top + height), axis=-1)
            boxes += (camera.left_px, camera.top_px) * 2
            free = self._occupied.are_free(boxes / camera.scale) & (width <= room)[:, None]
            for one, place in np.argwhere(free).tolist():
                free_places[one].append((size, int(left[one, place]), int(top[one, place])))
        return free_places

    def _heads_its_own(self, name: PlacedName, camera: Camera) -> bool:
        """Whether a name is nearer to its own section than to any other, so that it is read as the name of that one."""
        corners = (camera.to_plan(at.x(), at.y()) for at in (name.box.topLeft(), name.box.bottomRight()))
        (left, top), (right, bottom) = corners
        return self._nearness.is_nearest(name.section, (left, top, right, bottom))

    def _name(self, index: int, place: PlateCorner) -> PlacedName:
        size, left, top = place
        return PlacedName(index, size, QRectF(left, top, float(self._widths[index, size]), self._heights[size]))

    def _plate(self, name: PlacedName) -> QImage:
        key = (name.section, name.size)
        if key not in self._plates:
            width = int(self._widths[name.section, name.size])
            words, font = self.text(name), self._fonts[name.size]
            self._plates[key] = _painted_plate(words, width, font, self._colours)
        return self._plates[key]


def _texts(names: list[str]) -> list[tuple[str, ...]]:
    """What is written of each section in each size."""
    whole = len(_NAME_SIZES_PX) - 1
    return [(*[name] * whole, cut_apart(name, names, lambda text: len(text) <= _SHORT_LETTERS)) for name in names]


def _widths(texts: tuple[str, ...], metrics: list[QFontMetricsF]) -> list[int]:
    sized = zip(texts, metrics, strict=True)
    return [round(font.horizontalAdvance(text) + _PLATE_SPARE_PX) for text, font in sized]


def _is_apart(name: PlacedName, placed: list[PlacedName]) -> bool:
    around = name.box.adjusted(-_BETWEEN_PX, -_BETWEEN_PX, _BETWEEN_PX, _BETWEEN_PX)
    return not any(around.intersects(other.box) for other in placed)


def _around(whole: Boxes, width: Floats, height: int) -> list[Anchor]:
    """Above a section, below it and beside it; also where a slanted one leaves room."""
    left, top, right, bottom = whole.T
    half, quarter, middle = height / 2, (right - left) / 4, (left + right) / 2
    levels = (top - half, bottom + half, top + half, bottom - half)
    above = [(x, y) for y in levels for x in (middle, middle - quarter, middle + quarter)]
    return above + [(x, (top + bottom) / 2) for x in (left - width / 2, right + width / 2)]


def _near(corners: Boxes, seen: Boxes, width: Floats, height: int) -> list[Anchor]:
    """Above a section whose seats can be recognised, or in a gap between the first rows of it that are in sight."""
    top = np.maximum(corners[:, 1] - _ABOVE_PX, _STICKY_PX)
    middle = (seen[:, 0] + seen[:, 2]) / 2
    across = (middle, seen[:, 0] + width / 2 + _BETWEEN_PX, seen[:, 2] - width / 2 - _BETWEEN_PX)
    gaps = [(x, top + step * height / 2) for step in range(_GAPS_TRIED) for x in across]
    return [*gaps, (middle, corners[:, 3] + height / 2)]


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
