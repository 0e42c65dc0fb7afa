"""The path of each reference through the picture: the cheapest path on the grid that enters no box."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from sqlalchemy import Table

from scripts.schema.columns import Reference
from scripts.schema.layout import PAGE_MARGIN, PAGE_WIDTH, PANEL_HEAD, TEXT_LEFT, Box, Panel

Cell = tuple[int, int]
Step = tuple[int, int]
Heading = tuple[Cell, Step]

LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)

NEW_CELL, SAME_TARGET, TURN, CROSSING, BESIDE_LINE, BESIDE_BOX = 2, 1, 12, 12, 60, 8
"""Costs of a cell. Lines to the same key share cells at a discount; other lines should only cross."""


@dataclass(frozen=True, slots=True)
class Line:
    """A reference as drawn: the corners from the column to the key that it refers to."""

    reference: Reference
    corners: tuple[Cell, ...]


@dataclass(slots=True)
class _Map:
    """The grid with boxes, titles, and the lines drawn so far."""

    bottom: int
    closed: set[Cell] = field(default_factory=set)
    narrow: set[Cell] = field(default_factory=set)
    drawn: dict[Cell, set[tuple[Table, bool]]] = field(default_factory=lambda: defaultdict(set))
    """The targets of the lines through a cell, and whether each is horizontal there."""

    def cost(self, cell: Cell, step: Step, target: Table) -> int:
        """The cost of entering a cell by a step, on the path to a target."""
        level = step[1] == 0
        cost = BESIDE_BOX if cell in self.narrow else 0
        others = [direction for to, direction in self.drawn.get(cell, ()) if to is not target]
        cost += sum(BESIDE_LINE if direction == level else CROSSING for direction in others)
        shared = any(to is target for to, _ in self.drawn.get(cell, ()))
        return cost + (SAME_TARGET if shared else NEW_CELL)

    def is_open(self, cell: Cell) -> bool:
        x, y = cell
        return PAGE_MARGIN < x < PAGE_WIDTH - PAGE_MARGIN and 0 < y < self.bottom and cell not in self.closed


def lines(panels: list[Panel], references: list[Reference]) -> list[Line]:
    """A line for each reference, the shortest drawn first."""
    boxes = {box.table: box for panel in panels for box in panel.boxes}
    grid = _grid(panels)
    drawn = []
    for reference in sorted(references, key=lambda key: _distance(boxes[key.table], boxes[key.to])):
        corners = _corners(_path(grid, boxes[reference.table], boxes[reference.to], reference))
        drawn.append(Line(reference, tuple(corners)))
        for cell, level in _cells(corners):
            grid.drawn[cell].add((reference.to, level))
    return drawn


def _grid(panels: list[Panel]) -> _Map:
    grid = _Map(panels[-1].bottom)
    for panel in panels:
        title = range(TEXT_LEFT, TEXT_LEFT + len(panel.subject.sentence))  # one cell a letter is wide enough
        grid.closed |= {(x, y) for x in title for y in range(panel.top, panel.top + PANEL_HEAD - 1)}
        for box in panel.boxes:
            across, along = range(box.left, box.right + 1), range(box.top, box.bottom + 1)
            grid.closed |= {(x, y) for x in across for y in along}
            grid.narrow |= {(x, y) for x in (box.left - 1, box.right + 1) for y in along}
            grid.narrow |= {(x, y) for x in across for y in (box.top - 1, box.bottom + 1)}
    return grid


def _distance(one: Box, other: Box) -> tuple[int, str]:
    return abs(one.left - other.left) + abs(one.top - other.top), one.table.name


def _path(grid: _Map, start: Box, end: Box, reference: Reference) -> list[Cell]:
    """The cells from the border of one box to the border of the other, by Dijkstra's algorithm."""
    start_row, end_row = start.row(reference.columns[-1]), end.row(reference.to_columns[-1])
    waiting: list[tuple[int, Heading]] = [(0, ((start.left, start_row), LEFT)), (0, ((start.right, start_row), RIGHT))]
    goals = {((end.right, end_row), LEFT), ((end.left, end_row), RIGHT)}
    best = {heading: cost for cost, heading in waiting}
    previous: dict[Heading, Heading] = {}
    while waiting:
        cost, heading = heappop(waiting)
        if heading in goals:
            return _trace(previous, heading)
        for onward in _onward(grid, heading, goals):
            total = cost + grid.cost(onward[0], onward[1], reference.to) + (TURN if onward[1] != heading[1] else 0)
            if total < best.get(onward, total + 1):
                best[onward], previous[onward] = total, heading
                heappush(waiting, (total, onward))
    raise ValueError(f"no path from {start.table.name} to {end.table.name}")


def _onward(grid: _Map, heading: Heading, goals: set[Heading]) -> Iterator[Heading]:
    (x, y), step = heading
    for turned in (LEFT, RIGHT, UP, DOWN):
        cell = (x + turned[0], y + turned[1])
        is_back = (turned[0] + step[0], turned[1] + step[1]) == (0, 0)
        if not is_back and (grid.is_open(cell) or (cell, turned) in goals):
            yield cell, turned


def _trace(previous: dict[Heading, Heading], heading: Heading) -> list[Cell]:
    path = [heading[0]]
    while heading in previous:
        heading = previous[heading]
        path.append(heading[0])
    return path[::-1]


def _corners(path: list[Cell]) -> list[Cell]:
    """The first cell, the cells where the path turns, and the last cell."""
    bends = [
        path[at]
        for at in range(1, len(path) - 1)
        if path[at - 1][0] != path[at + 1][0] and path[at - 1][1] != path[at + 1][1]
    ]
    return [path[0], *bends, path[-1]]


def _cells(corners: list[Cell]) -> Iterator[tuple[Cell, bool]]:
    """Every cell of a line, with whether the line is horizontal in it; a corner is listed twice."""
    for (x, y), (to_x, to_y) in pairwise(corners):
        for column in range(min(x, to_x), max(x, to_x) + 1):
            for row in range(min(y, to_y), max(y, to_y) + 1):
                yield (column, row), y == to_y
