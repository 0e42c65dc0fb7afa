"""How stations read the catalogue: pages of the feed, whole snapshots, and digests to compare both sides."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from hq.catalogue.publish import unpack
from hq.catalogue.rows.feed_rows import (
    changes_after,
    chunk_body,
    chunk_sums,
    feed_ends,
    feed_head,
    insert_chunks,
    insert_snapshot,
    newest_snapshot,
    read_table,
)
from hq.office import Office
from sync.line import packing, rows
from sync.line.messages import Change, Digests, Manifest, Page
from sync.tables import canonical
from sync.tables.catalogue import CATALOGUE
from sync.tables.transaction import Tx

MOST_CHANGES_A_PAGE = 200
MOST_PAGE_BYTES = 1 << 20
"""Bytes of packed changes. A page always has one change, however large it is."""
ROWS_A_CHUNK = 20_000
FRESH_WITHIN = 1_000
"""A snapshot up to so many changes behind the feed's head is served again: the feed has the rest."""


@dataclass(eq=False)
class Resync(Refused):
    """The cursor is of another HQ, ahead of the feed, or older than the feed goes back: read a snapshot instead."""

    code: ClassVar[str] = "RESYNC"

    cursor: int
    head: int


@dataclass(eq=False)
class NoSuchChunk(Refused):
    """The snapshot does not exist any more, or has no such chunk."""

    code: ClassVar[str] = "NO_SUCH_CHUNK"

    snapshot: UUID
    no: int


@dataclass(frozen=True, slots=True)
class Reader:
    """The station that reads the feed of a tenant."""

    tenant_id: UUID
    station_id: UUID


def head(tx: Tx, tenant_id: UUID) -> int:
    """The cursor of the feed's last change; 0 when the feed is empty."""
    return feed_head(tx, tenant_id)


def page(tx: Tx, office: Office, reader: Reader, cursor: int, incarnation: UUID) -> Page:
    """The changes after a cursor that this station may read. Raises Resync."""
    pruned_to, last = feed_ends(tx, reader.tenant_id)
    if incarnation != office.incarnation or not pruned_to <= cursor <= last:
        raise Resync(cursor, last)
    changes: list[Change] = []
    reached, size = cursor, 0
    for row in changes_after(tx, reader.tenant_id, cursor, MOST_CHANGES_A_PAGE):
        if changes and size + len(row.body) > MOST_PAGE_BYTES:
            break
        reached = row.seq  # past the changes for other stations too, so that the next page does not read them again
        if row.station_id is None or row.station_id == reader.station_id:
            size += len(row.body)
            changes.append(unpack(row.body))
    return Page(office.incarnation, reached, last, tuple(changes))


def snapshot(tx: Tx, office: Office, tenant_id: UUID) -> Manifest:
    """A snapshot that the feed continues; made when none is fresh. The transaction must be REPEATABLE READ."""
    now = head(tx, tenant_id)
    fresh = newest_snapshot(tx, tenant_id, since=now - FRESH_WITHIN)
    if fresh:
        snapshot_id, cursor = fresh
        return Manifest(office.incarnation, snapshot_id, cursor, chunk_sums(tx, tenant_id, snapshot_id))
    return _make_snapshot(tx, office, tenant_id, now)


def chunk(tx: Tx, tenant_id: UUID, snapshot_id: UUID, no: int) -> bytes:
    """One packed chunk of a snapshot. Raises NoSuchChunk."""
    body = chunk_body(tx, tenant_id, snapshot_id, no)
    if body is None:
        raise NoSuchChunk(snapshot_id, no)
    return body


def digests(tx: Tx, tenant_id: UUID) -> Digests:
    """The digest of each catalogue table at the feed's head. The transaction must be REPEATABLE READ."""
    return Digests(head(tx, tenant_id), {table.name: rows.digest(tx, table, tenant_id) for table in CATALOGUE})


def _make_snapshot(tx: Tx, office: Office, tenant_id: UUID, cursor: int) -> Manifest:
    snapshot_id = office.ids.new()
    chunks = [(hashlib.sha256(body).hexdigest(), body) for body in _packed_chunks(tx, tenant_id)]
    insert_snapshot(tx, tenant_id, snapshot_id, cursor, office.clock.now())
    insert_chunks(tx, tenant_id, snapshot_id, chunks)
    return Manifest(office.incarnation, snapshot_id, cursor, tuple(sha256 for sha256, _ in chunks))


def _packed_chunks(tx: Tx, tenant_id: UUID) -> Iterator[bytes]:
    for table in CATALOGUE:
        table_rows = read_table(tx, tenant_id, table)
        for start in range(0, len(table_rows), ROWS_A_CHUNK):
            yield packing.pack(canonical.encode(rows.pack(table, table_rows[start : start + ROWS_A_CHUNK])))
