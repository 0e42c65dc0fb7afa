"""The worlds that the tests live through, in parts that run beside each other."""

SEEDS = range(1, 65)
PARTS = tuple(SEEDS[first : first + 16] for first in range(0, 64, 16))
FEWEST_WORLDS = 60
FEWEST_SALES = 20_000
