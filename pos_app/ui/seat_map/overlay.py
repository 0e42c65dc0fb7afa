"""What is drawn over the seats in each frame: the cursor, the seat under the pointer, the frame of the focus."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from pos_app.seat_plan import SeatPlan
from pos_app.ui.seat_map.camera import Camera, World
from pos_app.ui.seat_map.colours import SeatColours

_FOCUS_PX = 2
_LEAST_RING_PX = 9.0
_RING_REACH_PX = 6


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
