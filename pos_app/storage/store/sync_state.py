"""What the store records about HQ: its address and key, the progress of both directions, a snapshot in transit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, text, update

from domain.rights import Holder
from pos_app.storage.store import trouble
from pos_app.storage.store.standing import Standing
from pos_app.storage.store.trouble import Trouble
from pos_app.storage.tables import acknowledged, hq_link, snapshot_piece
from sync.facts.entry import journal
from sync.journal import NO_PREVIOUS_HASH
from sync.line.messages import Manifest
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class HqLink:
    """HQ's address, its pinned key and the state of the synchronisation.

    `cursor` is None when the catalogue has to be fetched whole. `trouble` is that of the last round;
    None after one without any. `repaired` names, separated by commas, the catalogue tables that differed from HQ's
    at the last comparison that showed a difference, made at `repaired_at`.
    """

    url: str
    hq_key: str
    incarnation: UUID
    cursor: int | None
    contact_at: datetime | None
    standing: Standing
    conflicts_open: int
    trouble: Trouble | None
    compared_at: datetime | None
    repaired: str
    repaired_at: datetime | None
    clock_ahead: timedelta | None
    """How far this station's clock was ahead of HQ's when they were last compared; negative when behind."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snapshot that was not received yet."""

    snapshot_id: UUID
    no: int
    sha256: str


_PENDING = text(
    "SELECT coalesce(sum(h.seq - coalesce(a.seq, 0)), 0) FROM"
    " (SELECT epoch, max(seq) AS seq FROM journal WHERE tenant_id = :tenant AND station_id = :station GROUP BY epoch) h"
    " LEFT JOIN acknowledged a ON a.epoch = h.epoch"
)


def link(tx: Tx) -> HqLink | None:
    """The link to HQ; None in a store that was never enrolled."""
    row = tx.execute(select(hq_link)).first()
    if row is None:
        return None
    return HqLink(
        url=row.url,
        hq_key=row.hq_key,
        incarnation=row.hq_incarnation,
        cursor=row.cursor,
        contact_at=row.contact_at,
        standing=Standing(row.standing),
        conflicts_open=row.conflicts_open,
        trouble=trouble.read(row.failure),
        compared_at=row.compared_at,
        repaired=row.repaired,
        repaired_at=row.repaired_at,
        clock_ahead=None if row.clock_ahead_ms is None else timedelta(milliseconds=row.clock_ahead_ms),
    )


def pin(tx: Tx, url: str, hq_key: str, incarnation: UUID) -> None:
    """Record HQ's address and the key that it signs with. The address may change later, the key never does."""
    tx.execute(hq_link.insert(), {
        "only": 1, "url": url, "hq_key": hq_key, "hq_incarnation": incarnation, "standing": Standing.GOOD,
        "conflicts_open": 0, "failure": "", "repaired": "", "catalogue_at": 0,
    })  # fmt: skip


def call_at(tx: Tx, url: str) -> None:
    """Record another address of the same HQ."""
    tx.execute(update(hq_link).values(url=url))


def note_contact(tx: Tx, at: datetime, conflicts_open: int, *, slow: bool = False) -> None:
    """Record that a whole round succeeded."""
    failure = Trouble.SLOW if slow else ""
    tx.execute(update(hq_link).values(contact_at=at, conflicts_open=conflicts_open, failure=failure))


def note_failure(tx: Tx, why: Trouble) -> None:
    """Record why HQ cannot be reached."""
    tx.execute(update(hq_link).values(failure=why))


