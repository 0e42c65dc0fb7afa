"""The worlds that every run of the tests lives through, in parts that run beside each other.

A run has a quarter of an hour; `python -m tests.world --seeds 64` lives through more than 20,000 sales.
"""

SEEDS = range(1, 17)
PARTS = tuple(SEEDS[first : first + 4] for first in range(0, 16, 4))
FEWEST_WORLDS = 16
FEWEST_SALES = 3_500
