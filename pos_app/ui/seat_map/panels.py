"""The shape of each section, computed from its seats: the ground on which seats are painted; bounds of the plan."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from pos_app.seat_plan import Indices, SeatPlan
from pos_app.ui.seat_map.camera import Bounds

Points = NDArray[np.float64]
"""[point, 2]"""

ROW_LETTER_IN_PITCHES = 1.1
_BESIDE_IN_PITCHES = 1.75
_BEFORE_IN_PITCHES = 0.95
_ROUNDED_IN_PITCHES = 1.0
_SMOOTHED_IN_PITCHES = 0.35
_SMOOTHING_PASSES = 8
_LEAST_FILLED = 0.5
_MOST_FILLED = 1.2
_HULL_DIRECTIONS = 16


@dataclass(frozen=True, slots=True)
class RowEnds:
    """The first and last seat of every row, and the unit vectors in which the row would continue."""

    first: Points
    last: Points
    before_first: Points
    after_last: Points


@dataclass(frozen=True, slots=True)
class SectionPanel:
    """The ground of a section."""

    name: str
    shape: QPainterPath
    bounds: Bounds
    middle_mm: tuple[float, float]
    seats_mm: Points = field(compare=False)

    def contains(self, x_mm: float, y_mm: float) -> bool:
        return self.shape.contains(QPointF(x_mm, y_mm))


def row_ends(plan: SeatPlan) -> RowEnds:
    """The ends of all rows, in the order of the plan."""
    _, starts, ends = _by_row(plan)
    seats = np.argsort(plan.row, kind="stable")
    at = _positions(plan, seats)
    first, last = at[starts], at[ends - 1]
    lone = np.array([1.0, 0.0])
    second, last_but_one = at[np.minimum(starts + 1, ends - 1)], at[np.maximum(ends - 2, starts)]
    return RowEnds(first, last, _unit(first - second, -lone), _unit(last - last_but_one, lone))


def section_panels(plan: SeatPlan) -> tuple[SectionPanel, ...]:
    """A panel for each section that has seats."""
    seats, starts, ends = _by_row(plan)
    at = _positions(plan, seats)
    edges = row_ends(plan)
    rows_of: dict[int, list[int]] = {}
    for index, row in enumerate(plan.rows):
        rows_of.setdefault(row.section, []).append(index)
    return tuple(
        _panel(plan, section, [at[starts[r] : ends[r]] for r in rows], _ends_of(edges, rows))
        for section, rows in rows_of.items()
    )


def plan_bounds(plan: SeatPlan, panels: tuple[SectionPanel, ...]) -> Bounds:
    """The rectangle around all sections and the stage."""
    parts = [panel.bounds for panel in panels]
    if plan.stage:
        left, top = plan.stage.left_mm, plan.stage.top_mm
        parts.append(Bounds(left, top, left + plan.stage.width_mm, top + plan.stage.height_mm))
    whole = parts[0] if parts else Bounds(0.0, 0.0, 1.0, 1.0)
    for part in parts:
        whole = whole.around(part)
    return whole


def _by_row(plan: SeatPlan) -> tuple[Indices, Indices, Indices]:
    """Seats sorted by row, and the start and end of each row in that order."""
    seats = np.argsort(plan.row, kind="stable")
    bounds = np.searchsorted(plan.row[seats], np.arange(len(plan.rows) + 1))
    return seats, bounds[:-1], bounds[1:]


def _positions(plan: SeatPlan, seats: Indices) -> Points:
    return np.column_stack((plan.x_mm[seats], plan.y_mm[seats])).astype(np.float64)


def _ends_of(ends: RowEnds, rows: list[int]) -> RowEnds:
    return RowEnds(ends.first[rows], ends.last[rows], ends.before_first[rows], ends.after_last[rows])


def _panel(plan: SeatPlan, section: int, rows: list[Points], ends: RowEnds) -> SectionPanel:
    pitch_mm = plan.pitch_mm
    seats = np.concatenate(rows)
    hull = _hull(seats, pitch_mm)
    around = _around_rows(rows, ends, pitch_mm)
    # Rows that are not lines, such as tables, give an outline that crosses itself: its area differs from the hull's.
    corners = around if _LEAST_FILLED < abs(_area(around)) / abs(_area(hull)) < _MOST_FILLED else hull
    low, high = corners.min(axis=0), corners.max(axis=0)
    middle = seats.mean(axis=0)
    return SectionPanel(
        plan.sections[section],
        _rounded(_simplified(corners, _SMOOTHED_IN_PITCHES * pitch_mm), _ROUNDED_IN_PITCHES * pitch_mm),
        Bounds(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        (float(middle[0]), float(middle[1])),
        seats,
    )


def _around_rows(rows: list[Points], ends: RowEnds, pitch_mm: float) -> Points:
    """An outline: along the first row, down the ends of the rows, back along the last row, up the other ends."""
    beside = _BESIDE_IN_PITCHES * pitch_mm
    left = ends.first + ends.before_first * beside
    right = ends.last + ends.after_last * beside
    front, back = _outward(rows, pitch_mm)
    corners = (
        left[:1] + front, rows[0] + front, right[:1] + front, right,
        right[-1:] + back, rows[-1][::-1] + back, left[-1:] + back, left[::-1],
    )  # fmt: skip
    return np.concatenate(corners)


def _outward(rows: list[Points], pitch_mm: float) -> tuple[Points, Points]:
    """Vectors that point out of the section, from its first row and from its last."""
    first, last = rows[0], rows[-1]
    along = _unit(first[-1:] - first[:1], np.array([1.0, 0.0]))[0]
    across = np.array([along[1], -along[0]])
    if len(rows) == 1:
        front, back = across, -across
    else:
        front = _unit((rows[0].mean(axis=0) - rows[1].mean(axis=0))[None], across)[0]
        back = _unit((last.mean(axis=0) - rows[-2].mean(axis=0))[None], -across)[0]
    reach = _BEFORE_IN_PITCHES * pitch_mm
    return front * reach, back * reach


def _hull(points: Points, pitch_mm: float) -> Points:
    """The outermost point in each of some directions, moved outward."""
    angles = np.linspace(0.0, 2 * np.pi, _HULL_DIRECTIONS, endpoint=False)
    directions = np.column_stack((np.cos(angles), np.sin(angles)))
    outermost = (points @ directions.T).argmax(axis=0)
    corners: Points = points[outermost] + directions * _BESIDE_IN_PITCHES * pitch_mm
    return corners


def _area(corners: Points) -> float:
    x, y = corners[:, 0], corners[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _unit(vectors: Points, otherwise: Points) -> Points:
    length = np.hypot(vectors[:, 0], vectors[:, 1])[:, None]
    units: Points = np.where(length > 0, vectors / np.where(length > 0, length, 1.0), otherwise)
    return units


def _simplified(corners: Points, tolerance: float) -> Points:
    """The outline without corners that hardly turn. A pass drops every other one, so that its neighbours stay."""
    for _ in range(_SMOOTHING_PASSES):
        chord = np.roll(corners, -1, axis=0) - np.roll(corners, 1, axis=0)
        away = corners - np.roll(corners, 1, axis=0)
        length = np.hypot(chord[:, 0], chord[:, 1])
        off = abs(chord[:, 0] * away[:, 1] - chord[:, 1] * away[:, 0]) / np.where(length > 0, length, 1.0)
        spare = (off < tolerance) & (np.arange(len(corners)) % 2 == 1)
        if not spare.any():
            break
        corners = corners[~spare]
    return corners


def _rounded(corners: Points, radius: float) -> QPainterPath:
    path = QPainterPath()
    before = np.roll(corners, 1, axis=0) - corners
    after = np.roll(corners, -1, axis=0) - corners
    enter = corners + _shortened(before, radius)
    leave = corners + _shortened(after, radius)
    for i, ((x, y), (to_x, to_y), (from_x, from_y)) in enumerate(
        zip(corners.tolist(), enter.tolist(), leave.tolist(), strict=True)
    ):
        if i == 0:
            path.moveTo(QPointF(to_x, to_y))
        else:
            path.lineTo(QPointF(to_x, to_y))
        path.quadTo(QPointF(x, y), QPointF(from_x, from_y))
    path.closeSubpath()
    return path


def _shortened(vectors: Points, longest: float) -> Points:
    """Half of each vector, but no longer than that."""
    length = np.hypot(vectors[:, 0], vectors[:, 1])[:, None]
    shorter: Points = vectors * np.minimum(0.5, longest / np.where(length > 0, length, 1.0))
    return shorter
