"""The station's encrypted SQLite store: connections, pragmas, and read and write transactions."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from domain.errors import Refused, Unavailable
from pos_app import durable
from pos_app.storage.store import connecting, fences, guards
from pos_app.storage.store.fences import Reached
from pos_app.storage.store.open_files import OpenFiles
from pos_app.storage.store.page_check import DamagedDatabase, PageCheck
from sync import file_errors
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

FILE_NAME = "station.db"
FILES = (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
APPLICATION_ID = 0x54515531
""""TQU1" in the file's header. It distinguishes a store from the SQLite file of another program."""
OLDEST_ENGINE = (3, 51, 3)
"""SQLite before this one can corrupt a WAL when it resets it."""


@dataclass(eq=False)
class ForeignDatabase(Refused):
    """The file is not a Taquilla store, or the key does not decrypt it."""

    code: ClassVar[str] = "ALM-01"

    path: str


@dataclass(eq=False)
class DiskFull(Unavailable):
    """The disk is full: the transaction was rolled back, so nothing was sold or printed."""

    code: ClassVar[str] = "ALM-03"


@dataclass(eq=False)
class StoreBusy(Unavailable):
    """Another program holds the lock of the store: the transaction did not begin, or was rolled back."""

    code: ClassVar[str] = "ALM-04"


@dataclass(eq=False)
class BrokenReference(Refused):
    """The transaction left rows that refer to missing rows, and was rolled back."""

    code: ClassVar[str] = "ALM-05"


@dataclass(eq=False)
class StoreReadOnly(Unavailable):
    """The store cannot be written, or opened, although it could before: permissions or the disk have changed."""

    code: ClassVar[str] = "ALM-06"


class Ends(Protocol):
    """Records the end of the journal outside of the store, around each commit."""

    flaw: str | None
    """What was wrong with the record when the store was opened: the store may be an older copy."""

    def trust(self) -> None:
        """Record from now on, although the record had a flaw."""
        ...

    def sync(self) -> None:
        """Make the record survive a power cut. Raises nothing."""
        ...

    def end(self, tx: Tx) -> Reached | None:
        """What to record of a transaction that is about to commit, or None."""
        ...

    def keep(self, reached: Reached) -> None:
        """Record it after the commit. Raises nothing."""
        ...

    def close(self) -> None:
        """Let go of the record."""
        ...


