"""Random bytes for tests, the same in every run."""

from collections.abc import Callable
from random import Random


def seeded(seed: int | str) -> Callable[[int], bytes]:
    """A source of random bytes, as os.urandom is, that a seed determines."""
    return Random(seed).randbytes  # noqa: S311  # the same in every run
