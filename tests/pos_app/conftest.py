"""Fixtures of the small station."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.people.staff import Cashier
from pos_app.station import Station
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.pos_app.days import live_through_a_day


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """A station with the small set-up and no shift open."""
    made = stations.new_station(tmp_path / "profile")
    with closing(made.database):
        yield made


@pytest.fixture
def till(station: Station) -> Station:
    """The station with an open shift of Ana's."""
    stations.open_shift(station)
    return station


@pytest.fixture
def full(till: Station) -> Station:
    """A store with a closed day and a second one begun."""
    live_through_a_day(till)
    return till


@pytest.fixture
def clock(station: Station) -> FakeClock:
    """The station's clock."""
    return stations.clock_of(station)


@pytest.fixture
def ana(station: Station) -> Cashier:
    """A cashier."""
    return stations.ana(station)


@pytest.fixture
def rosa(station: Station) -> Cashier:
    """A supervisor."""
    return stations.rosa(station)
