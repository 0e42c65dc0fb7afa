"""The catalogue on its way down: pages of the feed, whole snapshots, and digests that tell whether both sides agree."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import bindparam, select

from domain.errors import Refused
from hq.catalogue.publish import unpack
from hq.office import Office
from hq.storage import ledger_tables as ledger
from sync.line import packing, rows
from sync.line.messages import Change, Digests, Manifest, Page
from sync.tables import canonical
from sync.tables.catalogue import CATALOGUE
from sync.tables.transaction import Tx

MOST_CHANGES_A_PAGE = 200
MOST_PAGE_BYTES = 1 << 20
"""Packed; a page has at least one change."""
ROWS_A_CHUNK = 20_000
FRESH_WITHIN = 1_000
"""A snapshot this many places behind the feed's head still serves: the feed brings the rest."""


@dataclass(eq=False)
class Resync(Refused):
    """The cursor is of another HQ, ahead of the feed, or older than what is kept: a snapshot is needed."""

    code: ClassVar[str] = "RESYNC"

    cursor: int
    head: int


@dataclass(eq=False)
class NoSuchChunk(Refused):
    """The snapshot has no such piece, or is not there any more."""

    code: ClassVar[str] = "NO_SUCH_CHUNK"

    snapshot: UUID
    no: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Which station reads the feed of which tenant."""

    tenant_id: UUID
    station_id: UUID


_HEAD = select(ledger.feed.c.head).where(ledger.feed.c.tenant_id == bindparam("tenant"))


def head(tx: Tx, tenant_id: UUID) -> int:
    """Where the feed ends."""
    return int(tx.execute(_HEAD, {"tenant": tenant_id}).scalar_one())


def page(tx: Tx, office: Office, reader: Reader, cursor: int, incarnation: UUID) -> Page:
    """What comes after a cursor, for this station. Raises Resync."""
    ends = tx.execute(select(ledger.feed).where(ledger.feed.c.tenant_id == reader.tenant_id)).one()
    if incarnation != office.incarnation or not ends.pruned_to <= cursor <= ends.head:
        raise Resync(cursor, ends.head)
    t = ledger.change.c
    found = tx.execute(
        select(t.seq, t.station_id, t.body)
        .where(t.tenant_id == reader.tenant_id, t.seq > cursor)
        .order_by(t.seq)
        .limit(MOST_CHANGES_A_PAGE)
    )
    changes: list[Change] = []
    reached, size = cursor, 0
    for row in found:
        if changes and size + len(row.body) > MOST_PAGE_BYTES:
            break
        reached = row.seq
        if row.station_id is None or row.station_id == reader.station_id:
            size += len(row.body)
            changes.append(unpack(row.body))
    return Page(office.incarnation, reached, ends.head, tuple(changes))


def snapshot(tx: Tx, office: Office, tenant_id: UUID) -> Manifest:
    """A snapshot that the feed goes on from; made when none is fresh. The transaction must be REPEATABLE READ."""
    now = head(tx, tenant_id)
    t = ledger.snapshot.c
    kept = tx.execute(
        select(t.id, t.cursor).where(t.tenant_id == tenant_id, t.cursor >= now - FRESH_WITHIN, t.cursor > 0)
        .order_by(t.cursor.desc()).limit(1)
    ).first()  # fmt: skip
    if kept:
        c = ledger.snapshot_chunk.c
        sums = tx.execute(
            select(c.sha256).where(c.tenant_id == tenant_id, c.snapshot_id == kept.id).order_by(c.no)
        ).scalars()
        return Manifest(office.incarnation, kept.id, kept.cursor, tuple(sums))
    return _make(tx, office, tenant_id, now)


def chunk(tx: Tx, tenant_id: UUID, snapshot_id: UUID, no: int) -> bytes:
    """One piece, packed. Raises NoSuchChunk."""
    c = ledger.snapshot_chunk.c
    body = tx.execute(select(c.body).where(c.tenant_id == tenant_id, c.snapshot_id == snapshot_id, c.no == no)).scalar()
    if body is None:
        raise NoSuchChunk(snapshot_id, no)
    return bytes(body)


def digests(tx: Tx, tenant_id: UUID) -> Digests:
    """What the catalogue's tables are at the feed's head; the transaction must be REPEATABLE READ."""
    return Digests(head(tx, tenant_id), {table.name: rows.digest(tx, table, tenant_id) for table in CATALOGUE})


def _make(tx: Tx, office: Office, tenant_id: UUID, cursor: int) -> Manifest:
    snapshot_id = office.ids.new()
    pieces = list(_pieces(tx, tenant_id))
    sums = tuple(hashlib.sha256(body).hexdigest() for body in pieces)
    tx.insert(ledger.snapshot, [
        {"tenant_id": tenant_id, "id": snapshot_id, "cursor": cursor, "made_at": office.clock.now()}
    ])  # fmt: skip
    tx.insert(ledger.snapshot_chunk, [
        {"tenant_id": tenant_id, "snapshot_id": snapshot_id, "no": no, "sha256": sums[no], "body": body}
        for no, body in enumerate(pieces)
    ])  # fmt: skip
    return Manifest(office.incarnation, snapshot_id, cursor, sums)


def _pieces(tx: Tx, tenant_id: UUID) -> Iterator[bytes]:
    for table in CATALOGUE:
        statement = select(table).where(table.c.tenant_id == tenant_id).order_by(*table.primary_key)
        found = [dict(row) for row in tx.execute(statement).mappings()]
        for start in range(0, len(found), ROWS_A_CHUNK):
            yield packing.pack(canonical.encode(rows.pack(table, found[start : start + ROWS_A_CHUNK])))
