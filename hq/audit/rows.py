"""The SQL of HQ's own journal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from hq.storage.tables import hq_journal, hq_key
from sync.tables.transaction import Tx

_LOCK_CLASS = 0x4851
"""The class of the advisory locks of this journal; the object of the lock is the tenant."""
_t = hq_journal.c

_LOCK = select(func.pg_advisory_xact_lock(_LOCK_CLASS, func.hashtext(bindparam("tenant_text"))))
_HEAD = select(_t.seq, _t.hash).where(_t.tenant_id == bindparam("tenant")).order_by(_t.seq.desc()).limit(1)


def lock_journal(tx: Tx, tenant_id: UUID) -> None:
    """Make other writers of the tenant's journal wait until the transaction ends."""
    tx.execute(_LOCK, {"tenant_text": str(tenant_id)})


def head(tx: Tx, tenant_id: UUID) -> tuple[int, bytes] | None:
    """The position and hash of the last act."""
    row = tx.execute(_HEAD, {"tenant": tenant_id}).first()
    return (row.seq, bytes(row.hash)) if row else None


def insert_act(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert an act."""
    tx.insert(hq_journal, [row])


def acts_after(tx: Tx, tenant_id: UUID, after: int, most: int) -> Iterable[Row[Any]]:
    """Body and hash of at most `most` acts, by position, from the one after `after`."""
    statement = select(_t.body, _t.hash).where(_t.tenant_id == tenant_id, _t.seq > after)
    return tx.execute(statement.order_by(_t.seq).limit(most))


def all_acts(tx: Tx, tenant_id: UUID) -> Iterable[Row[Any]]:
    """The rows of all acts, by position."""
    return tx.execute(select(hq_journal).where(_t.tenant_id == tenant_id).order_by(_t.seq))


def public_keys(tx: Tx, tenant_id: UUID) -> Sequence[str]:
    """The public halves, in hex, of every key that the tenant has signed with."""
    return tx.execute(select(hq_key.c.public_key).where(hq_key.c.tenant_id == tenant_id)).scalars().all()
