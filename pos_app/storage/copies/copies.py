"""Copies of a store under the same key: making one while sales go on, and reading one."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from pos_app.storage.store.database import Database, ForeignDatabase, suppress_begin
from pos_app.storage.store.page_check import DamagedDatabase
from sync.tables.transaction import Tx

PAGES_A_STEP = 256
"""One megabyte, which takes a disk some milliseconds."""


def copy(database: Database, path: Path, pause: Callable[[], None], pages: int = PAGES_A_STEP) -> None:
    """Copy the store as it is now, encrypted, in steps of `pages`, and call `pause` after each step.

    The copy is a single file without a WAL. Raises what the driver and `pause` raise.
    """
    with closing(database.bare(database.path)) as source, closing(database.bare(path)) as target:
        target.execute("PRAGMA synchronous = OFF")  # the caller syncs the file before it counts as a backup
        # An open read snapshot: without it, each sale would make SQLite begin the copy again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(target, pages=pages, progress=lambda _status, _left, _total: pause(), sleep=0.05)
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def look_into(database: Database, path: Path) -> Iterator[Tx]:
    """Open a copy for reading only, after an integrity check. Raises ForeignDatabase or DamagedDatabase."""
    engine = create_engine("sqlite://", module=driver, creator=lambda: database.bare(path), poolclass=NullPool)
    event.listen(engine, "begin", suppress_begin)
    try:
        with engine.connect() as connection:
            cursor: Any = connection.connection.driver_connection
            cursor.execute("PRAGMA query_only = 1")
            finding = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
            if finding != "ok":
                raise DamagedDatabase(str(path), str(finding)[:200])
            yield Tx(connection)
    except driver.DatabaseError as error:
        raise ForeignDatabase(str(path)) from error
    finally:
        engine.dispose()
