"""The seats of one performance as arrays: positions, names, prices and states.

The index into every array is the seat's ordinal in its venue's plan (`domain.ids.SeatId`). The module is imported
after the first window, because numpy takes 60 ms to load.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.money.money import Money

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]
States = NDArray[np.uint8]

Label = TypeVar("Label", bound=Hashable)

_DRAWN_PART_OF_PITCH = 0.86
_CLOSE_PERCENTILE = 10
_LEAST_PART_OF_PITCH = 0.82
"""Squares of this part of the pitch, drawn at _DRAWN_PART_OF_PITCH, do not overlap in a row at 45 degrees either."""
_PITCH_WITHOUT_NEIGHBOURS_MM = 550.0


class SeatLook(IntEnum):
    """How the map draws a seat: the codes of `SeatState`, and IN_CART."""

    FREE = 0
    HELD = 1
    SOLD = 2
    KILLED = 3
    ELSEWHERE = 4
    IN_CART = 5
    AT_HQ = 6


@dataclass(frozen=True, slots=True)
class SeatPrice:
    """What a seat costs for the first ticket type, with fee and taxes. `zone` is an index into the zone names."""

    zone: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage, a rectangle of the plan."""

    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a section. Rows "A" of two sections are different rows."""

    section: int
    label: str


@dataclass(frozen=True, slots=True)
class SeatLabel:
    """Section, row and number of a seat, as printed on a ticket."""

    section: str
    row: str
    number: str


@dataclass(frozen=True, slots=True)
class SeatColumns:
    """Seats as the store returns them: one sequence for each column, in the order of the seats' ordinals."""

    section: Sequence[int]
    row: Sequence[str]
    number: Sequence[str]
    x_mm: Sequence[float]
    y_mm: Sequence[float]
    price: Sequence[int]
    kind: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class SeatPlan:
    """The seats of a performance. `row`, `number` and `price` are indices into the tuples beside them."""

    x_mm: Floats
    y_mm: Floats
    section: Indices
    row: Indices
    number: Indices
    price: Indices
    kind: States
    sections: tuple[str, ...]
    rows: tuple[PlanRow, ...]
    numbers: tuple[str, ...]
    prices: tuple[SeatPrice, ...]
    zones: tuple[str, ...]
    stage: Stage | None
    pitch_mm: float
    """The median distance of neighbours in a row."""
    seat_mm: float
    """The side of the upright square drawn for a seat, small enough for slanted rows too."""

    def __len__(self) -> int:
        return len(self.x_mm)

    def label_of(self, seat: int) -> SeatLabel:
        row = self.rows[self.row[seat]]
        return SeatLabel(self.sections[row.section], row.label, self.numbers[self.number[seat]])

    def price_of(self, seat: int) -> SeatPrice:
        return self.prices[int(self.price[seat])]

    def seats_of_row(self, row: int) -> Indices:
        """The seats of one row, in the order of the plan."""
        return np.flatnonzero(self.row == row)

    def zone_by_seat(self) -> Indices:
        """The zone of each seat, through its price."""
        return np.array([price.zone for price in self.prices], dtype=np.intp)[self.price]


def all_free(plan: SeatPlan) -> States:
    """The states of a plan with every seat free."""
    return np.zeros(len(plan), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names and prices that the columns of seats point into."""

    sections: tuple[str, ...]
    prices: tuple[SeatPrice, ...]
    zones: tuple[str, ...]
    stage: Stage | None = None


def build_seat_plan(seats: SeatColumns, around: Surroundings) -> SeatPlan:
    """Turn columns of text and numbers into arrays. 60,000 seats take about 40 ms."""
    row, row_keys = _coded(zip(seats.section, seats.row, strict=True))
    number, numbers = _coded(seats.number)
    x_mm = np.asarray(seats.x_mm, dtype=np.float32)
    y_mm = np.asarray(seats.y_mm, dtype=np.float32)
    pitch_mm, upright_mm = _pitches(x_mm, y_mm, row)
    return SeatPlan(
        x_mm=x_mm,
        y_mm=y_mm,
        section=np.asarray(seats.section, dtype=np.intp),
        row=row,
        number=number,
        price=np.asarray(seats.price, dtype=np.intp),
        kind=np.asarray(seats.kind, dtype=np.uint8),
        sections=around.sections,
        rows=tuple(PlanRow(section, label) for section, label in row_keys),
        numbers=tuple(numbers),
        prices=around.prices,
        zones=around.zones,
        stage=around.stage,
        pitch_mm=pitch_mm,
        seat_mm=_DRAWN_PART_OF_PITCH * upright_mm,
    )


def _coded(labels: Iterable[Label]) -> tuple[Indices, list[Label]]:
    """The distinct labels in order of appearance, and for each seat the index of its label."""
    codes: dict[Label, int] = {}
    indices = [codes.setdefault(label, len(codes)) for label in labels]
    return np.array(indices, dtype=np.intp), list(codes)


def _pitches(x_mm: Floats, y_mm: Floats, row: Indices) -> tuple[float, float]:
    """The median distance of neighbours, and the side of upright squares that do not overlap, both in mm."""
    beside = np.flatnonzero(row[1:] == row[:-1]) if len(row) else row
    dx, dy = abs(x_mm[beside + 1] - x_mm[beside]), abs(y_mm[beside + 1] - y_mm[beside])
    apart = np.maximum(dx, dy) > 0
    if not apart.any():
        return _PITCH_WITHOUT_NEIGHBOURS_MM, _PITCH_WITHOUT_NEIGHBOURS_MM
    pitch = float(np.median(np.hypot(dx, dy)[apart]))
    upright = float(np.percentile(np.maximum(dx, dy)[apart], _CLOSE_PERCENTILE))
    return pitch, min(max(upright, _LEAST_PART_OF_PITCH * pitch), pitch)
