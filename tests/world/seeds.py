"""The seeds of the tests' worlds, in parts that run in parallel, and the least that all of them must amount to.

`make worlds` lives through 64 of them, other test runs through half.
"""

import os

_COUNT = 64 if os.environ.get("TAQUILLA_ALL_WORLDS") else 32
SEEDS = range(1, _COUNT + 1)
PARTS = tuple(SEEDS[first : first + _COUNT // 4] for first in range(0, _COUNT, _COUNT // 4))
FEWEST_WORLDS = 30
FEWEST_SALES = 9_000
