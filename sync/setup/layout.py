"""Positions of seats in millimetres: rows on straight lines or arcs, aisles, tables with chairs around them.

Rows are counted from the stage. At an angle of 0 they recede straight from it; a positive angle turns them to the right
as seen on the plan.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Placement:
    """The position of a section: the middle of its front row or, with a radius, the centre of its arcs."""

    x_mm: int
    y_mm: int
    angle: float
    radius_mm: int

    def point(self, across_mm: float, away_mm: float) -> tuple[int, int]:
        """The point at distances to the right of the section's middle and behind its front row."""
        turn = math.radians(self.angle)
        if not self.radius_mm:
            x = self.x_mm + across_mm * math.cos(turn) + away_mm * math.sin(turn)
            y = self.y_mm - across_mm * math.sin(turn) + away_mm * math.cos(turn)
            return round(x), round(y)
        distance = self.radius_mm + away_mm
        turn += across_mm / distance
        return round(self.x_mm + distance * math.sin(turn)), round(self.y_mm + distance * math.cos(turn))


class Numbering(StrEnum):
    """How the seats of a row are numbered."""

    CONSECUTIVE = "consecutive"
    ODD = "odd"
    EVEN = "even"


class Side(StrEnum):
    """The side of the plan on which the numbers of a row begin."""

    LEFT = "left"
    RIGHT = "right"


def seat_numbers(count: int, numbering: Numbering, first: int, side: Side) -> list[str]:
    """The seat numbers of a row, from the left of the plan to the right."""
    step = 1 if numbering is Numbering.CONSECUTIVE else 2
    numbers = [str(first + step * i) for i in range(count)]
    return numbers if side is Side.LEFT else numbers[::-1]


def row_names(count: int, first: str, skipped: Sequence[str]) -> list[str]:
    """The names of successive rows, 1, 2, 3 or A, B, … Z, AA, AB, without the skipped ones."""
    names: list[str] = []
    name = first
    while len(names) < count:
        if name not in skipped:
            names.append(name)
        name = _next_name(name)
    return names


def across_row(count: int, pitch_mm: int, aisles_after: Sequence[int], aisle_mm: int) -> list[float]:
    """The distance of each seat to the right of the row's middle. `aisles_after`: seats followed by an aisle."""
    steps = [i * pitch_mm + aisle_mm * sum(after <= i for after in aisles_after) for i in range(count)]
    middle = (steps[-1] if steps else 0) / 2
    return [step - middle for step in steps]


def around_table(chairs: int, pitch_mm: int) -> Iterator[tuple[float, float]]:
    """The chairs of a round table, `pitch_mm` apart, clockwise, as (across, away) from its middle."""
    radius = pitch_mm / (2 * math.sin(math.pi / max(chairs, 3)))
    for chair in range(chairs):
        turn = 2 * math.pi * (chair + 0.5) / chairs
        yield radius * math.sin(turn), -radius * math.cos(turn)


def _next_name(name: str) -> str:
    if name.isdigit():
        return str(int(name) + 1)
    # Each Z at the end becomes A and carries into the letter before it; without one, the name grows by a letter.
    letters = name.rstrip("Z")
    tail = "A" * (len(name) - len(letters))
    return letters[:-1] + chr(ord(letters[-1]) + 1) + tail if letters else "A" + tail
