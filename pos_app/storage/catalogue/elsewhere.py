"""Seats that HQ reports as sold by any station. Only the seat map shows them; no right to sell follows from them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.ids import PerformanceId
from domain.rights import SeatSpan, merged_spans, read_spans, spans_text, without
from pos_app.storage.tables import sold_elsewhere
from sync.tables.transaction import Tx

_SOLD = select(sold_elsewhere.c.seats).where(sold_elsewhere.c.performance_id == bindparam("performance"))


def sold(tx: Tx, performance_id: PerformanceId) -> tuple[SeatSpan, ...]:
    """The sold seats of a performance, as HQ last reported them; empty without a report."""
    row = tx.run(_SOLD, {"performance": performance_id}).fetchone()
    return read_spans(row[0]) if row else ()


def keep(tx: Tx, performance_id: PerformanceId, seats: Iterable[SeatSpan], at: datetime) -> None:
    """Replace the sold seats of a performance by a complete report."""
    row = {"performance_id": performance_id, "seats": spans_text(merged_spans(seats)), "told_at": at}
    tx.upsert(sold_elsewhere, [row])


def change(
    tx: Tx, performance_id: PerformanceId, more: Iterable[SeatSpan], fewer: Iterable[SeatSpan], at: datetime
) -> None:
    """Add the seats `more` that were sold and remove the seats `fewer` that are free again."""
    keep(tx, performance_id, without(merged_spans((*sold(tx, performance_id), *more)), fewer), at)
