"""A store for tests of the journal: real SQLite, encrypted, with the real schema."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.storage import migrations
from pos_app.storage.store.database import FILE_NAME, Database
from sync import journal
from sync.facts import AnyFact
from sync.journal import Author, Head
from sync.tables.transaction import Tx

AT = datetime(2026, 11, 21, 15, 0, 0, 123_456, tzinfo=UTC)
TENANT, STATION, CASHIER = UUID(int=1), UUID(int=2), UUID(int=3)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AUTHOR = Author(TENANT, STATION, 1, KEY)


@contextmanager
def new_store(folder: Path) -> Iterator[Database]:
    """An empty store at the present schema."""
    key = bytes(32)
    put_empty_store(folder, key)
    with closing(Database(folder / FILE_NAME, key)) as database:
        yield database


def put_empty_store(folder: Path, key: bytes) -> None:
    """Put an empty store at the present schema into a folder without one: migrating each anew takes long."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / FILE_NAME).exists():
        shutil.copy(_migrated(key), folder / FILE_NAME)


def new_template() -> Path:
    """A folder for what a test process makes once and copies. It is removed when the process ends."""
    folder = Path(mkdtemp(prefix="taquilla-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def write(tx: Tx, *facts: AnyFact, author: Author = AUTHOR) -> list[Head]:
    """Append facts in order; returns the head after each."""
    return [journal.append(tx, author, fact, at=AT, actor=None) for fact in facts]


@cache
def _migrated(key: bytes) -> Path:
    path = new_template() / FILE_NAME
    with closing(Database(path, key)) as database:
        migrations.upgrade(database)
    return path
