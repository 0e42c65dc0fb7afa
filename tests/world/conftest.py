"""Fixtures of the simulated worlds: one PostgreSQL and one loaded house for all worlds of a test process."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest

from tests.log_guard import LogGuard
from tests.world import story
from tests.world.grounds import Grounds, prepared
from tests.world.story import Outcome
from tests.world.totals import PROPERTY

RunWorld = Callable[[int], Outcome]


@pytest.fixture(scope="session")
def grounds() -> Iterator[Grounds]:
    """PostgreSQL, the loaded house, an empty store."""
    with prepared() as made:
        yield made


@pytest.fixture
def run_world(grounds: Grounds, record_property: Callable[[str, object], None]) -> RunWorld:
    """Runs the world of a seed and adds its counts to the totals of the test run."""

    def run(seed: int) -> Outcome:
        outcome = story.run_world(grounds, seed)
        record_property(PROPERTY, json.dumps(outcome.counts))
        return outcome

    return run


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """A guard that reports nothing: a world provokes warnings and errors of every kind on purpose."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield LogGuard()
    logging.disable(before)