class Database:
    """One store. `write` is a serialised, durable transaction, `read` a consistent snapshot."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open or create the file; `key` has 32 bytes. Raises ForeignDatabase, DamagedDatabase or Unavailable."""
        self.path = path
        self._key = key
        self.ends: Ends | None = None
        self._pages = PageCheck(path)
        self._files = OpenFiles([path.with_name(path.name + end) for end in ("", "-wal", "-shm")])
        # LIFO: the connection used last holds the pages of the last sale decrypted in its cache.
        self._engine = create_engine(
            "sqlite://",
            module=driver,
            creator=lambda: self.connect(self.path),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=4,
            pool_use_lifo=True,
        )
        event.listen(self._engine, "begin", suppress_begin)
        self._check()
        self._files.check()

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that takes the write lock at its beginning. It commits with one fdatasync, or rolls back.

        Raises StoreReplaced when the files are no longer those that were opened, DamagedDatabase after `check_pages`.
        """
        self._pages.must_be_sound()
        self._files.check()
        yield from self._transaction("BEGIN IMMEDIATE", "COMMIT", self.ends)

    @contextmanager
    def trial(self) -> Iterator[Tx]:
        """A write transaction that is always rolled back, to compute the outcome of a change."""
        yield from self._transaction("BEGIN IMMEDIATE", "ROLLBACK")

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that reads one snapshot."""
        yield from self._transaction("BEGIN", "COMMIT")

    def checkpoint(self) -> None:
        """Move committed pages from the WAL into the file. The background thread calls it, so no sale waits for it.

        A failure, by a full disk or another program, is logged; the next checkpoint makes up for it.
        """
        with self._engine.connect() as connection:
            cursor: Any = connection.connection.driver_connection
            try:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            except driver.OperationalError as error:
                log.warning("checkpoint failed: %s", error)

    def check_pages(self) -> None:
        """Check a further part of a large store, of which opening checked none. The background thread calls it."""
        with self._engine.connect() as connection:
            self._pages.go_on(connection.connection.driver_connection)

    def settle(self) -> None:
        """Move everything from the WAL into the file and empty it. Raises StoreBusy when another program uses it."""
        with self._engine.connect() as connection:
            cursor: Any = connection.connection.driver_connection
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise StoreBusy("store", str(self.path))

    def close(self) -> None:
        """Close all connections."""
        if self.ends:
            self.ends.close()
        self._engine.dispose()
        self._files.forget()

    @property
    def engine(self) -> Engine:
        """The engine, which the migrations need."""
        return self._engine

    def _transaction(self, begin: str, end: str, ends: Ends | None = None) -> Iterator[Tx]:
        with self._connection() as connection:
            tx = Tx(connection)
            cursor: Any = connection.connection.driver_connection
            try:
                cursor.execute(begin)
                with _translated_refusal(tx, cursor):
                    yield tx
                reached = ends.end(tx) if ends else None
                cursor.execute(end)
            except (driver.OperationalError, OperationalError) as error:
                _roll_back(cursor)
                if is_full(error):
                    raise DiskFull("disk", str(self.path)) from error
                if "is locked" in str(error):
                    raise StoreBusy("store", str(self.path)) from error
                if _is_closed_off(error):
                    raise StoreReadOnly("store", str(self.path)) from error
                raise
            except BaseException as error:
                _roll_back(cursor)
                if isinstance(error, driver.IntegrityError) and "FOREIGN KEY" in str(error):
                    raise BrokenReference from error
                raise
            # Before the caller goes on, and before the print thread's own transaction: paper never leads the record.
            if ends and reached is not None:
                ends.keep(reached)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A connection of the pool. Raises StoreReadOnly when the file can no longer be opened."""
        try:
            connection = self._engine.connect()
        except (driver.OperationalError, OperationalError) as error:
            if _is_closed_off(error):
                raise StoreReadOnly("store", str(self.path)) from error
            raise
        with connection:
            yield connection

    def connect(self, path: Path) -> Any:
        """A driver connection to a file, under this store's key and with the pragmas set."""
        return connecting.connect(path, self._key)

    def bare(self, path: Path) -> Any:
        """A driver connection to a file, under this store's key and without the pragmas, for copies."""
        return connecting.bare(path, self._key)

    def _check(self) -> None:
        if driver.sqlite_version_info < OLDEST_ENGINE:
            raise Unavailable("sqlite", driver.sqlite_version, may_help=False)
        try:
            self._check_file()
        except (driver.DatabaseError, OperationalError) as error:
            if _is_closed_off(error):
                file_errors.must_be_writable(self.path.parent, FILES)
                raise file_errors.FileFailed(str(self.path), str(error)) from error
            if "malformed" in str(error):  # under another key the file is no database at all
                raise DamagedDatabase(str(self.path), str(error)) from error
            raise ForeignDatabase(str(self.path)) from error

    def _check_file(self) -> None:
        with file_errors.named(self.path):
            durable.make_private(self.path)
        connection = self._engine.raw_connection()
        try:
            _check_store(connection.driver_connection, self.path, self._pages)
        finally:
            connection.close()


def _check_store(cursor: Any, path: Path, pages: PageCheck) -> None:
    """Check pragmas, kind and pages of an open store. Raises Unavailable, ForeignDatabase or DamagedDatabase."""
    for name, value in connecting.PRAGMAS.items():
        actual = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if actual != value:
            raise Unavailable("sqlite", f"{name} = {actual}", may_help=False)
    application = cursor.execute("PRAGMA application_id").fetchone()[0]
    tables = cursor.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application not in {0, APPLICATION_ID} or (application == 0 and tables):
        raise ForeignDatabase(str(path))
    if application == 0:
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    pages.begin(cursor)


@contextmanager
def _translated_refusal(tx: Tx, cursor: Any) -> Iterator[None]:
    """Turn the error of the trigger that stops the journal into the refusal that names the cause."""
    try:
        yield
    except (driver.IntegrityError, IntegrityError) as error:
        if guards.JOURNAL_STOPPED not in str(error):
            raise
        _roll_back(cursor)
        raise fences.why_stopped(tx) from error


def is_full(error: Exception) -> bool:
    """Whether a driver error means that the disk is full."""
    return "disk is full" in str(error) or "disk I/O error" in str(error)


def _is_closed_off(error: Exception) -> bool:
    """Whether the system refused SQLite the file or its folder, which says nothing about content and key."""
    return any(words in str(error) for words in ("readonly database", "unable to open database file"))


def suppress_begin(_connection: object) -> None:
    """Replaces SQLAlchemy's own BEGIN by none: `Database` begins each transaction of the kind it needs."""


def _roll_back(cursor: Any) -> None:
    if cursor.in_transaction:
        cursor.execute("ROLLBACK")
