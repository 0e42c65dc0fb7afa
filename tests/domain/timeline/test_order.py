"""The order of a timeline: positions within a station, a hybrid clock between stations."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import StationId
from domain.timeline.events import Place
from domain.timeline.order import Stamp, in_order

NOON = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
A, B = StationId(UUID(int=1)), StationId(UUID(int=2))


def stamp(station: StationId, seq: int, minutes: int, received: int | None = None, epoch: int = 1) -> Stamp:
    at = None if received is None else NOON + timedelta(minutes=received)
    return Stamp(NOON + timedelta(minutes=minutes), Place(station, epoch, seq), at)


def test_a_clock_that_went_back_does_not_change_the_order_of_a_journal() -> None:
    first, second, third = stamp(A, 1, 10), stamp(A, 2, -50), stamp(A, 3, 11)
    assert in_order([third, second, first]) == [first, second, third]


def test_a_later_life_of_a_store_comes_after_the_earlier_one() -> None:
    first, second = stamp(A, 9, 5), stamp(A, 1, 1, epoch=2)
    assert in_order([second, first]) == [first, second]


def test_stations_are_merged_by_their_clocks() -> None:
    a, b, last = stamp(A, 1, 0), stamp(B, 7, 5), stamp(A, 2, 10)
    assert in_order([last, b, a]) == [a, b, last]


def test_a_clock_that_is_ahead_counts_from_when_hq_received_the_entry() -> None:
    ahead, b = stamp(A, 1, 600, received=1), stamp(B, 1, 5)
    assert in_order([b, ahead]) == [ahead, b]


def test_what_no_station_wrote_down_stands_at_its_instant() -> None:
    case = Stamp(NOON + timedelta(minutes=3), None, None, "case")
    a, b = stamp(A, 1, 0), stamp(A, 2, 5)
    assert in_order([b, case, a]) == [a, case, b]


_STAMPS = st.lists(
    st.builds(
        stamp,
        st.sampled_from([A, B]), st.integers(1, 40), st.integers(-99, 99), st.none() | st.integers(-99, 99),
        st.integers(1, 2),
    ),
    unique_by=lambda one: one.place,
    max_size=12,
)  # fmt: skip


@given(_STAMPS, st.integers())
def test_the_order_keeps_every_journal_and_does_not_depend_on_how_entries_came(stamps: list[Stamp], seed: int) -> None:
    ordered = in_order(stamps)
    shuffled = list(stamps)
    Random(seed).shuffle(shuffled)  # noqa: S311  # an order, not a secret
    assert in_order(shuffled) == ordered
    for station in (A, B):
        places = [(p.epoch, p.seq) for one in ordered if (p := one.place) and p.station_id == station]
        assert places == sorted(places)
