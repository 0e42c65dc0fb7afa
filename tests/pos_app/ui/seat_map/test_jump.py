"""Moving to a seat by typing its row and number, and with the arrow keys."""

import pytest

from pos_app.seat_plan import SeatLabel, SeatPlan, find_seat
from pos_app.ui.seat_map.jump import PAUSE_MS, Typed, typed_seat
from pos_app.ui.seat_map.neighbours import Direction, nearest_seat, next_seat
from tests.pos_app.ui.seat_map.halls import block, theatre


def label(plan: SeatPlan, seat: int | None) -> str:
    assert seat is not None
    seat_label = plan.label_of(seat)
    return f"{seat_label.section} {seat_label.row}{seat_label.number}".strip()


@pytest.mark.parametrize(
    ("typed", "reached"),
    [("C", "Platea C5"), ("c12", "Platea C12"), ("7", "Platea B7"), ("b", "Platea B5"), ("D01", "Platea D1")],
)
def test_row_and_number_lead_to_a_seat(typed: str, reached: str) -> None:
    plan = block(6, 14)
    cursor = find_seat(plan, SeatLabel("Platea", "B", "5"))
    assert label(plan, typed_seat(plan, typed, cursor)) == reached


def test_the_section_of_the_cursor_comes_first() -> None:
    plan = theatre()
    cursor = find_seat(plan, SeatLabel("BC3", "A", "4"))
    assert label(plan, typed_seat(plan, "C7", cursor)) == "BC3 C7"


def test_a_row_that_the_section_lacks_is_found_elsewhere() -> None:
    plan = theatre()
    cursor = find_seat(plan, SeatLabel("PLI1", "A", "4"))
    assert label(plan, typed_seat(plan, "L5", cursor)).endswith("L5")


@pytest.mark.parametrize("typed", ["", "Z", "C99", "Ñ", "12C"])
def test_what_is_no_seat_leads_nowhere(typed: str) -> None:
    assert typed_seat(block(6, 14), typed, 3) is None


def test_without_a_cursor_a_row_leads_to_its_first_seat() -> None:
    assert typed_seat(block(6, 14), "B", None) == 14
    assert typed_seat(block(6, 14), "5", None) is None


def test_a_pause_or_a_letter_after_digits_begins_again() -> None:
    typed = Typed().then("C", 0).then("1", 100)
    assert typed.text == "C1"
    assert typed.then("2", 200).text == "C12"
    assert typed.then("D", 200).text == "D"
    assert typed.then("2", 101 + PAUSE_MS).text == "2"


def test_arrows_lead_to_the_neighbours() -> None:
    plan = block(3, 3)
    assert [next_seat(plan, 4, direction) for direction in Direction] == [3, 5, 1, 7]


def test_there_is_nothing_beyond_the_edge() -> None:
    plan = block(3, 3)
    assert next_seat(plan, 0, Direction.LEFT) is None
    assert next_seat(plan, 0, Direction.UP) is None


def test_arrows_cross_the_aisle() -> None:
    plan = theatre()
    first = find_seat(plan, SeatLabel("PC2", "F", "1"))
    assert first is not None
    across = next_seat(plan, first, Direction.LEFT)
    assert across is not None
    assert plan.label_of(across).section == "PC1"


def test_the_nearest_seat_of_an_empty_plan_is_none() -> None:
    assert nearest_seat(block(0, 0), 0, 0) is None
