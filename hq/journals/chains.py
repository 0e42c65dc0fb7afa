"""Whether the chains that HQ keeps are what stations signed."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from hq.storage.tables import station_epoch, station_life
from sync.facts.entry import journal
from sync.journal import NOTHING_BEFORE, Head
from sync.line.messages import PushedEntry
from sync.line.push import BadChain, BadSignature, check_chain, check_signature
from sync.tables.transaction import Tx


def flaws_of_chains(tx: Tx, tenant_id: UUID) -> tuple[int, list[str]]:
    """Every entry of every life of every station: hash, place, and the signature at the end, which covers them all."""
    e = station_epoch.c
    lives = tx.execute(
        select(e.station_id, e.epoch, e.public_key).where(e.tenant_id == tenant_id).order_by(e.station_id, e.epoch)
    ).all()
    checked, broken = 0, []
    for life in lives:
        entries, flaw = _chain(tx, tenant_id, life)
        checked += entries
        broken += [flaw] if flaw else []
    return checked, broken


def _chain(tx: Tx, tenant_id: UUID, life: Any) -> tuple[int, str]:
    t = journal.c
    rows = tx.execute(
        select(t.seq, t.body, t.hash, t.signature)
        .where(t.tenant_id == tenant_id, t.station_id == life.station_id, t.epoch == life.epoch)
        .order_by(t.seq)
    ).all()
    name = f"station {life.station_id} epoch {life.epoch}"
    try:
        pushed = [PushedEntry(bytes(row.body), bytes(row.signature)) for row in rows]
        links = check_chain(pushed, tenant_id, life.station_id, life.epoch, Head(0, NOTHING_BEFORE))
    except BadChain as error:
        return len(rows), f"{name}: entry {error.seq} {error.why}"
    for row, link in zip(rows, links, strict=True):
        if link.hash != bytes(row.hash):
            return len(rows), f"{name}: entry {row.seq} is not what its hash says"
    try:
        # As a push is taken: the chain makes the last signature cover all before it, whatever stands beside those.
        if links:
            check_signature(links[-1], life.public_key)
    except BadSignature as error:
        return len(rows), f"{name}: entry {error.seq} was not signed by the station"
    return len(rows), _end(tx, tenant_id, life, Head(len(links), links[-1].hash if links else NOTHING_BEFORE), name)


def _end(tx: Tx, tenant_id: UUID, life: Any, found: Head, name: str) -> str:
    """What was acknowledged is what is there."""
    t = station_life.c
    row = tx.execute(
        select(t.acknowledged, t.head_hash).where(
            t.tenant_id == tenant_id, t.station_id == life.station_id, t.epoch == life.epoch
        )
    ).first()
    if row and (row.acknowledged, bytes(row.head_hash)) != (found.seq, found.hash):
        return f"{name}: acknowledged {row.acknowledged}, found {found.seq}"
    return ""
