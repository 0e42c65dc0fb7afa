"""Seats as somebody types them: rows, single seats, and seats from one to another."""

import pytest

from domain.catalogue.catalog import Seat
from domain.catalogue.seat_choice import SeatsNotUnderstood, chosen_seats
from domain.ids import SeatId

HALL = [Seat(SeatId(10 * row + no), row // 2, "ABCA"[row], str(no + 1), 0, 0) for row in range(4) for no in range(10)]


def ordinals(text: str) -> list[int]:
    return sorted(chosen_seats(text, HALL))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B", list(range(10, 20))),
        ("b", list(range(10, 20))),
        ("B-3", [12]),
        ("b3, C-1", [12, 20]),
        ("B-3..B-5", [12, 13, 14]),
        ("B-5 a B-3", [12, 13, 14]),
        ("b3…b4; C-10", [12, 13, 29]),
        ("A-1", [0, 30]),
        (" , ", []),
    ],
)
def test_a_text_names_rows_seats_and_ranges(text: str, expected: list[int]) -> None:
    assert ordinals(text) == expected


@pytest.mark.parametrize("text", ["Z", "B-99", "B-1..C-2", "B-1, hola"])
def test_what_the_zone_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(SeatsNotUnderstood):
        ordinals(text)
