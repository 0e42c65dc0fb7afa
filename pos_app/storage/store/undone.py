"""A part of a transaction that is tried and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from sync.tables.transaction import Tx


@contextmanager
def undone(tx: Tx) -> Iterator[None]:
    """Take back what the block writes, also when it raises. The transaction around it goes on."""
    tx.execute(text("SAVEPOINT tried"))
    try:
        yield
    finally:
        tx.execute(text("ROLLBACK TO tried"))
        tx.execute(text("RELEASE tried"))
