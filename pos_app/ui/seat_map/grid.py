"""A uniform grid over the plan: the seats in a rectangle, and the seat under a point.

Seats are sorted by cell, so that the seats of adjacent cells of a row are one slice. A seat's *place* is its position
in that order. Arrays used for drawing are indexed by place, so that neighbours on the screen are close in memory.
"""

import math
from dataclasses import dataclass

import numpy as np

from pos_app.seat_plan import Floats, Indices, SeatPlan
from pos_app.ui.seat_map.camera import Bounds

_CELL_IN_SEATS = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Seats sorted into square cells, stored as compressed sparse rows."""

    seats: Indices
    """Seats by place."""
    places: Indices
    """Places by seat."""
    starts: Indices
    """The first place of each cell, in row-major order, and at the end the number of seats."""
    x_mm: Floats
    y_mm: Floats
    left: float
    top: float
    cell_mm: float
    columns: int
    rows: int

    def visible(self, part: Bounds) -> Indices:
        """Places of all seats with their centre in this part of the plan, and of others in the same cells."""
        first_column, last_column = self._span(part.left, part.right, self.left, self.columns)
        first_row, last_row = self._span(part.top, part.bottom, self.top, self.rows)
        if first_column > last_column or first_row > last_row:
            return np.empty(0, dtype=np.intp)
        if last_column - first_column + 1 == self.columns:
            low = self.starts[first_row * self.columns]
            return np.arange(low, self.starts[(last_row + 1) * self.columns], dtype=np.intp)
        runs = [
            np.arange(self.starts[row + first_column], self.starts[row + last_column + 1], dtype=np.intp)
            for row in range(first_row * self.columns, (last_row + 1) * self.columns, self.columns)
        ]
        return np.concatenate(runs)

    def seat_at(self, x_mm: float, y_mm: float, reach_mm: float) -> int | None:
        """The nearest seat whose square (centre ± reach) contains the point; of equally near ones the first."""
        part = Bounds(x_mm - reach_mm, y_mm - reach_mm, x_mm + reach_mm, y_mm + reach_mm)
        near = self.visible(part)
        if not len(near):
            return None
        away = np.maximum(abs(self.x_mm[near] - np.float32(x_mm)), abs(self.y_mm[near] - np.float32(y_mm)))
        nearest = away.min()
        if nearest > np.float32(reach_mm):
            return None
        return int(self.seats[near[away == nearest]].min())

    def _span(self, low: float, high: float, origin: float, count: int) -> tuple[int, int]:
        """The first and last cell between two coordinates. The slack absorbs float32 rounding."""
        slack = 1e-2 * self.cell_mm
        first = math.floor((low - slack - origin) / self.cell_mm)
        last = math.floor((high + slack - origin) / self.cell_mm)
        return max(first, 0), min(last, count - 1)


def build_grid(plan: SeatPlan) -> Grid:
    """Sort the seats of a plan into cells."""
    if not len(plan):
        none = np.empty(0, dtype=np.intp)
        return Grid(none, none, np.zeros(2, dtype=np.intp), plan.x_mm, plan.y_mm, 0.0, 0.0, 1.0, 1, 1)
    left, top = float(plan.x_mm.min()), float(plan.y_mm.min())
    width, height = float(plan.x_mm.max()) - left, float(plan.y_mm.max()) - top
    # Bounds the number of cells when a few seats are far apart.
    most_cells_mm = math.sqrt(width * height / (4 * len(plan)) + 1)
    cell_mm = max(_CELL_IN_SEATS * plan.seat_mm, most_cells_mm, max(width, height) / 4096)
    columns, rows = int(width // cell_mm) + 1, int(height // cell_mm) + 1
    column = np.minimum(((plan.x_mm - left) / cell_mm).astype(np.intp), columns - 1)
    row = np.minimum(((plan.y_mm - top) / cell_mm).astype(np.intp), rows - 1)
    cell = row * columns + column
    seats = np.argsort(cell, kind="stable")
    places = np.empty_like(seats)
    places[seats] = np.arange(len(seats))
    starts = np.zeros(columns * rows + 1, dtype=np.intp)
    np.cumsum(np.bincount(cell, minlength=columns * rows), out=starts[1:])
    return Grid(seats, places, starts, plan.x_mm[seats], plan.y_mm[seats], left, top, cell_mm, columns, rows)
