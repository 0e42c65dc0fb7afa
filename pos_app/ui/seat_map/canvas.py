"""The picture of a plan in a buffer that is kept between frames: a change paints only the seats that it concerns.

The buffer is padded on each side of the viewport, so that a seat that the edge cuts needs no clipping.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from pos_app.seat_plan import Indices, SeatPlan, States
from pos_app.ui.seat_map.backdrop import Backdrop
from pos_app.ui.seat_map.camera import Bounds, Camera
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.faces import face_indices, free_faces
from pos_app.ui.seat_map.grid import Grid
from pos_app.ui.seat_map.panels import ROW_LETTER_IN_PITCHES, RowEnds, row_ends
from pos_app.ui.seat_map.sprites import Lines, Sprites, SpriteShelf, row_letters, seat_size

PADDING_PX = 64
ROW_LETTERS_FROM_PX = 12


@dataclass(frozen=True, slots=True, eq=False)
class PlacedSeats:
    """The face and the number of each seat, by place (see `grid`). `free` are the faces of free seats."""

    free: Indices
    faces: Indices
    numbers: Indices


class Canvas:
    """Draws a plan and its states for a camera into `image`, where the viewport begins at PADDING_PX."""

    def __init__(self, plan: SeatPlan, grid: Grid, backdrop: Backdrop, colours: SeatColours) -> None:
        self._plan = plan
        self._grid = grid
        self._backdrop = backdrop
        self._colours = colours
        self._zones = len(colours.zones)
        free = free_faces(plan, self._zones)[grid.seats]
        self._placed = PlacedSeats(free, free.copy(), plan.number[grid.seats])
        self._shelf = SpriteShelf(colours, plan.numbers)
        self._letters = _RowLetters(plan, colours)
        self._camera: Camera | None = None
        self.resize(1, 1)

    def resize(self, width_px: int, height_px: int) -> None:
        """Allocate the buffer for another viewport; `show` draws into it."""
        self.width_px, self.height_px = width_px, height_px
        self._stride = width_px + 2 * PADDING_PX
        self._buffer = np.zeros((height_px + 2 * PADDING_PX) * self._stride, dtype=np.uint32)
        self.image = QImage(
            self._buffer.data,
            self._stride,
            height_px + 2 * PADDING_PX,
            self._stride * 4,
            QImage.Format.Format_RGB32,
        )
        self._ground: NDArray[np.uint32] | None = None
        self._camera = None

    def pixels(self) -> NDArray[np.uint32]:
        """A copy of the pixels of the viewport."""
        whole = self._buffer.reshape(-1, self._stride)
        return whole[PADDING_PX:-PADDING_PX, PADDING_PX:-PADDING_PX].copy()

    def put_states(self, states: States) -> None:
        """Set the states of all seats and draw everything again."""
        faces = face_indices(self._placed.free, states[self._grid.seats], self._zones)
        self._placed.faces[:] = faces
        if self._camera is not None:
            self.repaint(self._camera)

    def put_changes(self, seats: Indices, states: States) -> QRect:
        """Set and stamp the states of some seats; returns the changed part of the viewport."""
        places = self._grid.places[seats]
        self._placed.faces[places] = face_indices(self._placed.free[places], states, self._zones)
        if self._camera is None:
            return QRect()
        return self._stamp_seats(places, self._camera)

    def show(self, camera: Camera) -> None:
        """Draw for this camera. A pan moves the pixels and draws only the strips that came into sight."""
        before = self._camera
        if before == camera:
            return
        if before is None or before.scale != camera.scale:
            self.repaint(camera)
            return
        dx, dy = before.left_px - camera.left_px, before.top_px - camera.top_px
        if abs(dx) >= self.width_px or abs(dy) >= self.height_px:
            self.repaint(camera)
            return
        self._camera = camera
        self._ground = None
        self._move(dy * self._stride + dx)
        for strip in _came_into_sight(self.width_px, self.height_px, dx, dy):
            self._paint_part(camera, strip)

    def repaint(self, camera: Camera) -> None:
        """Draw everything."""
        same_view = camera == self._camera
        self._camera = camera
        if same_view and self._ground is not None:
            self._buffer[:] = self._ground
        else:
            self._backdrop.paint(self.image, PADDING_PX, camera, self._viewport())
            # The backdrop is kept from the second painting of a view on: while a view moves, a copy is never used.
            self._ground = self._buffer.copy() if same_view else None
        self._stamp_part(camera, self._viewport())

    def _viewport(self) -> QRect:
        return QRect(0, 0, self.width_px, self.height_px)

    def _move(self, by: int) -> None:
        """Shift all pixels. Pixels that wrap around land in the padding or in a strip that is drawn next."""
        if by > 0:
            self._buffer[by:] = self._buffer[:-by]
        elif by < 0:
            self._buffer[:by] = self._buffer[-by:]

    def _paint_part(self, camera: Camera, part: QRect) -> None:
        self._backdrop.paint(self.image, PADDING_PX, camera, part)
        self._stamp_part(camera, part)

    def _stamp_part(self, camera: Camera, part: QRect) -> None:
        reach = 1 + camera.scale * self._plan.pitch_mm * 2
        left, top = camera.to_plan(part.left() - reach, part.top() - reach)
        right, bottom = camera.to_plan(part.right() + 1 + reach, part.bottom() + 1 + reach)
        bounds = Bounds(left, top, right, bottom)
        self._stamp_seats(self._grid.visible(bounds), camera)
        self._stamp_letters(bounds, camera)

    def _stamp_seats(self, places: Indices, camera: Camera) -> QRect:
        sprites = self._sprites(camera)
        size, phases = sprites.size, sprites.phases
        half = np.float32(size.side_px / 2)
        x = _corner(self._grid.x_mm[places], camera.scale, half, phases)
        y = _corner(self._grid.y_mm[places], camera.scale, half, phases)
        picked = sprites.pick(self._placed.faces[places], self._placed.numbers[places])
        if phases > 1:
            picked = (picked * phases + (y & 1)) * phases + (x & 1)
            x, y = x >> 1, y >> 1
        return self._stamp(sprites.lines, picked, x - camera.left_px, y - camera.top_px)

    def _stamp_letters(self, bounds: Bounds, camera: Camera) -> None:
        size = self._sprites(camera).size
        if size.side_px < ROW_LETTERS_FROM_PX:
            return
        which = self._letters.visible(bounds)
        half = np.float32(size.side_px / 2)
        x = _corner(self._letters.x_mm[which], camera.scale, half, 1) - camera.left_px
        y = _corner(self._letters.y_mm[which], camera.scale, half, 1) - camera.top_px
        self._stamp(self._letters.lines(size.cell_px), self._letters.label[which], x, y)

    def _sprites(self, camera: Camera) -> Sprites:
        plan = self._plan
        return self._shelf.of(seat_size(plan.seat_mm * camera.scale, plan.pitch_mm * camera.scale))

    def _stamp(self, lines: Lines, picked: Indices, x: Indices, y: Indices) -> QRect:
        """Copy sprites to their corners; corners outside the padded buffer are left out."""
        cell = len(lines)
        inside = (x > -cell) & (x < self.width_px) & (y > -cell) & (y < self.height_px)
        if not inside.all():
            picked, x, y = picked[inside], x[inside], y[inside]
        if not len(x):
            return QRect()
        corner = (y + PADDING_PX) * self._stride + (x + PADDING_PX)
        for dy, line in enumerate(lines):
            start = self._buffer[dy * self._stride :]
            # An item is a line of a sprite, and the view has one at every pixel: they overlap, and are only written.
            items = np.ndarray((len(start) - cell + 1,), line.dtype, start.data, strides=(4,))
            items[corner] = line.take(picked)
        left, top = int(x.min()), int(y.min())
        return QRect(left, top, int(x.max()) + cell - left, int(y.max()) + cell - top)


class _RowLetters:
    """The label of each row at both of its ends."""

    def __init__(self, plan: SeatPlan, colours: SeatColours) -> None:
        ends: RowEnds = row_ends(plan)
        out = ROW_LETTER_IN_PITCHES * plan.pitch_mm
        at = np.concatenate((ends.first + ends.before_first * out, ends.last + ends.after_last * out))
        self.x_mm, self.y_mm = at[:, 0].astype(np.float32), at[:, 1].astype(np.float32)
        codes: dict[str, int] = {}
        own = [codes.setdefault(row.label, len(codes)) for row in plan.rows]
        self.label = np.array([*own, *own], dtype=np.intp)
        self._labels = tuple(codes)
        self._colours = colours
        self._by_size: dict[int, Lines] = {}

    def visible(self, part: Bounds) -> Indices:
        x, y = self.x_mm, self.y_mm
        return np.flatnonzero((x > part.left) & (x < part.right) & (y > part.top) & (y < part.bottom))

    def lines(self, cell_px: int) -> Lines:
        if cell_px not in self._by_size:
            self._by_size[cell_px] = row_letters(cell_px, self._labels, self._colours)
        return self._by_size[cell_px]


def _corner(at_mm: NDArray[np.float32], scale: float, half: np.float32, phases: int) -> Indices:
    """The left (or upper) pixel of a square around each point, in units of 1 / `phases` pixel."""
    corner = at_mm * np.float32(scale) - half
    pixel: Indices = np.floor(corner * np.float32(phases) + np.float32(0.5)).astype(np.intp)
    return pixel


def _came_into_sight(width: int, height: int, dx: int, dy: int) -> list[QRect]:
    """The strips of a viewport that a move of its content uncovered."""
    strips = []
    if dx:
        strips.append(QRect(0 if dx > 0 else width + dx, 0, abs(dx), height))
    if dy:
        strips.append(QRect(0, 0 if dy > 0 else height + dy, width, abs(dy)))
    return strips
