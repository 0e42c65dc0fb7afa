"""The SQL of what is owed for tickets that conflict cases withdrew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.refunds import refunded_ticket
from sync.facts.sales import sale, ticket
from sync.tables.catalogue import station
from sync.tables.transaction import Tx

_r, _t, _s, _b, _n = replaced_ticket.c, ticket.c, sale.c, refunded_ticket.c, station.c
_UNPAID = (
    select(
        _r.act_id, _r.ticket_id, _r.code, _r.owed, _r.owed_currency, _r.replaced_at, _t.sale_id, _s.station_id,
        _n.name.label("station"), _s.customer_name, _s.customer_document,
    )
    .select_from(
        replaced_ticket.join(ticket, and_(_t.tenant_id == _r.tenant_id, _t.id == _r.ticket_id))
        .join(sale, and_(_s.tenant_id == _t.tenant_id, _s.id == _t.sale_id))
        .join(station, and_(_n.tenant_id == _s.tenant_id, _n.id == _s.station_id))
        .outerjoin(refunded_ticket, and_(_b.tenant_id == _r.tenant_id, _b.ticket_id == _r.ticket_id))
    )
    .where(_r.tenant_id == bindparam("tenant"), _r.cause == EndCause.CASE, _r.owed > 0, _b.ticket_id.is_(None))
    .order_by(_r.replaced_at, _r.code)
)  # fmt: skip


def unpaid(tx: Tx, tenant_id: UUID) -> Sequence[Any]:
    """The withdrawn tickets whose price no credit note has taken back, oldest first."""
    return tx.execute(_UNPAID, {"tenant": tenant_id}).all()