def note_clock(tx: Tx, ahead: timedelta) -> None:
    """Record how far this station's clock is ahead of HQ's."""
    tx.execute(update(hq_link).values(clock_ahead_ms=ahead // timedelta(milliseconds=1)))


def stand(tx: Tx, standing: Standing) -> None:
    """Record the standing of this store with HQ."""
    tx.execute(update(hq_link).values(standing=standing))


def move(tx: Tx, incarnation: UUID, cursor: int | None) -> None:
    """Record the cursor that the catalogue reached; None when the catalogue has to be fetched whole."""
    reached = {} if cursor is None else {"catalogue_at": cursor}
    tx.execute(update(hq_link).values(hq_incarnation=incarnation, cursor=cursor, **reached))


def note_comparison(tx: Tx, at: datetime, differing: tuple[str, ...]) -> None:
    """Record a comparison of the catalogue with HQ's. The last difference stays recorded until the next one."""
    tx.execute(update(hq_link).values(compared_at=at))
    if differing:
        tx.execute(update(hq_link).values(repaired=",".join(differing), repaired_at=at))


def forget_comparison(tx: Tx) -> None:
    """Make the next round compare the catalogue."""
    tx.execute(update(hq_link).values(compared_at=None))


def reached(tx: Tx, epoch: int, incarnation: UUID) -> int | None:
    """The last position of a life that this incarnation of HQ acknowledged; None when it never answered about it."""
    a = acknowledged.c
    return tx.execute(select(a.seq).where(a.epoch == epoch, a.hq_incarnation == incarnation)).scalar()


def acknowledge(tx: Tx, epoch: int, incarnation: UUID, seq: int) -> None:
    """Record that HQ has a life of this store up to `seq`.

    The value only grows within one incarnation of HQ. Another incarnation may have less, after it was restored.
    """
    before = reached(tx, epoch, incarnation)
    tx.upsert(acknowledged, [{"epoch": epoch, "hq_incarnation": incarnation, "seq": max(seq, before or 0)}])


def pending(tx: Tx, tenant_id: UUID, station_id: UUID) -> int:
    """The number of entries, over all lives of this store, that HQ has not acknowledged."""
    keys = {"tenant": tenant_id.bytes, "station": station_id.bytes}
    return max(0, int(tx.execute(_PENDING, keys).scalar_one()))


def tops(tx: Tx, tenant_id: UUID, station_id: UUID) -> Mapping[int, int]:
    """The last position of each life of this store, oldest first."""
    j = journal.c
    rows = tx.execute(
        select(j.epoch, func.max(j.seq).label("top"))
        .where(j.tenant_id == tenant_id, j.station_id == station_id)
        .group_by(j.epoch)
        .order_by(j.epoch)
    )
    return {row.epoch: int(row.top) for row in rows}


def hash_at(tx: Tx, life: Holder, seq: int) -> str:
    """The hash (hex) of the entry at a position of a life's chain; empty when the chain is shorter."""
    if seq == 0:
        return NO_PREVIOUS_HASH.hex()
    j = journal.c
    of_life = (j.tenant_id == life.tenant_id, j.station_id == life.station_id, j.epoch == life.epoch)
    digest = tx.execute(select(j.hash).where(*of_life, j.seq == seq)).scalar()
    return digest.hex() if digest else ""


def begin_snapshot(tx: Tx, manifest: Manifest) -> None:
    """Record the pieces of a snapshot to fetch. An earlier snapshot in transit is discarded."""
    tx.execute(delete(snapshot_piece))
    for no, sha256 in enumerate(manifest.chunks):
        tx.execute(snapshot_piece.insert(), {
            "no": no, "snapshot_id": manifest.snapshot, "hq_incarnation": manifest.hq_incarnation,
            "cursor": manifest.cursor, "sha256": sha256,
        })  # fmt: skip


def missing_pieces(tx: Tx) -> list[Piece]:
    """The pieces that were not received yet, in order."""
    p = snapshot_piece.c
    rows = tx.execute(select(p.snapshot_id, p.no, p.sha256).where(p.body.is_(None)).order_by(p.no))
    return [Piece(row.snapshot_id, row.no, row.sha256) for row in rows]


def keep_piece(tx: Tx, no: int, body: bytes) -> None:
    """Store a piece that was received."""
    tx.execute(update(snapshot_piece).where(snapshot_piece.c.no == no).values(body=body))


def snapshot_on_its_way(tx: Tx) -> Manifest | None:
    """The manifest of the snapshot in transit; None without one."""
    rows = tx.execute(select(snapshot_piece).order_by(snapshot_piece.c.no)).all()
    if not rows:
        return None
    first = rows[0]
    return Manifest(first.hq_incarnation, first.snapshot_id, first.cursor, tuple(row.sha256 for row in rows))


def pieces(tx: Tx) -> list[tuple[bytes, str]]:
    """Every piece of the snapshot in transit, in order, with its SHA-256."""
    p = snapshot_piece.c
    return [(row.body, row.sha256) for row in tx.execute(select(p.body, p.sha256).order_by(p.no))]


def end_snapshot(tx: Tx) -> None:
    """Delete the snapshot in transit: it was applied, or HQ no longer has it."""
    tx.execute(delete(snapshot_piece))
