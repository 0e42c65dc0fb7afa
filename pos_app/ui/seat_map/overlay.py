"""What is drawn over the seats in each frame: the cursor, the seat under the pointer, the names of sections."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from pos_app.seat_plan import Indices, SeatPlan
from pos_app.ui.seat_map.camera import Camera, World
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.panels import SectionPanel
from pos_app.ui.seat_map.sprites import GLYPHS_FROM_PX

_FOCUS_PX = 2
_LEAST_RING_PX = 9.0
_NAME_SIZES_PX = (13, 11, 9)
_PLATE_ALPHA = 216
_PLATE_SPARE_PX = 12.0
_RING_REACH_PX = 6
_NAME_REACH_PX = 24
_STICKY_PX = 12.0
_ABOVE_PX = 5.0


def paint_ring(painter: QPainter, box: QRectF, colours: SeatColours, *, thick: bool) -> None:
    """A ring around a seat, with a halo so that it shows on every colour."""
    radius = box.width() * 0.3
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.cursor_halo), 6 if thick else 4))
    painter.drawRoundedRect(box, radius, radius)
    painter.setPen(QPen(QColor(colours.cursor), 3 if thick else 2))
    painter.drawRoundedRect(box, radius, radius)


def paint_focus(painter: QPainter, world: World, colours: SeatColours) -> None:
    """The frame that shows that the map has the keyboard focus."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.cursor), _FOCUS_PX))
    half = _FOCUS_PX / 2
    painter.drawRect(QRectF(half, half, world.width_px - _FOCUS_PX, world.height_px - _FOCUS_PX))


def ring_box(plan: SeatPlan, seat: int, camera: Camera) -> QRectF:
    """The rectangle of the ring of a seat, with a least size so that it is visible around a very small seat."""
    x, y = camera.to_screen(float(plan.x_mm[seat]), float(plan.y_mm[seat]))
    half = max(plan.seat_mm * camera.scale / 2 + 2.0, _LEAST_RING_PX)
    return QRectF(x - half, y - half, 2 * half, 2 * half)


def ring_area(plan: SeatPlan, seat: int, camera: Camera) -> QRectF:
    """The area that a ring may cover, with its halo."""
    return ring_box(plan, seat, camera).adjusted(-_RING_REACH_PX, -_RING_REACH_PX, _RING_REACH_PX, _RING_REACH_PX)


class SectionNames:
    """Names of sections: in their middle in the overview, above them where single seats can be recognised."""

    def __init__(self, panels: tuple[SectionPanel, ...], colours: SeatColours, font: QFont) -> None:
        self._panels = [panel for panel in panels if panel.name]
        self._colours = colours
        self._fonts = [_sized(font, size) for size in _NAME_SIZES_PX]
        metrics = [QFontMetricsF(sized) for sized in self._fonts]
        self._widths = [
            [round(sized.horizontalAdvance(panel.name) + _PLATE_SPARE_PX) for sized in metrics]
            for panel in self._panels
        ]
        sides = [(own.left, own.top, own.right, own.bottom) for own in (panel.bounds for panel in self._panels)]
        self._corners = np.array(sides, dtype=np.float64).reshape(-1, 4)
        self._plates: dict[tuple[int, int], QImage] = {}

    def paint(self, painter: QPainter, camera: Camera, world: World, part: QRectF) -> None:
        """Paint the names whose plates touch this part of the viewport."""
        overview = world.seat_mm * camera.scale < GLYPHS_FROM_PX
        viewport = QRectF(0, 0, world.width_px, world.height_px)
        corners = self._corners * camera.scale - (camera.left_px, camera.top_px) * 2
        for index in _touching(corners, part & viewport).tolist():
            panel = self._panels[index]
            left, top, right, bottom = corners[index].tolist()
            plate = self._plate(index, right - left + _PLATE_SPARE_PX)
            if plate is None:
                continue
            if overview:
                middle = QPointF(*camera.to_screen(*panel.middle_mm))
            else:
                seen = QRectF(left, top, right - left, bottom - top) & viewport
                if seen.isEmpty():
                    continue
                middle = QPointF(seen.center().x(), max(top - _ABOVE_PX, _STICKY_PX))
            box = QRectF(QPointF(), plate.size())
            box.moveCenter(middle)
            if box.intersects(part):
                painter.drawImage(box.topLeft().toPoint(), plate)

    def _plate(self, index: int, room_px: float) -> QImage | None:
        """The largest plate with a section's name that fits; None when even the smallest does not."""
        widths = self._widths[index]
        size = next((i for i, width in enumerate(widths) if width <= room_px), None)
        if size is None:
            return None
        key = (index, size)
        if key not in self._plates:
            name = self._panels[index].name
            self._plates[key] = _painted_plate(name, widths[size], self._fonts[size], self._colours)
        return self._plates[key]


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
