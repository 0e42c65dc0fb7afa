"""The worlds are reproducible from their seeds, and the tests run all of them."""

import pytest

from tests.world.grounds import Grounds
from tests.world.seeds import FEWEST_WORLDS, PARTS, SEEDS
from tests.world.story import fingerprint

TWICE = 6


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.timeout(300)
def test_the_same_seed_is_the_same_world_byte_for_byte(grounds: Grounds) -> None:
    once, again = fingerprint(grounds, TWICE), fingerprint(grounds, TWICE)
    assert once == again


def test_every_seed_is_lived_through_in_some_part() -> None:
    assert [seed for part in PARTS for seed in part] == list(SEEDS)
    assert len(SEEDS) >= FEWEST_WORLDS
