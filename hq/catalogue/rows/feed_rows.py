"""All SQL of the catalogue's way to the stations: catalogue rows, the feed, snapshots, and editions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, select, tuple_, update

from hq.storage import ledger_tables
from hq.storage.batch import upsert_many
from sync.tables.transaction import Row, Tx

Key = tuple[Any, ...]
_FEW = 1_000
"""Up to so many rows are selected by their keys; more are faster to find among all rows of the table."""

_feed, _change = ledger_tables.feed.c, ledger_tables.change.c
HEAD = select(_feed.head).where(_feed.tenant_id == bindparam("tenant"))
_ADVANCE = (
    update(ledger_tables.feed)
    .values(head=_feed.head + bindparam("steps"))
    .where(_feed.tenant_id == bindparam("tenant"))
    .returning(_feed.head)
)


def read_rows(tx: Tx, tenant_id: UUID, table: Table, like: Sequence[Row] | None = None) -> dict[Key, Row]:
    """The rows of a catalogue table by primary key: all, or at least those with the keys of `like`."""
    keys = [column.name for column in table.primary_key]
    statement = select(table).where(table.c.tenant_id == tenant_id)
    if like is not None and len(like) <= _FEW:
        statement = statement.where(tuple_(*table.primary_key).in_([tuple(row[name] for name in keys) for row in like]))
    return {tuple(row[name] for name in keys): dict(row) for row in tx.execute(statement).mappings()}


def read_table(tx: Tx, tenant_id: UUID, table: Table) -> list[Row]:
    """All rows of a catalogue table, by primary key."""
    statement = select(table).where(table.c.tenant_id == tenant_id).order_by(*table.primary_key)
    return [dict(row) for row in tx.execute(statement).mappings()]


def write_rows(tx: Tx, table: Table, rows: Sequence[Row]) -> None:
    """Insert or replace rows of a catalogue table."""
    upsert_many(tx, table, rows)


def insert_feed(tx: Tx, tenant_id: UUID) -> None:
    """Insert the empty feed of a new tenant."""
    tx.insert(ledger_tables.feed, [{"tenant_id": tenant_id, "head": 0, "pruned_to": 0}])


def feed_head(tx: Tx, tenant_id: UUID) -> int:
    """The cursor of the last change; 0 when the feed is empty."""
    return int(tx.execute(HEAD, {"tenant": tenant_id}).scalar_one())


def feed_ends(tx: Tx, tenant_id: UUID) -> tuple[int, int]:
    """The cursor up to which the feed is pruned, and the cursor of the last change."""
    ends = tx.execute(select(ledger_tables.feed).where(_feed.tenant_id == tenant_id)).one()
    return ends.pruned_to, ends.head


def advance_feed(tx: Tx, tenant_id: UUID, steps: int) -> int:
    """Add `steps` to the head of the feed and return the new head. Locks the feed until the transaction ends."""
    return int(tx.execute(_ADVANCE, {"tenant": tenant_id, "steps": steps}).scalar_one())


def insert_changes(tx: Tx, tenant_id: UUID, station_id: UUID | None, bodies: Iterable[tuple[int, bytes]]) -> None:
    """Insert packed changes by cursor, for one station or for all (None)."""
    tx.insert(ledger_tables.change, [
        {"tenant_id": tenant_id, "seq": seq, "station_id": station_id, "body": body} for seq, body in bodies
    ])  # fmt: skip


def changes_after(tx: Tx, tenant_id: UUID, cursor: int, limit: int) -> Iterable[Any]:
    """Cursor, station and packed body of the next changes, in the order of the feed."""
    return tx.execute(
        select(_change.seq, _change.station_id, _change.body)
        .where(_change.tenant_id == tenant_id, _change.seq > cursor)
        .order_by(_change.seq)
        .limit(limit)
    )


def newest_snapshot(tx: Tx, tenant_id: UUID, since: int) -> tuple[UUID, int] | None:
    """Id and cursor of the newest snapshot whose cursor is `since` or later and not 0; None without one."""
    s = ledger_tables.snapshot.c
    row = tx.execute(
        select(s.id, s.cursor).where(s.tenant_id == tenant_id, s.cursor >= since, s.cursor > 0)
        .order_by(s.cursor.desc()).limit(1)
    ).first()  # fmt: skip
    return None if row is None else (row.id, row.cursor)


def chunk_sums(tx: Tx, tenant_id: UUID, snapshot_id: UUID) -> tuple[str, ...]:
    """The SHA-256 sums of a snapshot's chunks, in their order."""
    c = ledger_tables.snapshot_chunk.c
    statement = select(c.sha256).where(c.tenant_id == tenant_id, c.snapshot_id == snapshot_id).order_by(c.no)
    return tuple(tx.execute(statement).scalars())


def chunk_body(tx: Tx, tenant_id: UUID, snapshot_id: UUID, no: int) -> bytes | None:
    """One packed chunk; None when the snapshot or the chunk does not exist."""
    c = ledger_tables.snapshot_chunk.c
    body = tx.execute(select(c.body).where(c.tenant_id == tenant_id, c.snapshot_id == snapshot_id, c.no == no)).scalar()
    return None if body is None else bytes(body)


def insert_snapshot(tx: Tx, tenant_id: UUID, snapshot_id: UUID, cursor: int, made_at: datetime) -> None:
    """Insert a snapshot at a cursor of the feed."""
    tx.insert(
        ledger_tables.snapshot, [{"tenant_id": tenant_id, "id": snapshot_id, "cursor": cursor, "made_at": made_at}]
    )


def insert_chunks(tx: Tx, tenant_id: UUID, snapshot_id: UUID, chunks: Iterable[tuple[str, bytes]]) -> None:
    """Insert the chunks of a snapshot in their order: SHA-256 sum and packed body."""
    tx.insert(ledger_tables.snapshot_chunk, [
        {"tenant_id": tenant_id, "snapshot_id": snapshot_id, "no": no, "sha256": sha256, "body": body}
        for no, (sha256, body) in enumerate(chunks)
    ])  # fmt: skip
