"""The half of the map that a pointer works: the cursor, clicks, drags, the wheel, tool tips."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.describe import seat_sentence
from pos_app.ui.seat_map.surface import PlanSurface
from pos_app.ui.seat_map.viewpoint import Viewpoint

_WHEEL_ZOOM = 1.2
_WHEEL_NOTCH = 120


class PointedPlan(PlanSurface):
    """Shows a plan with a cursor and emits the chosen seat. Seats are `SeatId` ordinals of the plan."""

    seat_chosen = Signal(int)
    cursor_moved = Signal(int)

    def __init__(self, colours: SeatColours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._pressed_at: QPointF | None = None
        self._dragged_to: QPoint | None = None
        self.setMouseTracking(True)

    def cursor_seat(self) -> int | None:
        return self._view.cursor if self._view else None

    def set_cursor(self, seat: int | None) -> None:
        """Put the cursor on a seat and bring it into sight; a changed cursor is announced and emitted."""
        view = self._view
        if view and seat is not None:
            view.names_a_seat = True
        if not view or seat == view.cursor:
            return
        before = view.camera
        self._update_ring(view.cursor)
        view.point_at(seat)
        self._update_ring(seat)
        if view.camera != before:
            self.update()
        if seat is not None:
            self._announce(view, seat)
            self.cursor_moved.emit(seat)

    def lead_to(self, seat: int | None) -> None:
        """Put the cursor on a seat, and zoom in from the overview so that its number is readable."""
        if seat is None or not self._view:
            return
        self.set_cursor(seat)
        if self._view.shown.is_overview(self._view.camera):
            self._view.make_readable()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self._dragged_to = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ignore the second click of a double click: it would release the seat that the first one chose."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            self._hover(event.position())
            return
        moved = event.position() - self._pressed_at
        if self._dragged_to is None and moved.manhattanLength() < QApplication.startDragDistance():
            return
        before = self._dragged_to or QPoint(0, 0)
        now = (moved * self.devicePixelRatioF()).toPoint()
        self._dragged_to = now
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.pan(now.x() - before.x(), now.y() - before.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed_at, self._dragged_to
        self._pressed_at = self._dragged_to = None
        self.unsetCursor()
        if pressed is not None and dragged is None and event.button() is Qt.MouseButton.LeftButton:
            self._click(self._to_px(pressed))

    def _click(self, at_px: tuple[float, float]) -> None:
        view = self._view
        if not view:
            return
        seat = view.seat_at(*at_px)
        if seat is not None:
            view.stop_typing()
            self.set_cursor(seat)
            self.seat_chosen.emit(seat)
        elif view.shown.is_overview(view.camera) and (panel := view.shown.section_at(*at_px, view.camera)):
            view.approach(panel.bounds)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_WHEEL_ZOOM ** (event.angleDelta().y() / _WHEEL_NOTCH), self._to_px(event.position()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._view:
            seat = self._view.seat_at(*self._to_px(QPointF(event.pos())))
            sentence = "" if seat is None else seat_sentence(self._view.plan, seat, self._view.look_of(seat))
            QToolTip.showText(event.globalPos(), sentence, self)
            return True
        return super().event(event)

    def _hover(self, at: QPointF | None) -> None:
        seat = self._view.seat_at(*self._to_px(at)) if self._view and at is not None else None
        if seat != self._hovered:
            self._update_ring(self._hovered)
            self._hovered = seat
            self._update_ring(seat)

    def _announce(self, view: Viewpoint, seat: int) -> None:
        sentence = seat_sentence(view.plan, seat, view.look_of(seat))
        self.setAccessibleDescription(sentence)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
