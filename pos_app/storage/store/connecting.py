"""Driver connections to an encrypted SQLite file."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from sync.tables.transaction import driver_forms

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "busy_timeout": 5000,
    # In pages. Usually the background thread checkpoints first, so that no sale has to do it.
    "wal_autocheckpoint": 20_000,
    "secure_delete": 1,
}
_ENOUGH_STATEMENTS = 256

for _kind, _form in driver_forms().items():
    driver.register_adapter(_kind, _form)


def connect(path: Path, key: bytes) -> Any:
    """A connection under this key of 32 bytes, with the pragmas of a store set."""
    connection = driver.connect(
        str(path), isolation_level=None, cached_statements=_ENOUGH_STATEMENTS, check_same_thread=False
    )
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def bare(path: Path, key: bytes) -> Any:
    """A connection under this key and without the pragmas, for copies."""
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection
