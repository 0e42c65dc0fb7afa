"""A database on a server that has the stand-in of Citus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hq.storage.database import Database
from tests.builders.citus import citus_available, create_citus


@pytest.fixture
def with_citus(database: Database, short_folder: Path) -> Iterator[Database]:
    """A migrated database with the extension and two workers."""
    with citus_available(database, short_folder):
        with database.owner() as connection:
            create_citus(connection)
        yield database
