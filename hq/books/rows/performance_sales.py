"""The SQL of what became of the tickets of a performance, station by station."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, func, select

from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.refunds import money_back, refund, refunded_ticket
from sync.facts.sales import sale, ticket
from sync.tables import catalogue
from sync.tables.catalogue import station
from sync.tables.transaction import Tx

_t, _s, _r, _b, _m, _f = ticket.c, sale.c, replaced_ticket.c, refunded_ticket.c, money_back.c, refund.c
_TENANT: BindParameter[UUID] = bindparam("tenant")
_PERFORMANCE: BindParameter[UUID] = bindparam("performance")


def _ended(table: Any, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    c = table.c
    return select(c.ticket_id).where(c.tenant_id == _t.tenant_id, c.ticket_id == _t.id, *more).exists()


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


_REFUNDED = _ended(refunded_ticket)
_REVOKED = and_(~_REFUNDED, _ended(replaced_ticket, _r.cause == EndCause.REVOKED))
_AMENDED = _ended(replaced_ticket, _r.cause == EndCause.REISSUED)
_TICKETS = (
    select(
        _s.station_id, station.c.name, func.count(_s.id.distinct()).label("sales"), func.count().label("sold"),
        _count(_REFUNDED).label("refunded"), _count(_REVOKED).label("revoked"),
        _count(and_(~_REFUNDED, ~_REVOKED, _AMENDED)).label("amended"),
    )
    .join(sale, and_(_s.tenant_id == _t.tenant_id, _s.id == _t.sale_id))
    .join(station, and_(station.c.tenant_id == _s.tenant_id, station.c.id == _s.station_id))
    .where(_t.tenant_id == _TENANT, _t.performance_id == _PERFORMANCE)
    .group_by(_s.station_id, station.c.name, station.c.no)
    .order_by(station.c.no)
)  # fmt: skip
_MONEY = (
    select(_s.station_id, _m.currency, func.sum(_m.amount).label("amount"))
    .join(refund, and_(_f.tenant_id == _m.tenant_id, _f.id == _m.refund_id))
    .join(sale, and_(_s.tenant_id == _f.tenant_id, _s.id == _f.sale_id))
    .where(
        _m.tenant_id == _TENANT,
        _m.refund_id.in_(select(_b.refund_id).where(_b.tenant_id == _TENANT, _b.performance_id == _PERFORMANCE)),
    )
    .group_by(_s.station_id, _m.currency)
    .order_by(_m.currency)
)


def exists(tx: Tx, tenant_id: UUID, performance_id: UUID) -> bool:
    """Whether the catalogue has a performance."""
    p = catalogue.performance.c
    return tx.execute(select(p.id).where(p.tenant_id == tenant_id, p.id == performance_id)).first() is not None


def tickets(tx: Tx, tenant_id: UUID, performance_id: UUID) -> Sequence[Any]:
    """Sales and tickets of each station that sold any, in the order of their numbers."""
    return tx.execute(_TICKETS, {"tenant": tenant_id, "performance": performance_id}).all()


def money(tx: Tx, tenant_id: UUID, performance_id: UUID) -> Sequence[Any]:
    """What went back with tickets of the performance, by the station of the sale and by currency."""
    return tx.execute(_MONEY, {"tenant": tenant_id, "performance": performance_id}).all()
