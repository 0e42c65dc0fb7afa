"""HQ under test: one PostgreSQL for each test process, a database for each test, a fixed clock."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hq.office import Office
from hq.postgres.embedded import EmbeddedPostgres
from hq.storage import migrations
from hq.storage.database import Database
from tests.builders.clock import START, FakeClock
from tests.builders.counters import house
from tests.builders.databases import Databases
from tests.builders.office import office_on

# Tests need no protection of their data against power cuts.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "1GB"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The server of this test process."""
    folder = Path(tempfile.mkdtemp(prefix="hq-"))
    with closing(EmbeddedPostgres(folder / "pg", FAST)) as server:
        yield server
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated(postgres: EmbeddedPostgres) -> Iterator[Databases]:
    """Databases with HQ's empty tables."""
    with closing(Databases(postgres, "migrated", migrations.upgrade)) as made:
        yield made


@pytest.fixture(scope="session")
def housed(postgres: EmbeddedPostgres) -> Iterator[Databases]:
    """Databases with the small house, loaded once: hashing its PINs is slow."""
    with closing(Databases(postgres, "housed", _load_house)) as made:
        yield made


def _load_house(database: Database) -> None:
    migrations.upgrade(database)
    house(office_on(database, FakeClock(START), 1))


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database; with the small house if the test is marked `house`."""
    kind = "housed" if request.node.get_closest_marker("house") else "migrated"
    databases: Databases = request.getfixturevalue(kind)
    with databases.lent() as database:
        yield database


@pytest.fixture(scope="session")
def empty(postgres: EmbeddedPostgres) -> Iterator[Databases]:
    """Databases without tables."""
    with closing(Databases(postgres, "empty", lambda _database: None)) as made:
        yield made


@pytest.fixture
def empty_database(empty: Databases) -> Iterator[Database]:
    """A database without tables."""
    with empty.lent() as database:
        yield database


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a path short enough for a socket in it."""
    made = Path(tempfile.mkdtemp(prefix="hq-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that tests move."""
    return FakeClock(START)


@pytest.fixture
def office(database: Database, clock: FakeClock) -> Office:
    """HQ on its own database."""
    return office_on(database, clock, 0)
