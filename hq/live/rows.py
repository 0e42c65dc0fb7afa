"""All SQL of availability: seats of a performance and their states, tickets sold by zone, and notices."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, case, func, literal_column, select, text, union_all

from domain.catalogue.catalog import ZoneKind
from domain.ids import PerformanceId, ZoneId
from hq.storage.ledger_tables import place_pool, seat_right
from sync.facts.sales import sold_seat, zone_sold
from sync.line.live_messages import ZoneCount
from sync.tables import catalogue
from sync.tables.transaction import Tx

SOLD, WITHHELD, GRANTED = 1, 2, 3
"""States of a seat; 0 is a seat in none of them, which HQ may grant. A granted seat may be fenced."""

NOTIFY = text("SELECT pg_notify(:channel, :payload)")
_p, _e, _s = catalogue.performance.c, catalogue.event.c, catalogue.seat.c
_COUNT_SEATS = (
    select(func.coalesce(func.max(_s.id) + 1, 0))
    .select_from(catalogue.performance)
    .join(catalogue.event, (_p.tenant_id == _e.tenant_id) & (_p.event_id == _e.id))
    .outerjoin(catalogue.seat, (_e.tenant_id == _s.tenant_id) & (_e.venue_id == _s.venue_id))
    .where(_p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"))
    .group_by(_p.id)
)
_z, _sold, _pool, _stage = catalogue.zone.c, zone_sold.c, place_pool.c, catalogue.price_stage.c
_SOLD = (
    select(func.coalesce(func.sum(_sold.sold), 0))
    .where(_sold.tenant_id == _p.tenant_id, _sold.performance_id == _p.id, _sold.zone_id == _z.id)
    .scalar_subquery()
)
_TURNS = (
    select(func.coalesce(func.max(_stage.up_to_sold), 0))
    .where(_stage.tenant_id == _z.tenant_id, _stage.zone_id == _z.id)
    .scalar_subquery()
)
_NEXT_TURN: ColumnElement[int] = literal_column("""(
    SELECT min(candidate.turn) FROM (
        SELECT 0 AS turn
        UNION ALL SELECT t.turn + 1 FROM turn_right t
        WHERE t.tenant_id = performance.tenant_id AND t.performance_id = performance.id AND t.zone_id = zone.id
    ) AS candidate WHERE NOT EXISTS (
        SELECT 1 FROM turn_right held
        WHERE held.tenant_id = performance.tenant_id AND held.performance_id = performance.id
        AND held.zone_id = zone.id AND held.turn = candidate.turn))""")
"""The first turn of a zone that nobody holds."""
COUNTS = (
    select(
        _z.id,
        _SOLD.label("sold"),
        case(
            (
                _z.kind == ZoneKind.GENERAL,
                _z.capacity - func.coalesce(_pool.granted - _pool.returned + _pool.beyond, 0),
            ),
            else_=0,
        ).label("places"),
        func.least(_TURNS, _z.capacity).label("turns"),
        _NEXT_TURN.label("next_turn"),
    )
    .select_from(catalogue.performance)
    .join(catalogue.zone, (_z.tenant_id == _p.tenant_id) & (_z.event_id == _p.event_id))
    .outerjoin(
        place_pool, (_pool.tenant_id == _p.tenant_id) & (_pool.performance_id == _p.id) & (_pool.zone_id == _z.id)
    )
    .where(_p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"))
    .order_by(_z.id)
)


def _seats_in_state(table: Table, state: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    c = table.c
    of_performance = (c.tenant_id == bindparam("tenant"), c.performance_id == bindparam("performance"), *conditions)
    return select(c.seat_id.label("seat"), literal_column(str(state)).label("state")).where(*of_performance)


_STATES = union_all(
    _seats_in_state(seat_right, GRANTED),
    _seats_in_state(catalogue.withheld_seat, WITHHELD),
    _seats_in_state(sold_seat, SOLD),
)


def count_seats(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> int | None:
    """One more than the greatest seat id of a performance's venue; None without such a performance."""
    count = tx.execute(_COUNT_SEATS, {"tenant": tenant_id, "performance": performance_id}).scalar()
    return None if count is None else int(count)


def seat_states(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Iterable[Any]:
    """Seat and state of every seat that is sold, withheld or granted; a seat has a row for each of its states."""
    return tx.execute(_STATES, {"tenant": tenant_id, "performance": performance_id})


def zone_counts(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> tuple[ZoneCount, ...]:
    """The counters of each zone of a performance, by zone id."""
    return tuple(map(zone_count, tx.execute(COUNTS, {"tenant": tenant_id, "performance": performance_id})))


def zone_count(row: Any) -> ZoneCount:
    """The counters of the zone in a row of COUNTS."""
    next_turn = row.next_turn if row.next_turn < row.turns else None
    return ZoneCount(ZoneId(row.id), int(row.sold), max(int(row.places), 0), next_turn)


def notify(tx: Tx, channel: str, payload: str) -> None:
    """Send a PostgreSQL notice if and when the transaction commits."""
    tx.execute(NOTIFY, {"channel": channel, "payload": payload})
