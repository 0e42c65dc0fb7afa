"""Seats that HQ says are sold, by any station: for the map. What this station holds is its own to know."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.ids import PerformanceId
from domain.rights import SeatSpan, joined, read_spans, without, written
from pos_app.storage.tables import sold_elsewhere
from sync.tables.transaction import Tx

_SOLD = select(sold_elsewhere.c.seats).where(sold_elsewhere.c.performance_id == bindparam("performance"))


def sold(tx: Tx, performance_id: PerformanceId) -> tuple[SeatSpan, ...]:
    """What HQ told last of a performance; nothing when it never did."""
    row = tx.run(_SOLD, {"performance": performance_id}).fetchone()
    return read_spans(row[0]) if row else ()


def keep(tx: Tx, performance_id: PerformanceId, seats: Iterable[SeatSpan], at: datetime) -> None:
    """The whole of a performance as HQ tells it."""
    row = {"performance_id": performance_id, "seats": written(joined(seats)), "told_at": at}
    tx.upsert(sold_elsewhere, [row])


def change(
    tx: Tx, performance_id: PerformanceId, more: Iterable[SeatSpan], fewer: Iterable[SeatSpan], at: datetime
) -> None:
    """Some were sold, some are free again."""
    keep(tx, performance_id, without(joined((*sold(tx, performance_id), *more)), fewer), at)
