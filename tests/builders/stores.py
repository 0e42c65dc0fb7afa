"""A store for tests of the journal: real SQLite, encrypted, with the real schema."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.storage import migrations
from pos_app.storage.store.database import Database
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
    database = Database(folder / "station.db", bytes(32))
    with closing(database):
        migrations.upgrade(database)
        yield database


def write(tx: Tx, *facts: AnyFact, author: Author = AUTHOR) -> list[Head]:
    """Append facts in order; returns the head after each."""
    return [journal.append(tx, author, fact, at=AT, actor=None) for fact in facts]
