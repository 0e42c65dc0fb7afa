"""Which part of the plan a viewport shows: scale and position as an immutable value."""

import math
from dataclasses import dataclass

LARGEST_SEAT_PX = 64.0
MARGIN_PX = 28


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle of the plan in millimetres."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: "Bounds") -> "Bounds":
        """The smallest rectangle that holds both."""
        return Bounds(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class World:
    """What is constant while a viewport shows a plan: its bounds, the side of a seat, the size of the viewport."""

    bounds: Bounds
    seat_mm: float
    width_px: int
    height_px: int

    @property
    def smallest_scale(self) -> float:
        """The scale at which the whole plan just fits, in pixels a millimetre."""
        room_x = max(self.width_px - 2 * MARGIN_PX, 16)
        room_y = max(self.height_px - 2 * MARGIN_PX, 16)
        width = max(self.bounds.right - self.bounds.left, self.seat_mm)
        height = max(self.bounds.bottom - self.bounds.top, self.seat_mm)
        return min(room_x / width, room_y / height, self.largest_scale)

    @property
    def largest_scale(self) -> float:
        return LARGEST_SEAT_PX / self.seat_mm


@dataclass(frozen=True, slots=True)
class Camera:
    """A point of the plan is at `x_mm * scale - left_px` on the screen.

    The offsets are whole pixels, so that a pan can move pixels instead of painting again.
    """

    scale: float
    left_px: int
    top_px: int

    def to_screen(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        return x_mm * self.scale - self.left_px, y_mm * self.scale - self.top_px

    def to_plan(self, x_px: float, y_px: float) -> tuple[float, float]:
        return (x_px + self.left_px) / self.scale, (y_px + self.top_px) / self.scale

    def panned(self, dx_px: int, dy_px: int, world: World) -> "Camera":
        """The plan moved by so many pixels, within the limits of `_kept_in_sight`."""
        return _kept_in_sight(Camera(self.scale, self.left_px - dx_px, self.top_px - dy_px), world)

    def zoomed(self, factor: float, at_px: tuple[float, float], world: World) -> "Camera":
        """Larger or smaller, around the point at `at_px`."""
        x_mm, y_mm = self.to_plan(*at_px)
        scale = min(max(self.scale * factor, world.smallest_scale), world.largest_scale)
        left, top = round(x_mm * scale - at_px[0]), round(y_mm * scale - at_px[1])
        return _kept_in_sight(Camera(scale, left, top), world)

    def showing(self, x_mm: float, y_mm: float, world: World) -> "Camera":
        """Panned as little as needed to have this point well inside the viewport."""
        x_px, y_px = self.to_screen(x_mm, y_mm)
        inset_x = min(3 * MARGIN_PX, world.width_px // 3)
        inset_y = min(3 * MARGIN_PX, world.height_px // 3)
        dx = min(max(x_px, inset_x), world.width_px - inset_x) - x_px
        dy = min(max(y_px, inset_y), world.height_px - inset_y) - y_px
        return self.panned(round(dx), round(dy), world)


def fitted(world: World, part: Bounds | None = None) -> Camera:
    """The whole plan, or a part of it, centred and as large as the viewport allows."""
    wanted = part or world.bounds
    room = World(wanted, world.seat_mm, world.width_px, world.height_px)
    scale = max(room.smallest_scale, world.smallest_scale)
    left = (wanted.left + wanted.right) / 2 * scale - world.width_px / 2
    top = (wanted.top + wanted.bottom) / 2 * scale - world.height_px / 2
    return _kept_in_sight(Camera(scale, round(left), round(top)), world)


def _kept_in_sight(camera: Camera, world: World) -> Camera:
    """Centre an axis on which the whole plan fits; on other axes show at most a margin beyond the plan."""
    bounds, scale = world.bounds, camera.scale
    left = _kept(camera.left_px, bounds.left * scale, bounds.right * scale, world.width_px)
    top = _kept(camera.top_px, bounds.top * scale, bounds.bottom * scale, world.height_px)
    return Camera(scale, left, top)


def _kept(position: int, low: float, high: float, room: int) -> int:
    if high - low <= room - 2 * MARGIN_PX + 1:
        return round((low + high - room) / 2)
    return min(max(position, math.floor(low) - MARGIN_PX), math.ceil(high) + MARGIN_PX - room)
