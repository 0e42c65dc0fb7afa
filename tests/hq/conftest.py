"""HQ under test: one PostgreSQL a test process, a database of its own for each test, a clock that stands still."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest

from hq.embedded import EmbeddedPostgres
from hq.keys import KeySeal
from hq.office import Office, open_office
from hq.storage import migrations
from hq.storage.database import Database
from tests.hq.offices import FixedClock

TEMPLATE = "taquilla_template"
# A test does not outlive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "1GB"}
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A server with a migrated template database."""
    folder = Path(tempfile.mkdtemp(prefix="hq-"))
    with closing(EmbeddedPostgres(folder / "pg", FAST)) as server:
        _run(server, f"CREATE DATABASE {TEMPLATE}")
        with closing(Database(server.url(TEMPLATE))) as database:
            migrations.upgrade(database)
        yield server
    shutil.rmtree(folder)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for a socket's."""
    made = Path(tempfile.mkdtemp(prefix="hq-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def empty_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database without tables."""
    yield from _database(postgres, "template1")


@pytest.fixture
def database(postgres: EmbeddedPostgres) -> Iterator[Database]:
    """A migrated database."""
    for url in _database(postgres, TEMPLATE):
        with closing(Database(url)) as database:
            yield database


@pytest.fixture
def clock() -> FixedClock:
    """A clock that moves when it is told to."""
    return FixedClock()


@pytest.fixture
def office(database: Database, clock: FixedClock) -> Office:
    """HQ on its own database."""
    return open_office(database, clock, random.Random(0).randbytes, KeySeal(bytes(32)))  # noqa: S311  # the same in every run


def _database(server: EmbeddedPostgres, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield server.url(name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: EmbeddedPostgres, statement: str) -> None:
    with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
        connection.execute(statement.encode())
