"""Seats: the legal moves, the best seats together, and orphans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.seats import LEGAL_MOVES, SeatNotFree, SeatRow, SeatState, best_available, move, orphans
from domain.ids import SeatId

FREE, HELD, SOLD, KILLED, ELSEWHERE, AT_HQ = SeatState
LEGAL = {
    FREE: {HELD, SOLD, KILLED, ELSEWHERE, AT_HQ},
    HELD: {FREE, SOLD},
    SOLD: {FREE},
    KILLED: {FREE},
    ELSEWHERE: {FREE},
    AT_HQ: {FREE},
}


def row_of(count: int, first: int = 0, name: str = "A") -> SeatRow:
    return SeatRow(0, name, tuple(SeatId(first + i) for i in range(count)))


def best(plan: str, count: int) -> str:
    """The plan with the chosen seats as `#`. Rows are separated by blanks, best first; `o` is free, `x` is not."""
    lines = plan.split()
    rows, free, first = [], set(), 0
    for line in lines:
        row = row_of(len(line), first)
        free |= {seat for seat, sign in zip(row.seats, line, strict=True) if sign == "o"}
        rows.append(row)
        first += len(line)
    chosen = set(best_available(rows, free, count))
    return " ".join(
        "".join("#" if seat in chosen else sign for seat, sign in zip(row.seats, line, strict=True))
        for row, line in zip(rows, lines, strict=True)
    )


def test_a_group_is_not_split_around_a_row_without_free_seats() -> None:
    assert best("oo xx oo ox oo", 4) == "oo xx ## #x #o"
    assert best("xx xx xx oo xx oo ox oo", 4) == "xx xx xx oo xx ## #x #o"


@pytest.mark.parametrize("now", list(SeatState))
@pytest.mark.parametrize("then", list(SeatState))
def test_a_seat_moves_only_as_it_may(now: SeatState, then: SeatState) -> None:
    if then in LEGAL[now]:
        assert move("C-1", now, then) is then
        return
    with pytest.raises(SeatNotFree) as caught:
        move("C-1", now, then)
    assert (caught.value.seat, caught.value.state) == ("C-1", now)


def test_the_table_of_moves_is_the_one_worked_out_by_hand() -> None:
    assert {(now, then) for now, after in LEGAL.items() for then in after} == LEGAL_MOVES


@pytest.mark.parametrize(
    ("plan", "count", "chosen"),
    [
        ("ooooooo", 1, "ooo#ooo"),
        ("ooooooo", 3, "oo###oo"),
        ("oooooo", 2, "oo##oo"),
        ("oooooo oooooo", 2, "oo##oo oooooo"),
        ("ooxxoo oooooo", 3, "ooxxoo ###ooo"),
    ],
)
def test_the_best_are_in_the_best_row_and_nearest_its_middle(plan: str, count: int, chosen: str) -> None:
    assert best(plan, count) == chosen


@pytest.mark.parametrize(
    ("plan", "count", "chosen"),
    [
        ("ooooo", 2, "##ooo"),
        ("xoooox", 3, "x###ox"),
        ("ooox ooooo", 2, "ooox ##ooo"),
        ("xooox", 2, "x##ox"),
    ],
    ids=["the edge rather than an orphan", "no way without one", "another row rather than one", "one when it must be"],
)
def test_nobody_is_left_alone_when_it_can_be_helped(plan: str, count: int, chosen: str) -> None:
    assert best(plan, count) == chosen


@pytest.mark.parametrize(
    ("plan", "count", "chosen"),
    [
        ("oxoxo", 2, "#x#xo"),
        ("ooxx ooxx", 4, "##xx ##xx"),
        ("oxxx xxxx xxxo", 2, "#xxx xxxx xxx#"),
        ("oooo oooo oooo", 10, "#### #### ##oo"),
    ],
    ids=["in one row", "over neighbouring rows", "anywhere", "a large group"],
)
def test_a_group_that_finds_no_seats_together_is_split(plan: str, count: int, chosen: str) -> None:
    assert best(plan, count) == chosen


@pytest.mark.parametrize(("plan", "count"), [("xxxx", 1), ("oooo", 5), ("", 1)])
def test_too_few_free_seats_are_none(plan: str, count: int) -> None:
    assert "#" not in best(plan, count)


@given(st.lists(st.text("ox", min_size=1, max_size=12), max_size=6), st.integers(1, 15))
def test_chosen_seats_are_free_different_and_as_many_as_asked(lines: list[str], count: int) -> None:
    rows, free, first = [], set(), 0
    for line in lines:
        rows.append(row_of(len(line), first))
        free |= {SeatId(first + i) for i, sign in enumerate(line) if sign == "o"}
        first += len(line)
    chosen = best_available(rows, free, count)
    assert set(chosen) <= free
    assert len(set(chosen)) == len(chosen)
    assert len(chosen) == (count if len(free) >= count else 0)


@given(st.lists(st.text("ox", min_size=1, max_size=12), min_size=1, max_size=6), st.integers(1, 6))
def test_a_group_sits_together_whenever_some_row_has_the_room(lines: list[str], count: int) -> None:
    rows, free, first = [], set(), 0
    for line in lines:
        rows.append(row_of(len(line), first))
        free |= {SeatId(first + i) for i, sign in enumerate(line) if sign == "o"}
        first += len(line)
    chosen = sorted(best_available(rows, free, count))
    if any("o" * count in line for line in lines):
        assert chosen == list(range(chosen[0], chosen[0] + count))


@pytest.mark.parametrize(
    ("free", "chosen", "alone"),
    [
        ("ooooo", {0, 1}, set()),
        ("ooooo", {1}, {0}),
        ("ooooo", {1, 3}, {0, 2, 4}),
        ("oxooo", {2}, set()),
        ("oxooo", {3}, {2, 4}),
        ("xooox", {1, 2}, {3}),
        ("xoox", {1, 2}, set()),
        ("o", set(), set()),
    ],
)
def test_an_orphan_is_one_that_this_choice_makes(free: str, chosen: set[int], alone: set[int]) -> None:
    row = row_of(len(free))
    open_seats = {SeatId(i) for i, sign in enumerate(free) if sign == "o"}
    assert set(orphans(row, open_seats, {SeatId(i) for i in chosen})) == alone
