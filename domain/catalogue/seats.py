"""Seats of a performance: their states, the legal moves, best available and orphan seats."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from domain.errors import Refused
from domain.ids import SeatId


class SeatState(IntEnum):
    """The state of a seat for this station. A seat without a row in the store is FREE."""

    FREE = 0
    HELD = 1
    SOLD = 2
    KILLED = 3
    ELSEWHERE = 4
    """Not granted to this station: another one may sell it, or HQ cannot be asked for it now."""
    AT_HQ = 6
    """Granted to no station: HQ grants it to this one on request. 5 is a seat in the cart (`SeatLook`)."""


_MOST_ROWS_A_GROUP_IS_SPLIT_OVER = 4

LEGAL_MOVES: frozenset[tuple[SeatState, SeatState]] = frozenset({
    (SeatState.FREE, SeatState.HELD),
    (SeatState.FREE, SeatState.SOLD),
    (SeatState.FREE, SeatState.KILLED),
    (SeatState.HELD, SeatState.FREE),
    (SeatState.HELD, SeatState.SOLD),
    (SeatState.KILLED, SeatState.FREE),
    (SeatState.SOLD, SeatState.FREE),
    (SeatState.FREE, SeatState.ELSEWHERE),
    (SeatState.ELSEWHERE, SeatState.FREE),
    (SeatState.AT_HQ, SeatState.FREE),
    (SeatState.FREE, SeatState.AT_HQ),
})  # fmt: skip
"""A sold seat becomes free only through a refund. A killed seat must become free before it can be sold."""


@dataclass(eq=False)
class SeatNotFree(Refused):
    """The seat cannot be sold now."""

    code: ClassVar[str] = "ASI-04"

    seat: str
    state: SeatState
    nearest: str = ""
    """A free seat near it; empty when none is free."""


def move(seat: str, now: SeatState, then: SeatState) -> SeatState:
    """The state after a legal move. Raises SeatNotFree for another move."""
    if (now, then) not in LEGAL_MOVES:
        raise SeatNotFree(seat, now)
    return then


@dataclass(frozen=True, slots=True)
class SeatRow:
    """The seats of one row of one section, side by side in order; a gap in the plan starts a new SeatRow."""

    section_no: int
    row: str
    seats: tuple[SeatId, ...]


def best_available(rows: Iterable[SeatRow], free: Collection[SeatId], count: int) -> tuple[SeatId, ...]:
    """The best seats for a group: in the best row, and within it nearest to its middle. `rows` are sorted best first.

    Seats side by side that leave no orphan come first, then seats side by side, then seats split over as few
    neighbouring rows as possible. Empty when fewer than `count` seats are free.
    """
    ordered = list(rows)
    orphaning: tuple[SeatId, ...] = ()
    for row in ordered:
        for candidate in _by_nearness_to_the_middle(row, free, count):
            if not orphans(row, free, candidate):
                return candidate
            orphaning = orphaning or candidate
    return orphaning or _split(ordered, free, count)


def orphans(row: SeatRow, free: Collection[SeatId], chosen: Collection[SeatId]) -> tuple[SeatId, ...]:
    """The free seats of a row that this choice would newly leave alone between taken seats."""
    taken = set(chosen)
    before = set(_alone(row.seats, lambda seat: seat in free))
    after = _alone(row.seats, lambda seat: seat in free and seat not in taken)
    return tuple(seat for seat in after if seat not in before)


def _alone(seats: Sequence[SeatId], is_free: Callable[[SeatId], bool]) -> list[SeatId]:
    alone = []
    for i, seat in enumerate(seats):
        left = i > 0 and is_free(seats[i - 1])
        right = i + 1 < len(seats) and is_free(seats[i + 1])
        if is_free(seat) and not left and not right:
            alone.append(seat)
    return alone


def _by_nearness_to_the_middle(row: SeatRow, free: Collection[SeatId], count: int) -> list[tuple[SeatId, ...]]:
    starts = [
        start
        for start in range(len(row.seats) - count + 1)
        if all(seat in free for seat in row.seats[start : start + count])
    ]
    starts.sort(key=lambda start: (abs(2 * start + count - len(row.seats)), start))
    return [row.seats[start : start + count] for start in starts]


def _split(rows: Sequence[SeatRow], free: Collection[SeatId], count: int) -> tuple[SeatId, ...]:
    """Split the group over as few neighbouring rows as possible; failing that, take the best free seats anywhere."""
    free_by_row = [[seat for seat in row.seats if seat in free] for row in rows]
    for window in range(1, _MOST_ROWS_A_GROUP_IS_SPLIT_OVER + 1):
        for first in range(len(rows) - window + 1):
            seats = [seat for row in free_by_row[first : first + window] for seat in row]
            if len(seats) >= count and all(free_by_row[first : first + window]):
                return tuple(seats[:count])
    everything = [seat for row in free_by_row for seat in row]
    return tuple(everything[:count]) if len(everything) >= count else ()
