"""Copies of a store under the same key: making one while others write, and looking into one."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from pos_app.storage.store.database import DamagedDatabase, Database, ForeignDatabase, begin_nothing
from sync.tables.transaction import Tx

PAGES_A_STEP = 256
"""One megabyte: some milliseconds of a disk."""


def copy(database: Database, path: Path, pause: Callable[[], None], pages: int = PAGES_A_STEP) -> None:
    """An encrypted copy of the store as it is now, in steps with a pause after each: nobody waits for the whole.

    The file is one piece, without a WAL beside it. Raises what the driver raises, and what `pause` raises.
    """
    with closing(database.bare(database.path)) as source, closing(database.bare(path)) as target:
        target.execute("PRAGMA synchronous = OFF")  # nobody relies on it before the caller has synced it
        # An open snapshot: without it each sale meanwhile would make the copy begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(target, pages=pages, progress=lambda _status, _left, _total: pause(), sleep=0.05)
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def look_into(database: Database, path: Path) -> Iterator[Tx]:
    """A copy as it lies there, checked, for reading only. Raises ForeignDatabase or DamagedDatabase."""
    engine = create_engine("sqlite://", module=driver, creator=lambda: database.bare(path), poolclass=NullPool)
    event.listen(engine, "begin", begin_nothing)
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
