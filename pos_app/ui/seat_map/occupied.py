"""Where a plan has seats, row letters or a stage: what is written on the map must cover none of them."""

import math

import numpy as np
from numpy.typing import NDArray

from pos_app.seat_plan import Indices, SeatPlan
from pos_app.ui.seat_map.panels import ROW_LETTER_IN_PITCHES, row_ends

Floats = NDArray[np.float64]
Boxes = NDArray[np.float64]
"""[..., left top right bottom], in millimetres."""

_CELLS_IN_A_PITCH = 3.0
_MOST_CELLS = 1_000_000


class Occupied:
    """Counts the seats in rectangles in constant time, by a table of sums over small cells."""

    def __init__(self, plan: SeatPlan) -> None:
        self._half_mm = plan.seat_mm / 2
        self._stage = plan.stage
        ends, beside = row_ends(plan), ROW_LETTER_IN_PITCHES * plan.pitch_mm
        letters = np.concatenate((ends.first + ends.before_first * beside, ends.last + ends.after_last * beside))
        x: Floats = np.concatenate((plan.x_mm, letters[:, 0])).astype(np.float64)
        y: Floats = np.concatenate((plan.y_mm, letters[:, 1])).astype(np.float64)
        self._left, self._top = (float(side.min()) if len(side) else 0.0 for side in (x, y))
        width, height = (float(np.ptp(side)) if len(side) else 0.0 for side in (x, y))
        self._cell_mm = max(plan.pitch_mm / _CELLS_IN_A_PITCH, math.sqrt(width * height / _MOST_CELLS), 1.0)
        self._columns, self._rows = (int(side // self._cell_mm) + 1 for side in (width, height))
        column = ((x - self._left) / self._cell_mm).astype(np.intp)
        row = ((y - self._top) / self._cell_mm).astype(np.intp)
        cells = np.bincount(row * self._columns + column, minlength=self._rows * self._columns)
        self._sums = np.zeros((self._rows + 1, self._columns + 1), dtype=np.int32)
        self._sums[1:, 1:] = (
            cells.reshape(self._rows, self._columns).cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32)
        )

    def are_free(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Whether no seat, row letter or stage reaches into each rectangle. It may be wrong on the safe side."""
        left, top, right, bottom = (boxes[..., side] for side in range(4))
        first_column, last_column = self._span(left, right, self._left, self._columns)
        first_row, last_row = self._span(top, bottom, self._top, self._rows)
        sums = self._sums
        below = sums[last_row, last_column] - sums[last_row, first_column]
        above = sums[first_row, last_column] - sums[first_row, first_column]
        free: NDArray[np.bool_] = below == above
        if stage := self._stage:
            across = (left < stage.left_mm + stage.width_mm) & (right > stage.left_mm)
            free &= ~(across & (top < stage.top_mm + stage.height_mm) & (bottom > stage.top_mm))
        return free

    def _span(self, low: Floats, high: Floats, origin: float, count: int) -> tuple[Indices, Indices]:
        """The first cells that hold a centre whose seat reaches into a rectangle, and those behind the last."""
        first = np.floor((low - self._half_mm - origin) / self._cell_mm).clip(0, count).astype(np.intp)
        last = np.floor((high + self._half_mm - origin) / self._cell_mm + 1).clip(0, count).astype(np.intp)
        return first, np.maximum(first, last)
