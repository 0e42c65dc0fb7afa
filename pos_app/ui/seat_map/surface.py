"""The painted half of the map: a plan, its states, the cursor and the section names on one opaque widget."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.seat_plan import Indices, SeatPlan, States
from pos_app.ui.seat_map.camera import Camera
from pos_app.ui.seat_map.canvas import PADDING_PX
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.overlay import paint_focus, paint_ring, ring_area, ring_box
from pos_app.ui.seat_map.viewpoint import KEY_ZOOM, Viewpoint, as_indices, as_states

_UPDATED_ONE_BY_ONE = 16


class PlanSurface(QWidget):
    """Draws up to 100,000 seats. Lengths are device pixels inside, and Qt's logical pixels in its events."""

    def __init__(self, colours: SeatColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._view: Viewpoint | None = None
        self._hovered: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)

    def camera(self) -> Camera:
        """The part of the plan that is in sight. A plan must be shown."""
        assert self._view is not None
        return self._view.camera

    def show_plan(self, plan: SeatPlan, states: States) -> None:
        """Show the whole plan of a performance."""
        self._hovered = None
        self._view = Viewpoint(plan, states, self._colours, self.font())
        self._resize_view()
        self.update()

    def show_colours(self, colours: SeatColours) -> None:
        """Use another theme; camera and cursor stay."""
        self._colours = colours
        if before := self._view:
            self._view = Viewpoint(before.plan, before.states, colours, self.font())
            self._resize_view()
            self._view.copy_position(before)
        self.update()

    def show_prices(self, plan: SeatPlan) -> None:
        """Show the same seats with other prices; states, camera and cursor stay."""
        if before := self._view:
            self._view = Viewpoint(plan, before.states, self._colours, self.font())
            self._resize_view()
            self._view.copy_position(before)
        self.update()

    def show_states(self, states: States) -> None:
        """Set the states of all seats, in the order of the plan."""
        if self._view:
            self._view.put_all_states(states)
            self.update()

    def set_states(self, seats: Indices | Sequence[int], looks: States | Sequence[int]) -> None:
        """Set the states of some seats. For a few seats only their own rectangles are painted again."""
        if not self._view or not len(seats):
            return
        indices, codes = as_indices(seats), as_states(looks)
        if len(indices) > _UPDATED_ONE_BY_ONE:
            self._view.put_states(indices, codes)
            self.update()
            return
        for i in range(len(indices)):
            self._update_px(QRectF(self._view.put_states(indices[i : i + 1], codes[i : i + 1])))

    def zoom_in(self) -> None:
        self.zoom(KEY_ZOOM)

    def zoom_out(self) -> None:
        self.zoom(1 / KEY_ZOOM)

    def zoom(self, factor: float, at_px: tuple[float, float] | None = None) -> None:
        """Zoom in or out, around a point of the viewport or else the cursor seat."""
        if self._view:
            self._view.zoom(factor, at_px)
            self.update()

    def pan(self, dx_px: int, dy_px: int) -> None:
        """Move the plan within its limits."""
        if self._view:
            self._view.pan(dx_px, dy_px)
            self.update()

    def fit(self) -> None:
        """Show the whole plan."""
        if self._view:
            self._view.fit()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._view:
            painter.fillRect(event.rect(), QColor(self._colours.background))
            return
        ratio = self.devicePixelRatioF()
        part = QRectF(event.rect().topLeft() * ratio, event.rect().size() * ratio).toAlignedRect()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(part, self._view.drawn(), part.translated(PADDING_PX, PADDING_PX))
        self._paint_over(painter, self._view, QRectF(part))

    def _paint_over(self, painter: QPainter, view: Viewpoint, part: QRectF) -> None:
        view.shown.names.paint(painter, view.camera, view.world, part)
        if self._hovered is not None and self._hovered != view.cursor:
            paint_ring(painter, ring_box(view.plan, self._hovered, view.camera), view.colours, thick=False)
        if view.cursor is not None:
            paint_ring(painter, ring_box(view.plan, view.cursor, view.camera), view.colours, thick=True)
        if self.hasFocus():
            paint_focus(painter, view.world, view.colours)

    def _resize_view(self) -> None:
        if self._view:
            size = self.size() * self.devicePixelRatioF()
            self._view.resize(size.width(), size.height())

    def _to_px(self, at: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return at.x() * ratio, at.y() * ratio

    def _update_px(self, part: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        if not part.isEmpty():
            self.update(QRectF(part.topLeft() / ratio, part.size() / ratio).toAlignedRect())

    def _update_ring(self, seat: int | None) -> None:
        if self._view and seat is not None:
            self._update_px(ring_area(self._view.plan, seat, self._view.camera))
