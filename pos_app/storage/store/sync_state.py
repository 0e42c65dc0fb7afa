"""What the store knows of HQ: where it is, how far both stand with each other, what is on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, text, update

from domain.rights import Holder
from pos_app.storage.store.standing import Standing
from pos_app.storage.tables import acknowledged, hq_link, snapshot_piece
from sync.facts.entry import journal
from sync.journal import NOTHING_BEFORE
from sync.line.messages import Manifest
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class HqLink:
    """Where HQ is and how the store stands with it. `failure` is the code of what went wrong last, or empty.

    `repaired` names the tables of the catalogue that were not HQ's at the last comparison that found any.
    """

    url: str
    hq_key: str
    incarnation: UUID
    cursor: int | None
    contact_at: datetime | None
    standing: Standing
    conflicts_open: int
    failure: str
    compared_at: datetime | None
    repaired: str
    repaired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snapshot that has not come yet."""

    snapshot_id: UUID
    no: int
    sha256: str


_PENDING = text(
    "SELECT coalesce(sum(h.seq - coalesce(a.seq, 0)), 0) FROM"
    " (SELECT epoch, max(seq) AS seq FROM journal WHERE tenant_id = :tenant AND station_id = :station GROUP BY epoch) h"
    " LEFT JOIN acknowledged a ON a.epoch = h.epoch"
)


def link(tx: Tx) -> HqLink | None:
    """How the store stands with HQ; None when it was never enrolled."""
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
        failure=row.failure,
        compared_at=row.compared_at,
        repaired=row.repaired,
        repaired_at=row.repaired_at,
    )


def pin(tx: Tx, url: str, hq_key: str, incarnation: UUID) -> None:
    """Remember where HQ is and the key it signs with. The address may change later, the key does not."""
    tx.execute(hq_link.insert(), {
        "only": 1, "url": url, "hq_key": hq_key, "hq_incarnation": incarnation, "standing": Standing.GOOD,
        "conflicts_open": 0, "failure": "", "repaired": "",
    })  # fmt: skip


def call_at(tx: Tx, url: str) -> None:
    """HQ has another address and the same key."""
    tx.execute(update(hq_link).values(url=url))


def note_contact(tx: Tx, at: datetime, conflicts_open: int) -> None:
    """HQ answered, and everything of the round was done."""
    tx.execute(update(hq_link).values(contact_at=at, conflicts_open=conflicts_open, failure=""))


def note_failure(tx: Tx, code: str) -> None:
    """Why the last round came to nothing."""
    tx.execute(update(hq_link).values(failure=code))


def stand(tx: Tx, standing: Standing) -> None:
    """What HQ takes this store for now."""
    tx.execute(update(hq_link).values(standing=standing))


def move(tx: Tx, incarnation: UUID, cursor: int | None) -> None:
    """The feed was followed up to here; None when the catalogue has to come whole."""
    tx.execute(update(hq_link).values(hq_incarnation=incarnation, cursor=cursor))


def note_comparison(tx: Tx, at: datetime, differing: tuple[str, ...]) -> None:
    """The catalogue was compared with HQ's; what differs is remembered until the next time that something does."""
    tx.execute(update(hq_link).values(compared_at=at))
    if differing:
        tx.execute(update(hq_link).values(repaired=",".join(differing), repaired_at=at))


def forget_comparison(tx: Tx) -> None:
    """The catalogue came whole: it is to be compared soon."""
    tx.execute(update(hq_link).values(compared_at=None))


def reached(tx: Tx, epoch: int, incarnation: UUID) -> int | None:
    """How far HQ has a life of this store; None when this life of HQ never said."""
    a = acknowledged.c
    return tx.execute(select(a.seq).where(a.epoch == epoch, a.hq_incarnation == incarnation)).scalar()


def acknowledge(tx: Tx, epoch: int, incarnation: UUID, seq: int) -> None:
    """HQ has a life of this store up to `seq`: it grows, except where another life of HQ says it."""
    before = reached(tx, epoch, incarnation)
    tx.upsert(acknowledged, [{"epoch": epoch, "hq_incarnation": incarnation, "seq": max(seq, before or 0)}])


def pending(tx: Tx, tenant_id: UUID, station_id: UUID) -> int:
    """Entries of the journal that HQ has not acknowledged, of all lives of this store."""
    keys = {"tenant": tenant_id.bytes, "station": station_id.bytes}
    return max(0, int(tx.execute(_PENDING, keys).scalar_one()))


def tops(tx: Tx, tenant_id: UUID, station_id: UUID) -> Mapping[int, int]:
    """The last position of each life of this store, oldest first."""
    j = journal.c
    found = tx.execute(
        select(j.epoch, func.max(j.seq).label("top"))
        .where(j.tenant_id == tenant_id, j.station_id == station_id)
        .group_by(j.epoch)
        .order_by(j.epoch)
    )
    return {row.epoch: int(row.top) for row in found}


def hash_at(tx: Tx, life: Holder, seq: int) -> str:
    """The hash (hex) of the entry at a place of a life's chain; empty when the chain does not reach it."""
    if seq == 0:
        return NOTHING_BEFORE.hex()
    j = journal.c
    mine = (j.tenant_id == life.tenant_id, j.station_id == life.station_id, j.epoch == life.epoch)
    found = tx.execute(select(j.hash).where(*mine, j.seq == seq)).scalar()
    return found.hex() if found else ""


def begin_snapshot(tx: Tx, manifest: Manifest) -> None:
    """A snapshot is to come, in place of any other that was on its way."""
    tx.execute(delete(snapshot_piece))
    for no, sha256 in enumerate(manifest.chunks):
        tx.execute(snapshot_piece.insert(), {
            "no": no, "snapshot_id": manifest.snapshot, "hq_incarnation": manifest.hq_incarnation,
            "cursor": manifest.cursor, "sha256": sha256,
        })  # fmt: skip


def missing_pieces(tx: Tx) -> list[Piece]:
    """The pieces that have not come."""
    p = snapshot_piece.c
    found = tx.execute(select(p.snapshot_id, p.no, p.sha256).where(p.body.is_(None)).order_by(p.no))
    return [Piece(row.snapshot_id, row.no, row.sha256) for row in found]


def keep_piece(tx: Tx, no: int, body: bytes) -> None:
    """A piece came."""
    tx.execute(update(snapshot_piece).where(snapshot_piece.c.no == no).values(body=body))


def snapshot_on_its_way(tx: Tx) -> Manifest | None:
    """The snapshot that was begun."""
    rows = tx.execute(select(snapshot_piece).order_by(snapshot_piece.c.no)).all()
    if not rows:
        return None
    first = rows[0]
    return Manifest(first.hq_incarnation, first.snapshot_id, first.cursor, tuple(row.sha256 for row in rows))


def pieces(tx: Tx) -> list[tuple[bytes, str]]:
    """Every piece that came, in order, with its SHA-256."""
    p = snapshot_piece.c
    return [(row.body, row.sha256) for row in tx.execute(select(p.body, p.sha256).order_by(p.no))]


def end_snapshot(tx: Tx) -> None:
    """It is in the store, or will not come any more."""
    tx.execute(delete(snapshot_piece))
