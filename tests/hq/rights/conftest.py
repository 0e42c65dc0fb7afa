"""Two counters that hold rights of every kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hq.office import Office
from tests.builders.counters import Counters, two_counters


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        one.grant(numbers=30, seats=["A-1", "A-2", "A-3"], places=10)
        two.grant(numbers=30, seats=["B-1", "B-2", "B-3"], places=10)
        one.push()
        two.push()
        yield one, two
