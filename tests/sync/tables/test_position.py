"""The packed position of an entry, which grows over all lives of a store."""

from hypothesis import given
from hypothesis import strategies as st

from sync.tables.position import epoch_of, pack, seq_of

PLACES = st.tuples(st.integers(1, 2**31 - 1), st.integers(1, 2**32 - 1))


@given(PLACES, PLACES)
def test_what_comes_later_is_greater(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (pack(*one) < pack(*other)) == (one < other)


@given(PLACES)
def test_nothing_is_lost_and_a_database_can_keep_it(place: tuple[int, int]) -> None:
    position = pack(*place)
    assert (epoch_of(position), seq_of(position)) == place
    assert position < 2**63
