"""When HQ had entries of this store, by HQ's clock, as its answers to pushes tell."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from pos_app.storage.tables import hq_receipt
from sync.tables.position import epoch_of, seq_of
from sync.tables.transaction import Tx

_r = hq_receipt.c


def note(tx: Tx, epoch: int, seq: int, received_at: datetime) -> None:
    """Record that HQ has a life of this store up to `seq`. An entry counts as received with the first such answer."""
    last = tx.execute(select(func.max(_r.seq)).where(_r.epoch == epoch)).scalar() or 0
    if seq > last:
        tx.insert(hq_receipt, [{"epoch": epoch, "seq": seq, "received_at": received_at}])


def receipts(tx: Tx, spots: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], datetime]:
    """When HQ had these entries, by station and position; those that it does not have are absent."""
    known: dict[tuple[UUID, int], datetime] = {}
    for spot in spots:
        epoch, seq = epoch_of(spot[1]), seq_of(spot[1])
        first = select(_r.received_at).where(_r.epoch == epoch, _r.seq >= seq).order_by(_r.seq).limit(1)
        if (at := tx.execute(first).scalar()) is not None:
            known[spot] = at
    return known
