"""Seats painted once for each size, and stored as lines of pixels that are copied into the canvas.

`lines[dy][sprite]` is one line of a sprite as an opaque item of `4 * cell_px` bytes: numpy copies such items several
times faster than single pixels.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from domain.catalogue.catalog import SeatKind
from pos_app.seat_plan import Indices, SeatLook
from pos_app.ui.seat_map.colours import SeatColours
from pos_app.ui.seat_map.faces import Face, all_faces, overview_colour
from pos_app.ui.seat_map.glyphs import NUMBER_FROM_PX, paint_number, paint_seat

Pixels = NDArray[np.uint32]
Lines = list[NDArray[np.void]]

GLYPHS_FROM_PX = 8
"""Below this size a seat is a blot, whose shape still shows its state."""
_MOST_NUMBERED = 4096

# Width and height of a blot as fractions of a seat.
_BLOT = {
    SeatLook.FREE: (1.0, 1.0),
    SeatLook.IN_CART: (1.25, 1.25),
    SeatLook.HELD: (0.5, 1.0),
    SeatLook.SOLD: (0.62, 0.62),
    SeatLook.KILLED: (1.0, 0.4),
    SeatLook.ELSEWHERE: (0.4, 0.4),
    SeatLook.AT_HQ: (0.8, 0.6),
}
_ACCESSIBLE_BLOT = (1.15, 1.15)


@dataclass(frozen=True, slots=True)
class SeatSize:
    """The drawn size of seats at a scale: whole pixels from GLYPHS_FROM_PX on, half pixels below."""

    cell_px: int
    side_px: float

    @property
    def is_blot(self) -> bool:
        return self.side_px < GLYPHS_FROM_PX

    @property
    def has_numbers(self) -> bool:
        return self.side_px >= NUMBER_FROM_PX


def seat_size(seat_px: float, pitch_px: float) -> SeatSize:
    """The drawn size for seats of that side and distance.

    Squares of neighbours do not overlap. The corners of blots may overlap by half a pixel in slanted rows.
    """
    if round(seat_px) >= GLYPHS_FROM_PX:
        side = round(seat_px)
        return SeatSize(side, float(side))
    cell = max(1, math.floor(pitch_px))
    if cell == 1:
        return SeatSize(1, 1.0)
    return SeatSize(cell, min(math.ceil(seat_px * 2) / 2, cell - 0.5, GLYPHS_FROM_PX - 0.5))


def as_lines(pixels: Pixels) -> Lines:
    """Pixels [dy, sprite, dx] as lines."""
    return [as_items(np.ascontiguousarray(line)) for line in pixels]


def as_items(line: Pixels) -> NDArray[np.void]:
    """Pixels [sprite, dx] as one opaque item for each sprite; shares the memory."""
    item: Any = np.dtype((np.void, line.itemsize * line.shape[1]))  # numpy's stubs know no sized void
    items: NDArray[np.void] = line.view(item).reshape(line.shape[0])
    return items


class FaceSprites:
    """One sprite for each face, for sizes without numbers."""

    def __init__(self, size: SeatSize, colours: SeatColours) -> None:
        faces = all_faces(len(colours.zones))
        self.size = size
        self.phases = 1 if size.cell_px == 1 or not size.is_blot else 2
        if size.is_blot:
            self.lines = as_lines(_blots(size, faces, colours, self.phases))
        else:
            self.lines = as_lines(_painted(size.cell_px, [(face, "") for face in faces], colours))

    def pick(self, faces: Indices, numbers: Indices) -> Indices:
        return faces


class NumberedSprites:
    """One sprite for each pair of face and number, painted when a seat with it first comes into sight."""

    phases = 1

    def __init__(self, size: SeatSize, colours: SeatColours, numbers: tuple[str, ...]) -> None:
        self.size = size
        self._colours = colours
        self._numbers = numbers
        self._faces = all_faces(len(colours.zones))
        self._slot = np.full(len(self._faces) * len(numbers), -1, dtype=np.int32)
        self._used = 0
        # `empty` reserves addresses only: pages of memory that are never written cost nothing.
        self._pixels = np.empty((size.cell_px, _MOST_NUMBERED, size.cell_px), dtype=np.uint32)
        self.lines: Lines = [as_items(line) for line in self._pixels]

    def pick(self, faces: Indices, numbers: Indices) -> Indices:
        """The sprites of these seats; missing ones are painted."""
        pairs = faces * len(self._numbers) + numbers
        slots = self._slot[pairs]
        if len(slots) and slots.min() < 0:
            self._paint(np.unique(pairs[slots < 0]), pairs)
            slots = self._slot[pairs]
        picked: Indices = slots.astype(np.intp)
        return picked

    def _paint(self, missing: Indices, wanted: Indices) -> None:
        # Full: forget every sprite and paint those in sight again.
        if self._used + len(missing) > _MOST_NUMBERED:
            self._slot.fill(-1)
            self._used = 0
            missing = np.unique(wanted)
        named = [
            (self._faces[pair // len(self._numbers)], self._numbers[pair % len(self._numbers)])
            for pair in missing.tolist()
        ]
        end = self._used + len(missing)
        self._pixels[:, self._used : end] = _painted(self.size.cell_px, named, self._colours)
        self._slot[missing] = np.arange(self._used, end, dtype=np.int32)
        self._used = end


Sprites = FaceSprites | NumberedSprites


class SpriteShelf:
    """The sprites of every size used so far, for the numbers of one plan and one theme."""

    def __init__(self, colours: SeatColours, numbers: tuple[str, ...]) -> None:
        self._colours = colours
        self._numbers = numbers
        self._by_size: dict[SeatSize, Sprites] = {}

    def of(self, size: SeatSize) -> Sprites:
        if size not in self._by_size:
            numbered = size.has_numbers and bool(self._numbers)
            self._by_size[size] = (
                NumberedSprites(size, self._colours, self._numbers) if numbered else FaceSprites(size, self._colours)
            )
        return self._by_size[size]


def row_letters(cell_px: int, labels: tuple[str, ...], colours: SeatColours) -> Lines:
    """Sprites of row labels, on the ground of a section."""

    def paint(painter: QPainter, box: QRectF, index: int) -> None:
        paint_number(painter, box, labels[index], QColor(colours.row_text))

    return as_lines(_strip(cell_px, len(labels), colours, paint))


def _painted(cell: int, named: list[tuple[Face, str]], colours: SeatColours) -> Pixels:
    def paint(painter: QPainter, box: QRectF, index: int) -> None:
        face, number = named[index]
        paint_seat(painter, box, face, colours, number)

    return _strip(cell, len(named), colours, paint)


def _strip(cell: int, count: int, colours: SeatColours, paint: Callable[[QPainter, QRectF, int], None]) -> Pixels:
    """Paint `count` cells side by side; returns pixels [dy, cell, dx]."""
    pixels = np.empty((cell, max(count, 1), cell), dtype=np.uint32)
    width = max(count, 1) * cell
    image = QImage(pixels.data, width, cell, width * 4, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.panel))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for index in range(count):
        box = QRectF(index * cell, 0, cell, cell)
        painter.setClipRect(box)  # a wide number must not reach into the cell beside it
        paint(painter, box, index)
    painter.end()
    return pixels


def _blots(size: SeatSize, faces: tuple[Face, ...], colours: SeatColours, phases: int) -> Pixels:
    """Antialiased rectangles at half-pixel phases: sprite `(face * phases + phase_y) * phases + phase_x`."""
    shapes = np.array([_blot_shape(face) for face in faces])
    across = _coverage(size, shapes[:, 0], phases)[:, None, :, None, :, None]
    down = _coverage(size, shapes[:, 1], phases)[:, :, None, :, None, None]
    ground = _rgb(colours.panel)
    inks = np.array([_rgb(overview_colour(face, colours)) for face in faces])[:, None, None, None, None, :]
    rgb = np.rint(ground + (inks - ground) * across * down).astype(np.uint32)
    packed: Pixels = (rgb << np.array([16, 8, 0], dtype=np.uint32)).sum(axis=-1, dtype=np.uint32)
    packed |= np.uint32(0xFF000000)
    return packed.reshape(-1, size.cell_px, size.cell_px).transpose(1, 0, 2)


def _blot_shape(face: Face) -> tuple[float, float]:
    if face.look is SeatLook.FREE and face.kind is SeatKind.ACCESSIBLE:
        return _ACCESSIBLE_BLOT
    return _BLOT[face.look]


def _coverage(size: SeatSize, parts: NDArray[np.float64], phases: int) -> NDArray[np.float64]:
    """The fraction of each pixel of a line that a blot covers: [blot, phase, pixel]."""
    middle = (np.arange(phases) / 2 + size.side_px / 2)[None, :, None]
    half = (size.side_px * parts / 2)[:, None, None]
    pixel = np.arange(size.cell_px)[None, None, :]
    covered = np.minimum(pixel + 1, middle + half) - np.maximum(pixel, middle - half)
    clipped: NDArray[np.float64] = np.clip(covered, 0.0, 1.0)
    return clipped


def _rgb(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)
