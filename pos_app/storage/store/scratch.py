"""A store for the time of a comparison: the rows that the journal makes are written there, beside the real store."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import StaticPool, create_engine, event
from sqlalchemy.schema import CreateTable

from pos_app.storage.store import projections
from pos_app.storage.store.database import suppress_begin
from sync.tables.transaction import Tx

_PRAGMAS = {"journal_mode": "off", "synchronous": 0, "locking_mode": "exclusive", "cache_size": -32_000}
"""It is thrown away in any case, so it needs no journal and no sync. The cache is in KiB when negative."""
_KEY_BYTES = 32


@contextmanager
def scratch(folder: Path) -> Iterator[Tx]:
    """A transaction on an empty store with the tables of the projections, without indexes, triggers and foreign keys.

    Its file is in `folder`, encrypted under a key that nobody keeps, and gone afterwards. Raises OSError.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".verify-", ignore_cleanup_errors=True) as place:
        path = Path(place) / "scratch.db"
        engine = create_engine("sqlite://", creator=lambda: _connect(path), module=driver, poolclass=StaticPool)
        event.listen(engine, "begin", suppress_begin)
        try:
            with engine.connect() as connection:
                tx = Tx(connection)
                for table in projections.TABLES:
                    tx.driver.execute(str(CreateTable(table).compile(dialect=connection.dialect)))
                with suppress(OSError):  # where the system permits it, a program that is killed leaves nothing behind
                    path.unlink()
                    Path(place).rmdir()
                tx.driver.execute("BEGIN")
                yield tx
        finally:
            engine.dispose()


def _connect(path: Path) -> driver.Connection:
    connection = driver.connect(str(path), isolation_level=None, cached_statements=256, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{secrets.token_bytes(_KEY_BYTES).hex()}'\"")
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    return connection
