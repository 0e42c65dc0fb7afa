"""What HQ reports of seats and zones: sold by any station, granted to one, or still HQ's. No right follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.ids import PerformanceId, ZoneId
from domain.rights import SeatSpan, merged_spans, read_spans, spans_text, without
from pos_app.storage.tables import sold_elsewhere, zone_at_hq
from sync.line.live_messages import ZoneCount
from sync.tables.transaction import Tx

_REPORT = select(sold_elsewhere.c.seats, sold_elsewhere.c.granted).where(
    sold_elsewhere.c.performance_id == bindparam("performance")
)
_ZONES = select(zone_at_hq.c.zone_id, zone_at_hq.c.sold, zone_at_hq.c.places, zone_at_hq.c.turn).where(
    zone_at_hq.c.performance_id == bindparam("performance")
)


@dataclass(frozen=True, slots=True)
class SeatReport:
    """Seats of a performance that are sold, and seats that are granted to a station, this one included."""

    sold: tuple[SeatSpan, ...]
    granted: tuple[SeatSpan, ...]


def report(tx: Tx, performance_id: PerformanceId) -> SeatReport | None:
    """The last report of HQ; None when it has not reported yet."""
    row = tx.run(_REPORT, {"performance": performance_id}).fetchone()
    return SeatReport(read_spans(row[0]), read_spans(row[1])) if row else None


def sold(tx: Tx, performance_id: PerformanceId) -> tuple[SeatSpan, ...]:
    """The sold seats of a performance, as HQ last reported them; empty without a report."""
    last = report(tx, performance_id)
    return last.sold if last else ()


def zones(tx: Tx, performance_id: PerformanceId) -> dict[ZoneId, ZoneCount]:
    """The counters of each zone of a performance, as HQ last reported them; empty without a report."""
    rows = tx.execute(_ZONES, {"performance": performance_id})
    return {row.zone_id: ZoneCount(ZoneId(row.zone_id), row.sold, row.places, row.turn) for row in rows}


def keep(tx: Tx, performance_id: PerformanceId, seats: SeatReport, at: datetime) -> None:
    """Replace the report of a performance's seats by a complete one."""
    row = {
        "performance_id": performance_id, "seats": spans_text(merged_spans(seats.sold)),
        "granted": spans_text(merged_spans(seats.granted)), "told_at": at,
    }  # fmt: skip
    tx.upsert(sold_elsewhere, [row])


def keep_zones(tx: Tx, performance_id: PerformanceId, counts: Iterable[ZoneCount]) -> None:
    """Replace the counters of these zones of a performance."""
    tx.upsert(zone_at_hq, [
        {
            "performance_id": performance_id, "zone_id": count.zone_id, "sold": count.sold, "places": count.places,
            "turn": count.turn,
        }
        for count in counts
    ])  # fmt: skip


def change(tx: Tx, performance_id: PerformanceId, more: SeatReport, freed: Iterable[SeatSpan], at: datetime) -> None:
    """Add seats that were sold or granted, and remove seats that are HQ's again."""
    before, gone = report(tx, performance_id) or SeatReport((), ()), tuple(freed)
    after = replace(
        before,
        sold=without(merged_spans((*before.sold, *more.sold)), gone),
        granted=without(merged_spans((*before.granted, *more.granted)), gone),
    )
    keep(tx, performance_id, after, at)
