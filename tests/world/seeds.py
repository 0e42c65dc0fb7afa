"""The worlds that the tests live through, in parts that run beside each other.

A run of all tests has a quarter of an hour, so it lives through the first of each part; `make worlds` through all.
"""

import pytest

SEEDS = range(1, 65)
PARTS = tuple(SEEDS[first : first + 16] for first in range(0, 64, 16))
FEWEST_WORLDS = 60
FEWEST_SALES = 20_000
IN_EACH_RUN = 2
"""Of each part."""


def worlds_of(part: int) -> list[object]:
    """The seeds of a part, for parametrize; all but the first few are for the campaign."""
    seeds = enumerate(PARTS[part])
    return [pytest.param(seed, marks=() if i < IN_EACH_RUN else pytest.mark.campaign) for i, seed in seeds]
