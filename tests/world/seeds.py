"""The seeds of the tests' worlds, in parts that run in parallel, and the least that all of them must amount to."""

SEEDS = range(1, 65)
PARTS = tuple(SEEDS[first : first + 16] for first in range(0, 64, 16))
FEWEST_WORLDS = 60
FEWEST_SALES = 20_000
