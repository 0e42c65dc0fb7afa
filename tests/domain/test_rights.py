"""Seats as spans, and how long the remaining rights last."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.rights import (
    SeatSpan,
    covers_seat,
    merged_spans,
    read_spans,
    seats_of,
    spans,
    spans_text,
    time_left,
    without,
)

SEATS = st.frozensets(st.integers(0, 60))
PARTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda p: SeatSpan(p[0], p[0] + p[1])))


def test_spans_are_written_as_a_line_that_people_can_read() -> None:
    assert spans_text((SeatSpan(0, 19), SeatSpan(40, 44), SeatSpan(50, 50))) == "0-19,40-44,50"
    assert read_spans("") == ()


@given(SEATS)
def test_what_is_written_is_read_back(seats: frozenset[int]) -> None:
    assert read_spans(spans_text(spans(seats))) == spans(seats)
    assert seats_of(spans(seats)) == seats


@given(PARTS)
def test_spans_that_touch_are_joined_as_their_seats_are(parts: list[SeatSpan]) -> None:
    assert merged_spans(parts) == spans(seats_of(parts))


@given(SEATS, st.integers(-1, 61))
def test_a_seat_is_found_in_spans_as_in_their_seats(seats: frozenset[int], seat: int) -> None:
    assert covers_seat(spans(seats), seat) == (seat in seats)


@given(SEATS, SEATS)
def test_what_is_given_back_is_gone_and_nothing_else(held: frozenset[int], gone: frozenset[int]) -> None:
    assert seats_of(without(spans(held), spans(gone))) == held - gone


@given(PARTS, PARTS)
def test_what_remains_is_written_in_the_fewest_spans(held: list[SeatSpan], gone: list[SeatSpan]) -> None:
    assert without(held, gone) == spans(seats_of(held) - seats_of(gone))


def test_returning_enormous_spans_takes_no_time() -> None:
    end = 10**15
    assert without([SeatSpan(0, end)], [SeatSpan(5, end - 5)]) == (SeatSpan(0, 4), SeatSpan(end - 4, end))
    assert without([SeatSpan(0, 9)], [SeatSpan(-end, 3), SeatSpan(8, 6)]) == (SeatSpan(4, 9),)


def test_negative_ordinals_are_written_and_read_too() -> None:
    odd = (SeatSpan(-5, -3), SeatSpan(-1, 2), SeatSpan(7, 7))
    assert read_spans(spans_text(odd)) == odd


def test_what_is_left_lasts_in_proportion_to_the_pace() -> None:
    assert time_left(50, 100, timedelta(hours=4)) == timedelta(hours=2)
    assert time_left(0, 100, timedelta(hours=4)) == timedelta(0)
    assert time_left(50, 0, timedelta(hours=4)) is None
