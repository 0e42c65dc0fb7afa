"""The station's encrypted SQLite store: opening it, its pragmas, read and write transactions."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from domain.errors import Refused, Unavailable
from pos_app.storage.store import fences, guards
from sync.tables.transaction import Tx, driver_forms

log = logging.getLogger(__name__)

FILE_NAME = "station.db"
APPLICATION_ID = 0x54515531
"""Written into the file's header: "TQU1". Another program's SQLite file is refused by it."""
OLDEST_ENGINE = (3, 51, 3)
"""SQLite before this one can corrupt a WAL when it resets it."""

_PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "busy_timeout": 5000,
    "wal_autocheckpoint": 20_000,  # pages; a net under the background checkpoint, which keeps the sale's path short
    "secure_delete": 1,
}
_ENOUGH_STATEMENTS = 256

for _kind, _form in driver_forms().items():
    driver.register_adapter(_kind, _form)


@dataclass(eq=False)
class ForeignDatabase(Refused):
    """The file is not a Taquilla store, or the key does not open it."""

    code: ClassVar[str] = "ALM-01"

    path: str


@dataclass(eq=False)
class DamagedDatabase(Refused):
    """The store fails its integrity check."""

    code: ClassVar[str] = "ALM-02"

    path: str
    finding: str


@dataclass(eq=False)
class DiskFull(Unavailable):
    """The disk took no more: the transaction was rolled back, nothing was sold or printed."""

    code: ClassVar[str] = "ALM-03"


@dataclass(eq=False)
class StoreBusy(Unavailable):
    """Another program holds the store: the transaction did not begin, or was rolled back."""

    code: ClassVar[str] = "ALM-04"


@dataclass(eq=False)
class BrokenReference(Refused):
    """Rows of the transaction refer to rows that are not there: it was rolled back."""

    code: ClassVar[str] = "ALM-05"


class Database:
    """One store. `write` is a serial, durable transaction; `read` a consistent snapshot."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open or create the file. Raises ForeignDatabase, DamagedDatabase or Unavailable."""
        self.path = path
        self._key = key
        # The connection used last is taken first: it has the pages of the last sale decrypted in its cache.
        self._engine = create_engine(
            "sqlite://",
            module=driver,
            creator=lambda: self.connect(self.path),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=4,
            pool_use_lifo=True,
        )
        event.listen(self._engine, "begin", begin_nothing)
        self._check()

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that takes the write lock at once; it commits with one fdatasync, or rolls back whole."""
        yield from self._transaction("BEGIN IMMEDIATE", "COMMIT")

    @contextmanager
    def trial(self) -> Iterator[Tx]:
        """A write transaction that is always rolled back: to see what a change would come to."""
        yield from self._transaction("BEGIN IMMEDIATE", "ROLLBACK")

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A snapshot for reading."""
        yield from self._transaction("BEGIN", "COMMIT")

    def checkpoint(self) -> None:
        """Move committed pages from the WAL into the file; off the path of a sale, by the background thread.

        What a full disk or another program hinders now, the next one does.
        """
        with self._engine.connect() as connection:
            cursor: Any = connection.connection.driver_connection
            try:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            except driver.OperationalError as error:
                log.warning("the checkpoint waits: %s", error)

    def settle(self) -> None:
        """Move everything from the WAL into the file. Raises StoreBusy when another program reads or writes there."""
        with self._engine.connect() as connection:
            cursor: Any = connection.connection.driver_connection
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise StoreBusy("store", str(self.path))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """For the migrations."""
        return self._engine

    def _transaction(self, begin: str, end: str) -> Iterator[Tx]:
        with self._engine.connect() as connection:
            tx = Tx(connection)
            cursor: Any = connection.connection.driver_connection
            try:
                cursor.execute(begin)
                with _saying_why(tx, cursor):
                    yield tx
                cursor.execute(end)
            except (driver.OperationalError, OperationalError) as error:
                _roll_back(cursor)
                if is_full(error):
                    raise DiskFull("disk", str(self.path)) from error
                if "is locked" in str(error):
                    raise StoreBusy("store", str(self.path)) from error
                raise
            except BaseException as error:
                _roll_back(cursor)
                if isinstance(error, driver.IntegrityError) and "FOREIGN KEY" in str(error):
                    raise BrokenReference from error
                raise

    def connect(self, path: Path) -> Any:
        """A connection of the driver to a file under this store's key, with the pragmas."""
        connection = driver.connect(
            str(path),
            isolation_level=None,
            cached_statements=_ENOUGH_STATEMENTS,
            check_same_thread=False,
        )
        connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        return connection

    def bare(self, path: Path) -> Any:
        """A connection of the driver as it comes, but for this store's key: for copies."""
        connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
        return connection

    def _check(self) -> None:
        if driver.sqlite_version_info < OLDEST_ENGINE:
            raise Unavailable("sqlite", driver.sqlite_version, may_help=False)
        try:
            self._check_file()
        except driver.DatabaseError as error:
            raise ForeignDatabase(str(self.path)) from error

    def _check_file(self) -> None:
        connection = self._engine.raw_connection()
        try:
            cursor: Any = connection.driver_connection
            for name, value in _PRAGMAS.items():
                found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
                if found != value:
                    raise Unavailable("sqlite", f"{name} = {found}", may_help=False)
            application = cursor.execute("PRAGMA application_id").fetchone()[0]
            tables = cursor.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if application not in {0, APPLICATION_ID} or (application == 0 and tables):
                raise ForeignDatabase(str(self.path))
            if application == 0:
                cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            finding = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
            if finding != "ok":
                raise DamagedDatabase(str(self.path), str(finding)[:200])
        finally:
            connection.close()


@contextmanager
def _saying_why(tx: Tx, cursor: Any) -> Iterator[None]:
    """The store's own refusal of an entry, as a refusal that can be said."""
    try:
        yield
    except (driver.IntegrityError, IntegrityError) as error:
        if guards.JOURNAL_STOPPED not in str(error):
            raise
        _roll_back(cursor)
        raise fences.why_stopped(tx) from error


def is_full(error: Exception) -> bool:
    """Whether the driver says that the disk takes no more."""
    return "disk is full" in str(error) or "disk I/O error" in str(error)


def begin_nothing(_connection: object) -> None:
    """SQLAlchemy's own BEGIN is not wanted: `Database` says which kind of transaction it is."""


def _roll_back(cursor: Any) -> None:
    if cursor.in_transaction:
        cursor.execute("ROLLBACK")
