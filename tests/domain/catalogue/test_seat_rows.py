"""The rows of a plan: gaps split them, and the best ones are near the stage and the middle."""

from domain.catalogue.catalog import Seat
from domain.catalogue.seat_rows import best_rows
from domain.ids import SeatId

WIDTH_MM, DEPTH_MM = 500, 900


def seats_of(row: str, first: int, count: int, *, left_mm: int = 0, section_no: int = 0) -> list[Seat]:
    """Adjacent seats of a row; row A is next to the stage."""
    y_mm = "ABC".index(row) * DEPTH_MM
    return [
        Seat(SeatId(first + i), section_no, row, str(i + 1), left_mm + i * WIDTH_MM, y_mm) for i in range(count)
    ]  # fmt: skip


def ids_of(seats: list[Seat]) -> list[list[int]]:
    return [list(row.seats) for row in best_rows(seats)]


def test_a_zone_without_seats_has_no_rows() -> None:
    assert best_rows(()) == ()


def test_the_row_next_to_the_stage_is_the_best_one() -> None:
    assert ids_of([*seats_of("C", 0, 3), *seats_of("A", 3, 3), *seats_of("B", 6, 3)]) == [
        [3, 4, 5],
        [6, 7, 8],
        [0, 1, 2],
    ]


def test_of_two_rows_at_the_same_depth_the_one_near_the_middle_is_better() -> None:
    wide = [*seats_of("A", 0, 2), *seats_of("A", 2, 2, left_mm=5_000), *seats_of("A", 4, 2, left_mm=11_000)]
    assert ids_of(wide)[0] == [2, 3]


def test_a_gap_wider_than_an_ordinary_step_starts_another_row() -> None:
    assert ids_of([*seats_of("A", 0, 2), *seats_of("A", 2, 2, left_mm=1_301)]) == [[0, 1], [2, 3]]
    assert ids_of([*seats_of("A", 0, 2), *seats_of("A", 2, 2, left_mm=1_300)]) == [[0, 1, 2, 3]]


def test_another_section_and_a_missing_seat_start_another_row() -> None:
    assert len(ids_of([*seats_of("A", 0, 2), *seats_of("A", 2, 2, left_mm=1_000, section_no=1)])) == 2
    assert len(ids_of([*seats_of("A", 0, 2), *seats_of("A", 3, 2, left_mm=1_000)])) == 2


def test_the_middle_of_a_wide_plan_is_better_than_a_third_of_it() -> None:
    lefts_mm = (0, 3_500, 5_500, 11_000)
    wide = [seat for no, left_mm in enumerate(lefts_mm) for seat in seats_of("A", 2 * no, 2, left_mm=left_mm)]
    assert ids_of(wide)[:2] == [[4, 5], [2, 3]]
