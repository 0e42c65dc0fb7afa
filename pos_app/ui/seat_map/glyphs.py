"""Paints a face: a rounded square, its border, and a glyph that shows the state without colour."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import SeatLook
from pos_app.ui.seat_map.colours import FaceColours, SeatColours
from pos_app.ui.seat_map.faces import Face, face_colours

NUMBER_FROM_PX = 20
BOTH_FROM_PX = 34
"""From this size on, a seat has room for its number below a glyph."""

Glyph = Callable[[QPainter, QRectF, QColor], None]


def paint_seat(painter: QPainter, square: QRectF, face: Face, colours: SeatColours, number: str = "") -> None:
    """Paint one seat into the square, with its number where there is room."""
    side = square.width()
    own = face_colours(face, colours)
    _paint_body(painter, square, face, own)
    ink = QColor(own.glyph)
    glyph = _GLYPHS.get(_glyph_key(face))
    if face.look is SeatLook.FREE and face.kind is SeatKind.RESTRICTED_VIEW:
        _paint_corner(painter, square, QColor(own.edge))
    both = bool(number) and glyph is not None and side >= BOTH_FROM_PX
    if glyph is not None:
        inner = square.adjusted(side * 0.22, side * 0.2, -side * 0.22, -side * 0.24 + 1)
        if both:
            inner = QRectF(square.left() + side * 0.29, square.top() + side * 0.13, side * 0.42, side * 0.42)
        glyph(painter, inner, ink)
    if both:
        part = QRectF(square.left(), square.top() + side * 0.56, side, side * 0.36)
        paint_number(painter, part, number, ink)
    elif number and glyph is None and side >= NUMBER_FROM_PX:
        paint_number(painter, square, number, ink)


def paint_number(painter: QPainter, box: QRectF, number: str, ink: QColor) -> None:
    """Text as large as the box allows."""
    font = QFont(painter.font())
    widest = box.width() * 0.86 / (0.62 * max(len(number), 1))
    highest = min(box.height(), box.width() / 2)
    font.setPixelSize(max(6, round(min(widest, highest))))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)


def _paint_body(painter: QPainter, square: QRectF, face: Face, own: FaceColours) -> None:
    side = square.width()
    thick = max(1.0, round(side / 16))
    if face.look is SeatLook.IN_CART:
        thick = max(2.0, round(side / 9))
    radius = side * 0.26
    pen = QPen(QColor(own.edge), thick)
    if face.look is SeatLook.ELSEWHERE:
        pen.setDashPattern([1.6, 1.8])
    body = square.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.setPen(pen)
    painter.setBrush(QColor(own.fill))
    painter.drawRoundedRect(body, radius, radius)
    if face.look is SeatLook.KILLED:
        painter.setBrushOrigin(square.topLeft())
        painter.setBrush(QBrush(QColor(own.edge), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(body, radius, radius)


def _glyph_key(face: Face) -> tuple[SeatLook, SeatKind]:
    return face.look, face.kind if face.look is SeatLook.FREE else SeatKind.ORDINARY


def _paint_corner(painter: QPainter, square: QRectF, ink: QColor) -> None:
    side = square.width()
    right, bottom, leg = square.right() - side * 0.1, square.bottom() - side * 0.1, side * 0.3
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(right - leg, bottom), QPointF(right, bottom - leg), QPointF(right, bottom)]))


def _stroke(painter: QPainter, box: QRectF, ink: QColor, part: float = 0.17) -> None:
    pen = QPen(ink, max(1.3, box.width() * part))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def _check(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _stroke(painter, box, ink, 0.2)
    painter.drawPolyline(QPolygonF([_at(box, 0.02, 0.55), _at(box, 0.36, 0.9), _at(box, 0.98, 0.12)]))


def _cross(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _stroke(painter, box, ink)
    painter.drawLine(QLineF(_at(box, 0.1, 0.1), _at(box, 0.9, 0.9)))
    painter.drawLine(QLineF(_at(box, 0.9, 0.1), _at(box, 0.1, 0.9)))


def _clock(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _stroke(painter, box, ink, 0.13)
    painter.drawEllipse(box)
    painter.drawPolyline(QPolygonF([_at(box, 0.5, 0.2), _at(box, 0.5, 0.53), _at(box, 0.74, 0.66)]))


def _dash(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _stroke(painter, box, ink, 0.22)
    painter.drawLine(QLineF(_at(box, 0.08, 0.5), _at(box, 0.92, 0.5)))


def _dot(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(_at(box, 0.5, 0.5), box.width() * 0.16, box.width() * 0.16)


def _arrow_down(painter: QPainter, box: QRectF, ink: QColor) -> None:
    _stroke(painter, box, ink, 0.15)
    painter.drawLine(QLineF(_at(box, 0.5, 0.08), _at(box, 0.5, 0.92)))
    painter.drawPolyline(QPolygonF([_at(box, 0.14, 0.54), _at(box, 0.5, 0.92), _at(box, 0.86, 0.54)]))


def _wheelchair(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(_at(box, 0.4, 0.06), box.width() * 0.12, box.width() * 0.12)
    _stroke(painter, box, ink, 0.12)
    back_and_leg = [(0.4, 0.26), (0.42, 0.6), (0.74, 0.6), (0.9, 0.96)]
    painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in back_and_leg]))
    wheel = QRectF(_at(box, 0.08, 0.38), _at(box, 0.7, 1.0))
    painter.drawArc(wheel, 120 * 16, 250 * 16)


def _person(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(_at(box, 0.5, 0.2), box.width() * 0.2, box.width() * 0.2)
    painter.drawChord(QRectF(_at(box, 0.1, 0.5), _at(box, 0.9, 1.5)), 0, 180 * 16)


_GLYPHS: dict[tuple[SeatLook, SeatKind], Glyph] = {
    (SeatLook.FREE, SeatKind.ACCESSIBLE): _wheelchair,
    (SeatLook.FREE, SeatKind.COMPANION): _person,
    (SeatLook.IN_CART, SeatKind.ORDINARY): _check,
    (SeatLook.HELD, SeatKind.ORDINARY): _clock,
    (SeatLook.SOLD, SeatKind.ORDINARY): _cross,
    (SeatLook.KILLED, SeatKind.ORDINARY): _dash,
    (SeatLook.ELSEWHERE, SeatKind.ORDINARY): _dot,
    (SeatLook.AT_HQ, SeatKind.ORDINARY): _arrow_down,
}
