"""One ground for all worlds of a test process; a world's log lines belong to its story, not to the test's silence."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest

from tests.log_guard import LogGuard
from tests.world.grounds import Grounds, prepared
from tests.world.story import Told, live
from tests.world.totals import PROPERTY

Lives = Callable[[int], Told]


@pytest.fixture(scope="session")
def grounds() -> Iterator[Grounds]:
    """PostgreSQL, the loaded house, an empty store."""
    with prepared() as made:
        yield made


@pytest.fixture
def lives(grounds: Grounds, record_property: Callable[[str, object], None]) -> Lives:
    """Lives through a world, which counts among all those of the run."""

    def told(seed: int) -> Told:
        told = live(grounds, seed)
        record_property(PROPERTY, json.dumps(told.counts))
        return told

    return told


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """HQ says at ERROR that it was killed, stations warn of answers that were garbled: here that is what happens."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield LogGuard()
    logging.disable(before)
