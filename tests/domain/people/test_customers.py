"""Customers merge by field, and the result depends only on the set of edits (invariant I15)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import CustomerId
from domain.people.clock import Reading, capped, reading, unpacked
from domain.people.customers import (
    Channel,
    ConsentAct,
    CustomerRecord,
    Edit,
    Field,
    Origin,
    Stamp,
    is_allowed,
    merged,
    of_edits,
    standing_refusals,
)

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
ANA = CustomerId(UUID(int=1))
EAST, WEST = UUID(int=100), UUID(int=200)

_stamps = st.builds(
    Stamp, st.builds(Reading, st.integers(1, 2), st.integers(0, 1)), st.sampled_from([EAST, WEST]), st.integers(1, 6)
)
_acts = st.builds(
    ConsentAct,
    st.sampled_from(Channel),
    st.booleans(),
    st.just(NOW),
    st.just("mostrador"),
    st.lists(st.builds(Origin, st.sampled_from([EAST, WEST]), st.integers(1, 6)), max_size=2).map(tuple),
)
_edits = st.builds(
    Edit,
    st.just(ANA),
    _stamps,
    st.dictionaries(st.sampled_from(Field), st.sampled_from(["a", "b", ""]), max_size=3),
    st.lists(_acts, max_size=2, unique_by=lambda act: act.channel).map(tuple),
    st.lists(st.sampled_from([CustomerId(UUID(int=2)), CustomerId(UUID(int=3))]), max_size=1).map(tuple),
    st.sampled_from([False] * 9 + [True]),
)


def _place(edit: Edit) -> tuple[UUID, int]:
    return edit.stamp.station, edit.stamp.position


histories = st.lists(_edits, min_size=2, max_size=5, unique_by=_place)
"""No station writes two entries at one position."""


def wrote(station: UUID, clock: int, **texts: str) -> Edit:
    return Edit(ANA, Stamp(Reading(clock), station, clock), {Field(name): value for name, value in texts.items()})


def answered(station: UUID, position: int, *, yes: bool, overrules: tuple[Origin, ...] = ()) -> Edit:
    act = ConsentAct(Channel.EMAIL, yes, NOW + timedelta(seconds=position), "mostrador", overrules)
    return Edit(ANA, Stamp(Reading(position), station, position), consents=(act,))


@given(histories)
def test_the_order_of_edits_changes_nothing(edits: list[Edit]) -> None:
    made = {repr(_by_field(of_edits(ANA, order))) for order in permutations(edits)}
    assert len(made) == 1


@given(histories)
def test_an_edit_that_comes_twice_changes_nothing(edits: list[Edit]) -> None:
    once = of_edits(ANA, edits)
    assert _by_field(merged(once, edits)) == _by_field(once)


@given(histories, st.integers(0, 5))
def test_a_record_with_some_edits_takes_the_rest(edits: list[Edit], at: int) -> None:
    assert _by_field(merged(of_edits(ANA, edits[:at]), edits[at:])) == _by_field(of_edits(ANA, edits))


def _by_field(record: CustomerRecord) -> CustomerRecord:
    return replace(record, texts=dict(sorted(record.texts.items())), reached=dict(sorted(record.reached.items())))


def test_each_field_has_the_later_text() -> None:
    record = of_edits(ANA, [wrote(EAST, 1, name="Ana", phone="1"), wrote(WEST, 2, phone="2"), wrote(EAST, 3, name="A")])
    assert (record.text(Field.NAME), record.text(Field.PHONE)) == ("A", "2")
    assert record.reached == {EAST: 3, WEST: 2}


def test_a_refusal_wins_over_a_consent_that_did_not_know_it() -> None:
    for later in (answered(WEST, 9, yes=True), answered(WEST, 1, yes=True)):
        record = of_edits(ANA, [answered(EAST, 5, yes=False), later])
        decided = is_allowed(record.consents, Channel.EMAIL)
        assert decided is not None
        assert not decided.act.is_given


def test_a_customer_who_was_asked_again_may_consent() -> None:
    refused = of_edits(ANA, [answered(EAST, 5, yes=False)])
    again = answered(WEST, 9, yes=True, overrules=standing_refusals(refused.consents, Channel.EMAIL))
    record = merged(refused, [again])
    decided = is_allowed(record.consents, Channel.EMAIL)
    assert decided is not None
    assert decided.act.is_given
    assert standing_refusals(record.consents, Channel.EMAIL) == ()
    other = is_allowed(merged(record, [answered(UUID(int=300), 4, yes=False)]).consents, Channel.EMAIL)
    assert other is not None
    assert not other.act.is_given
    assert is_allowed(record.consents, Channel.SMS) is None


def test_nothing_of_an_erased_customer_comes_back() -> None:
    erased = Edit(ANA, Stamp(Reading(3), EAST, 3), erases=True)
    record = of_edits(ANA, [wrote(WEST, 2, name="Ana"), erased, wrote(WEST, 9, name="Ana")])
    assert record.is_erased
    assert (record.texts, record.consents, record.linked) == ({}, (), ())


def test_a_reading_is_greater_than_every_known_one() -> None:
    first = reading(NOW)
    assert reading(NOW, first) == replace(first, counter=1)
    assert reading(NOW - timedelta(hours=1), first) == replace(first, counter=1)
    assert reading(NOW, replace(first, counter=(1 << 16) - 1)) == Reading(first.ms + 1)
    assert reading(NOW + timedelta(milliseconds=1), first) == Reading(first.ms + 1)
    far = reading(datetime(3000, 1, 1, tzinfo=UTC))
    assert far.is_possible
    assert first.packed < far.packed < 1 << 63
    assert unpacked(far.packed) == far


def test_a_clock_that_is_ahead_wins_until_its_edit_is_received() -> None:
    ahead = reading(NOW + timedelta(days=300))
    counted = capped(ahead, NOW)
    assert reading(NOW - timedelta(milliseconds=1)) < counted < reading(NOW + timedelta(milliseconds=1))
    assert capped(reading(NOW - timedelta(hours=1)), NOW) == reading(NOW - timedelta(hours=1))
