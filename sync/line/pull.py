"""Catalogue changes into the station's store: pages of the feed, whole snapshots, and digests that compare both sides.

Only tables of the catalogue are written, under the station's own tenant; other tables that a page names are ignored.
The caller stores the cursor of the feed in the same transaction.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import UUID

import msgspec
from sqlalchemy import Table, bindparam, delete, select, text

from sync.line import packing, rows
from sync.line.hq_errors import BadAnswer
from sync.line.messages import Change, Digests, Page, Rows
from sync.tables import canonical
from sync.tables.catalogue import CATALOGUE, conflict_case
from sync.tables.transaction import Row, Tx

_MOST_CHUNK_BYTES = 64 << 20
_IN_A_SNAPSHOT = {table.name: table for table in CATALOGUE}
_BY_THE_FEED = {**_IN_A_SNAPSHOT, conflict_case.name: conflict_case}
"""Conflict cases are sent to one station only, so a snapshot, which is the same for all, does not contain them."""
# Rows arrive in any order of tables, so foreign keys are checked at the commit.
_CHECK_AT_COMMIT = text("PRAGMA defer_foreign_keys = 1")


def check_page(page: Page, cursor: int, incarnation: UUID) -> None:
    """Check that a page continues the feed from this cursor, in order. Raises BadAnswer."""
    cursors = [cursor, *(change.seq for change in page.changes)]
    in_order = all(before < after for before, after in pairwise(cursors))
    if page.hq_incarnation != incarnation or not in_order or not cursors[-1] <= page.cursor <= page.head:
        raise BadAnswer("hq", "page")


def apply_page(tx: Tx, tenant_id: UUID, changes: Sequence[Change]) -> bool:
    """Apply changes in order; returns whether any row differed. Raises BadRows."""
    tx.execute(_CHECK_AT_COMMIT)
    different = 0
    for change in changes:
        for packed in change.drop:
            if (table := _BY_THE_FEED.get(packed.table)) is not None:
                different += _drop(tx, table, rows.unpack_keys(table, packed, tenant_id))
        for packed in change.put:
            if (table := _BY_THE_FEED.get(packed.table)) is not None:
                different += tx.upsert(table, rows.unpack(table, packed, tenant_id))
    return different > 0


def open_chunk(raw: bytes, sha256: str) -> Rows:
    """Decode a chunk of a snapshot. Raises BadAnswer when its SHA-256 is not the one of the manifest."""
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise BadAnswer("hq", "chunk")
    try:
        return canonical.decode(packing.unpack(raw, _MOST_CHUNK_BYTES), Rows)
    except (msgspec.MsgspecError, ValueError, MemoryError) as error:
        raise BadAnswer("hq", "chunk") from error


def replace_catalogue(tx: Tx, tenant_id: UUID, pieces: Sequence[Rows]) -> None:
    """Make the catalogue equal to a snapshot: write rows that differ, delete those it lacks. Raises BadRows."""
    tx.execute(_CHECK_AT_COMMIT)
    whole: dict[str, list[Row]] = {name: [] for name in _IN_A_SNAPSHOT}
    for packed in pieces:
        if (table := _IN_A_SNAPSHOT.get(packed.table)) is not None:
            whole[packed.table].extend(rows.unpack(table, packed, tenant_id))
    for name, table in _IN_A_SNAPSHOT.items():
        _drop(tx, table, _surplus(tx, table, tenant_id, whole[name]))
        tx.upsert(table, whole[name])


def differing(tx: Tx, tenant_id: UUID, theirs: Digests) -> tuple[str, ...]:
    """The tables of the catalogue whose rows differ from HQ's at the same cursor of the feed."""
    return tuple(
        name
        for name, table in _IN_A_SNAPSHOT.items()
        if name in theirs.tables and rows.digest(tx, table, tenant_id) != theirs.tables[name]
    )


def _surplus(tx: Tx, table: Table, tenant_id: UUID, wanted: Sequence[Row]) -> list[Row]:
    """The keys of rows that are stored and not wanted."""
    names = [column.name for column in table.primary_key]
    stored = tx.execute(select(*table.primary_key).where(table.c.tenant_id == tenant_id))
    keep = {tuple(row[name] for name in names) for row in wanted}
    return [dict(zip(names, key, strict=True)) for key in map(tuple, stored) if key not in keep]


def _drop(tx: Tx, table: Table, keys: Sequence[Row]) -> int:
    if not keys:
        return 0
    this = [column == bindparam(f"of_{column.name}") for column in table.primary_key]
    return int(tx.execute(delete(table).where(*this), [_named(key) for key in keys]).rowcount)


def _named(key: Mapping[str, object]) -> dict[str, object]:
    return {f"of_{name}": value for name, value in key.items()}
