"""Worlds from seeds: days of sales, faults of every kind, healing, and then every invariant holds."""

import pytest

from tests.world.grounds import Grounds
from tests.world.story import live

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]

SEEDS = range(1, 33)
TWICE = 6


@pytest.mark.parametrize("seed", SEEDS)
def test_after_healing_every_invariant_holds(grounds: Grounds, seed: int) -> None:
    told = live(grounds, seed)
    assert not told.findings, f"replay with: make world SEED={seed}"


def test_the_same_seed_is_the_same_world_byte_for_byte(grounds: Grounds) -> None:
    assert live(grounds, TWICE).fingerprint == live(grounds, TWICE).fingerprint
