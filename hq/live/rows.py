"""All SQL of availability: seats of a performance and their states, tickets sold by zone, and notices."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, literal_column, select, text, union_all

from domain.ids import PerformanceId, ZoneId
from hq.storage.ledger_tables import seat_right
from hq.storage.one_of import one_of
from sync.facts.sales import sold_seat, zone_sold
from sync.tables import catalogue
from sync.tables.transaction import Tx

SOLD, WITHHELD, FENCED = 1, 2, 3
"""States of a seat; 0 is a seat in none of them."""

_NOTIFY = text("SELECT pg_notify(:channel, :payload)")
_p, _e, _s = catalogue.performance.c, catalogue.event.c, catalogue.seat.c
_COUNT_SEATS = (
    select(func.coalesce(func.max(_s.id) + 1, 0))
    .select_from(catalogue.performance)
    .join(catalogue.event, (_p.tenant_id == _e.tenant_id) & (_p.event_id == _e.id))
    .outerjoin(catalogue.seat, (_e.tenant_id == _s.tenant_id) & (_e.venue_id == _s.venue_id))
    .where(_p.tenant_id == bindparam("tenant"), _p.id == bindparam("performance"))
    .group_by(_p.id)
)
_sold = zone_sold.c
_SOLD = (
    select(_sold.zone_id, func.sum(_sold.sold).label("sold"))
    .where(_sold.tenant_id == bindparam("tenant"), one_of(_sold.performance_id, "performances"))
    .group_by(_sold.zone_id)
    .order_by(_sold.zone_id)
)


def _seats_in_state(table: Table, state: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    c = table.c
    of_performance = (c.tenant_id == bindparam("tenant"), c.performance_id == bindparam("performance"), *conditions)
    return select(c.seat_id.label("seat"), literal_column(str(state)).label("state")).where(*of_performance)


_STATES = union_all(
    _seats_in_state(seat_right, FENCED, seat_right.c.quarantined == 1),
    _seats_in_state(catalogue.withheld_seat, WITHHELD),
    _seats_in_state(sold_seat, SOLD),
)


def count_seats(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> int | None:
    """One more than the greatest seat id of a performance's venue; None without such a performance."""
    count = tx.execute(_COUNT_SEATS, {"tenant": tenant_id, "performance": performance_id}).scalar()
    return None if count is None else int(count)


def seat_states(tx: Tx, tenant_id: UUID, performance_id: PerformanceId) -> Iterable[Any]:
    """Seat and state of every seat that is sold, withheld or fenced; a seat has a row for each of its states."""
    return tx.execute(_STATES, {"tenant": tenant_id, "performance": performance_id})


def tickets_sold(
    tx: Tx, tenant_id: UUID, performances: Sequence[PerformanceId]
) -> tuple[tuple[ZoneId, int], ...]:  # fmt: skip
    """The tickets sold in each zone of these performances, by zone id."""
    rows = tx.execute(_SOLD, {"tenant": tenant_id, "performances": performances})
    return tuple((ZoneId(row.zone_id), int(row.sold)) for row in rows)


def notify(tx: Tx, channel: str, payload: str) -> None:
    """Send a PostgreSQL notice if and when the transaction commits."""
    tx.execute(_NOTIFY, {"channel": channel, "payload": payload})
