"""The doubt whether this store is the newest one: its witness is missing, unreadable or older than a crash explains."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import delete, insert, select

from domain.errors import Refused
from pos_app.storage.tables import witness_doubt
from sync.tables.transaction import Tx


@dataclass(eq=False)
class StoreDoubted(Refused):
    """Nothing outside of the store proves that it is the newest one: a supervisor says so before it sells.

    `flaw` is what is wrong with the witness: missing, unreadable or older.
    """

    code: ClassVar[str] = "RES-10"

    flaw: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with the witness, and since when sales are stopped."""

    flaw: str
    raised_at: datetime


def current(tx: Tx) -> Doubt | None:
    """The doubt; None without one."""
    row = tx.execute(select(witness_doubt)).first()
    return Doubt(row.flaw, row.raised_at) if row else None


def put(tx: Tx, raised: Doubt) -> None:
    """Stop sales. A doubt that stands stays as it is."""
    if current(tx) is None:
        tx.execute(insert(witness_doubt), {"only": 1, "flaw": raised.flaw, "raised_at": raised.raised_at})


def take_down(tx: Tx) -> None:
    """Let sales go on."""
    tx.execute(delete(witness_doubt))
