"""The plan of a performance as arrays."""

import pytest

from domain.money.money import USD, Money
from pos_app.seat_plan import (
    PlanRow,
    SeatColumns,
    SeatLabel,
    SeatPlan,
    SeatPrice,
    Surroundings,
    all_free,
    build_seat_plan,
)


@pytest.fixture
def plan() -> SeatPlan:
    """Row A of two sections, three seats each, half a metre apart; the balcony slants by 45 degrees."""
    columns = SeatColumns(
        section=[0, 0, 0, 1, 1, 1],
        row=["A", "A", "A", "A", "A", "A"],
        number=["1", "2", "03", "1", "2", "3"],
        x_mm=[0, 500, 1000, 5000, 5354, 5708],
        y_mm=[0, 0, 0, 0, 354, 708],
        price=[0, 0, 1, 1, 1, 1],
        kind=[0, 0, 0, 0, 1, 0],
    )
    prices = (SeatPrice(0, Money(2000, USD)), SeatPrice(1, Money(1500, USD)))
    return build_seat_plan(columns, Surroundings(("Platea", "Balcón"), prices, ("Oro", "Plata")))


def test_rows_of_the_same_letter_in_two_sections_are_two_rows(plan: SeatPlan) -> None:
    assert plan.rows == (PlanRow(0, "A"), PlanRow(1, "A"))
    assert plan.seats_of_row(1).tolist() == [3, 4, 5]


def test_a_seat_knows_its_label_its_price_and_its_zone(plan: SeatPlan) -> None:
    assert plan.label_of(4) == SeatLabel("Balcón", "A", "2")
    assert plan.price_of(4) == SeatPrice(1, Money(1500, USD))
    assert plan.zone_by_seat().tolist() == [0, 0, 1, 1, 1, 1]
    assert (plan.zones, plan.sections) == (("Oro", "Plata"), ("Platea", "Balcón"))


def test_a_new_performance_is_free(plan: SeatPlan) -> None:
    assert all_free(plan).tolist() == [0] * 6


def test_seats_are_drawn_smaller_than_their_distance_even_in_a_slanted_row(plan: SeatPlan) -> None:
    assert plan.pitch_mm == pytest.approx(500, abs=1)
    assert plan.seat_mm <= 354


def test_a_plan_without_seats_is_a_plan() -> None:
    empty = build_seat_plan(SeatColumns([], [], [], [], [], [], []), Surroundings((), (), ()))
    assert len(empty) == 0


def test_a_lone_seat_has_a_size() -> None:
    lone = build_seat_plan(
        SeatColumns([0], ["A"], ["1"], [0], [0], [0], [0]),
        Surroundings(("Palco",), (SeatPrice(0, Money(1, USD)),), ("Oro",)),
    )
    assert lone.seat_mm > 0
