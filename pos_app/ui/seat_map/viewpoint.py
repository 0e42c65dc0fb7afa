"""The state of the map: plan, states, camera and cursor, with the operations that change them."""

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QImage

from pos_app.seat_plan import Indices, SeatLook, SeatPlan, States
from pos_app.ui.seat_map.camera import Bounds, Camera, World, fitted
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.jump import Typed
from pos_app.ui.seat_map.neighbours import Direction, nearest_seat, next_seat
from pos_app.ui.seat_map.seat_names import SeatNames
from pos_app.ui.seat_map.shown_plan import ShownPlan, prepare_plan

KEY_ZOOM = 1.35
_READABLE_SEAT_PX = 22.0


class Viewpoint:
    """One plan in one viewport."""

    def __init__(self, plan: SeatPlan, states: States, colours: SeatColours, font: QFont) -> None:
        self.colours = colours
        self.states = states.copy()
        self.shown: ShownPlan = prepare_plan(plan, colours, font)
        self.shown.canvas.put_states(self.states)
        self.cursor: int | None = None
        self.typed = Typed()
        self.names_a_seat = True
        """False after a text that names no seat: then the seat of the cursor is not the one that was meant."""
        self._names: SeatNames | None = None
        self.world: World = self.shown.world(1, 1)
        self.camera: Camera = fitted(self.world)
        self._fits = True

    @property
    def plan(self) -> SeatPlan:
        return self.shown.plan

    def resize(self, width_px: int, height_px: int) -> None:
        """Change the viewport. Its middle stays on the same point, and a plan that was fitted is fitted again."""
        middle = self.camera.to_plan(self.world.width_px / 2, self.world.height_px / 2)
        self.world = self.shown.world(max(width_px, 1), max(height_px, 1))
        self.shown.canvas.resize(self.world.width_px, self.world.height_px)
        if self._fits:
            self.camera = fitted(self.world)
            return
        scale = max(self.camera.scale, self.world.smallest_scale)
        left = round(middle[0] * scale - self.world.width_px / 2)
        top = round(middle[1] * scale - self.world.height_px / 2)
        self.camera = Camera(scale, left, top).panned(0, 0, self.world)

    def copy_position(self, other: "Viewpoint") -> None:
        """Take the camera and the cursor of another viewpoint on the same plan."""
        self.camera, self.cursor = other.camera, other.cursor
        self._fits = other.camera == fitted(other.world)

    def drawn(self) -> QImage:
        """The picture of the viewport, with its padding."""
        self.shown.canvas.show(self.camera)
        return self.shown.canvas.image

    def put_states(self, seats: Indices, looks: States) -> QRect:
        """Set the states of some seats; returns the part of the viewport that changed."""
        self.states[seats] = looks
        return self.shown.canvas.put_changes(seats, looks)

    def put_all_states(self, states: States) -> None:
        """Set the states of all seats."""
        self.states[:] = states
        self.shown.canvas.put_states(self.states)

    def fit(self) -> None:
        self.camera = fitted(self.world)
        self._fits = True

    def zoom(self, factor: float, at_px: tuple[float, float] | None = None) -> None:
        """Zoom in or out, around a point, or else around the cursor seat, or else around the middle."""
        self.camera = self.camera.zoomed(factor, at_px or self._centre_of_interest(), self.world)
        self._fits = self.camera.scale <= self.world.smallest_scale

    def pan(self, dx_px: int, dy_px: int) -> None:
        self.camera = self.camera.panned(dx_px, dy_px, self.world)

    def approach(self, part: Bounds) -> None:
        """Show a part of the plan as large as the viewport allows."""
        self.camera = fitted(self.world, part)
        self._fits = False

    def point_at(self, seat: int | None) -> None:
        """Put the cursor on a seat and bring it into sight."""
        self.cursor = seat
        self.names_a_seat = True
        if seat is not None:
            at = float(self.plan.x_mm[seat]), float(self.plan.y_mm[seat])
            self.camera = self.camera.showing(*at, self.world)

    def step(self, direction: Direction) -> int | None:
        """The seat that an arrow key leads to; without a cursor, the seat in the middle of the viewport."""
        if self.cursor is not None:
            return next_seat(self.plan, self.cursor, direction)
        middle = self.camera.to_plan(self.world.width_px / 2, self.world.height_px / 2)
        return nearest_seat(self.plan, *middle)

    @property
    def names(self) -> SeatNames:
        """The names of the seats, made when somebody first types."""
        self._names = self._names or SeatNames(self.plan)
        return self._names

    def type(self, character: str, at_ms: int) -> int | None:
        """The seat that the text typed so far names; None when it names none."""
        return self._typed(self.typed.then(character, at_ms, self.cursor, self.names))

    def erase(self, at_ms: int) -> int | None:
        """The seat that the typed text names without its last character."""
        return self._typed(self.typed.shorter(at_ms)) if self.typed.goes_on(at_ms) else None

    def stop_typing(self) -> None:
        """The cursor is moved in another way: the next character begins a new text."""
        self.typed = Typed()
        self.names_a_seat = True

    def _typed(self, typed: Typed) -> int | None:
        self.typed = typed
        seat = self.names.seat(typed.text, typed.origin)
        self.names_a_seat = seat is not None or not typed.text
        return seat

    def make_readable(self) -> None:
        """Zoom in until the number of the cursor seat is readable."""
        seat_px = self.plan.seat_mm * self.camera.scale
        if seat_px < _READABLE_SEAT_PX and self.cursor is not None:
            self.zoom(_READABLE_SEAT_PX / seat_px)
            self.point_at(self.cursor)

    def look_of(self, seat: int) -> SeatLook:
        return SeatLook(int(self.states[seat]))

    def seat_at(self, x_px: float, y_px: float) -> int | None:
        """The seat at a point of the viewport; None where seats are too small to point at."""
        if self.shown.is_overview(self.camera):
            return None
        return self.shown.seat_at(x_px, y_px, self.camera)

    def _centre_of_interest(self) -> tuple[float, float]:
        middle = self.world.width_px / 2, self.world.height_px / 2
        if self.cursor is None:
            return middle
        x, y = self.camera.to_screen(float(self.plan.x_mm[self.cursor]), float(self.plan.y_mm[self.cursor]))
        return (x, y) if 0 <= x <= self.world.width_px and 0 <= y <= self.world.height_px else middle


def as_indices(seats: object) -> Indices:
    """Seats as an array of numpy's index type."""
    return np.asarray(seats, dtype=np.intp)


def as_states(looks: object) -> States:
    """States as an array of the type that the canvas uses."""
    return np.asarray(looks, dtype=np.uint8)
