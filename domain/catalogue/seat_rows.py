"""Rows of a plan: which seats stand side by side, and which rows are best."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from domain.catalogue.catalog import Seat
from domain.catalogue.seats import SeatRow
from domain.ids import SeatId

_WIDEST_STEP_MM = 800
"""The widest distance between the middles of two seats side by side; an aisle is wider."""


def best_rows(seats: Iterable[Seat]) -> tuple[SeatRow, ...]:
    """The rows of these seats, best first: near the stage and near the middle, the stage counting double."""
    known = {seat.id: seat for seat in seats}
    if not known:
        return ()
    twice_the_middle = min(seat.x_mm for seat in known.values()) + max(seat.x_mm for seat in known.values())
    rows = [_row(run) for run in _runs(known)]

    def distance(row: SeatRow) -> tuple[int, int]:
        middle = known[row.seats[len(row.seats) // 2]]
        return (4 * middle.y_mm + abs(2 * middle.x_mm - twice_the_middle), row.seats[0])

    return tuple(sorted(rows, key=distance))


def _runs(known: Mapping[SeatId, Seat]) -> list[list[Seat]]:
    """Runs of seats side by side, in the order of the plan."""
    ordered = [known[seat_id] for seat_id in sorted(known)]
    runs = [[ordered[0]]]
    for one, other in pairwise(ordered):
        if _beside(one, other):
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _beside(one: Seat, other: Seat) -> bool:
    same_row = (one.section_no, one.row) == (other.section_no, other.row)
    step = max(abs(one.x_mm - other.x_mm), abs(one.y_mm - other.y_mm))
    return same_row and other.id - one.id == 1 and step <= _WIDEST_STEP_MM


def _row(run: list[Seat]) -> SeatRow:
    return SeatRow(run[0].section_no, run[0].row, tuple(seat.id for seat in run))
