"""Prices: each step has its reason, and the steps add up to the price."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue.catalog import PlaceModifier, PriceStage, Seat, TicketType, Zone, ZoneKind
from domain.catalogue.pricing import NoStageOnSale, StepKind, at_stage, current_stage, price, turn_share
from domain.ids import EventId, SeatId, TicketTypeId, ZoneId
from domain.money.money import USD, Money
from domain.money.taxes import TaxCategory

AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
EARLY = PriceStage("Preventa", Decimal(-20), until=AT)
FIRST = PriceStage("Primeros cien", Decimal(-10), up_to_sold=100)
LAST = PriceStage("Regular", Decimal(0))
ROW_A = PlaceModifier("Primera fila", Decimal(10), frozenset({1}), frozenset({"A"}))
MIDDLE = PlaceModifier("Centro", Decimal("2.5"), frozenset({1, 2}), frozenset(), frozenset({"5", "6"}))
ZONE = Zone(
    ZoneId(UUID(int=1)), EventId(UUID(int=2)), "Platea", ZoneKind.NUMBERED, Money(2_500, USD), Money(200, USD),
    TaxCategory.GENERAL, True, 40, frozenset({1, 2}), (), (ROW_A, MIDDLE),
)  # fmt: skip
ADULT = TicketType(TicketTypeId(UUID(int=3)), "Adulto", Decimal(0))
HALF = TicketType(TicketTypeId(UUID(int=4)), "Estudiante", Decimal(-50))
COURTESY = TicketType(TicketTypeId(UUID(int=5)), "Cortesía", Decimal(-100))


def seat(section_no: int, row: str, number: str) -> Seat:
    return Seat(SeatId(0), section_no, row, number, 0, 0)


def staged(*stages: PriceStage) -> Zone:
    return replace(ZONE, stages=stages)


def test_a_plain_place_costs_the_base() -> None:
    quoted = price(ZONE, ADULT, None, None)
    assert (quoted.amount, quoted.fee, [step.kind for step in quoted.steps]) == (
        *(Money(2_500, USD), Money(200, USD), [StepKind.BASE]),
    )


def test_percentages_apply_in_order_to_what_was_reached() -> None:
    """25.00 - 20 % = 20.00; + 10 % = 22.00; + 2.5 % = 22.55; - 50 % = 11.27, half-up at each step."""
    quoted = price(ZONE, HALF, seat(1, "A", "5"), EARLY)
    assert [(step.kind, step.label, str(step.amount)) for step in quoted.steps] == [
        (StepKind.BASE, "Platea", "25.00"),
        (StepKind.STAGE, "Preventa", "-5.00"),
        (StepKind.PLACE, "Primera fila", "2.00"),
        (StepKind.PLACE, "Centro", "0.55"),
        (StepKind.TICKET_TYPE, "Estudiante", "-11.28"),
    ]
    assert str(quoted.amount) == "11.27"


@pytest.mark.parametrize(
    ("where", "labels"),
    [
        (seat(1, "A", "1"), ["Primera fila"]),
        (seat(1, "B", "5"), ["Centro"]),
        (seat(2, "A", "6"), ["Centro"]),
        (seat(2, "A", "1"), []),
        (seat(1, "A", "6"), ["Primera fila", "Centro"]),
        (seat(1, "AA", "56"), []),
    ],
)
def test_a_modifier_covers_its_section_rows_and_numbers(where: Seat, labels: list[str]) -> None:
    steps = price(ZONE, ADULT, where, None).steps
    assert [step.label for step in steps if step.kind is StepKind.PLACE] == labels


def test_a_step_of_zero_is_left_out() -> None:
    assert len(price(ZONE, ADULT, None, LAST).steps) == 1


def test_a_courtesy_pays_neither_price_nor_fee() -> None:
    quoted = price(ZONE, COURTESY, seat(1, "A", "5"), EARLY)
    assert (quoted.amount, quoted.fee) == (Money.zero(USD), Money.zero(USD))


@given(
    st.integers(0, 10**9),
    st.lists(st.decimals(-100, 300, places=2), min_size=3, max_size=3),
)
def test_the_steps_are_the_price(base: int, percents: list[Decimal]) -> None:
    stage, modifier = PriceStage("E", percents[0]), replace(ROW_A, percent=percents[1])
    zone = replace(ZONE, base_price=Money(base, USD), modifiers=(modifier,))
    quoted = price(zone, replace(HALF, percent=percents[2]), seat(1, "A", "1"), stage)
    assert sum(step.amount.minor for step in quoted.steps) == quoted.amount.minor
    assert quoted.amount.minor >= 0
    assert quoted.fee == (ZONE.fee if quoted.amount else Money.zero(USD))


@pytest.mark.parametrize(
    ("later", "stage"),
    [(-timedelta(microseconds=1), EARLY), (timedelta(0), LAST), (timedelta(days=1), LAST)],
)
def test_a_stage_ends_at_its_instant(later: timedelta, stage: PriceStage) -> None:
    assert current_stage(staged(EARLY, LAST), AT + later, 0) is stage


@pytest.mark.parametrize(("sold", "stage"), [(0, FIRST), (99, FIRST), (100, LAST), (5_000, LAST)])
def test_a_stage_ends_with_its_quantity(sold: int, stage: PriceStage) -> None:
    assert current_stage(staged(FIRST, LAST), AT, sold) is stage


def test_a_stage_with_both_ends_at_the_first_of_them() -> None:
    both = PriceStage("Preventa", Decimal(-20), until=AT, up_to_sold=100)
    assert current_stage(staged(both, LAST), AT - timedelta(days=1), 100) is LAST
    assert current_stage(staged(both, LAST), AT, 0) is LAST


def test_stages_follow_one_another() -> None:
    zone = staged(EARLY, FIRST, LAST)
    assert [current_stage(zone, AT + timedelta(days=d), sold) for d, sold in ((-1, 0), (0, 0), (0, 100))] == [
        *(EARLY, FIRST, LAST),
    ]


def test_when_every_stage_has_ended_a_sale_is_refused() -> None:
    with pytest.raises(NoStageOnSale) as caught:
        current_stage(staged(EARLY, FIRST), AT, 100)
    assert caught.value.zone == "Platea"


def test_a_zone_without_stages_is_always_on_sale() -> None:
    assert current_stage(ZONE, AT, 10**6) is None


def test_a_zone_has_no_more_turns_than_places() -> None:
    assert turn_share((99_999_999,), 20, 40) == ((range(40), 20),)
    assert turn_share((10, 99_999_999), 20, 40) == ((range(10), 5), (range(10, 40), 15))


@pytest.mark.parametrize("stage", [None, EARLY, LAST])
@pytest.mark.parametrize("before", [None, EARLY, LAST])
def test_a_charged_price_at_another_stage_is_the_price_of_that_stage(
    stage: PriceStage | None, before: PriceStage | None
) -> None:
    place = seat(1, "A", "5")
    assert at_stage(price(ZONE, HALF, place, before), stage) == price(ZONE, HALF, place, stage)
