"""The SQL of the holders of a ticket."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, or_, select

from hq.storage.folded_codes import folded
from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import sale, ticket
from sync.facts.tickets import ticket_holder
from sync.tables.transaction import Tx

_t, _s, _r, _h = ticket.c, sale.c, replaced_ticket.c, ticket_holder.c
_TENANT: BindParameter[UUID] = bindparam("tenant")
_CODE: BindParameter[str] = bindparam("code")
_SOLD = select(_t.id).where(_t.tenant_id == _TENANT, folded(_t.code) == _CODE)
_REPLACED = select(_r.ticket_id).where(
    _r.tenant_id == _TENANT, or_(folded(_r.code) == _CODE, folded(_r.new_code) == _CODE)
)
_BUYER = (
    select(_t.id, _t.code, _s.customer_name, _s.sold_at)
    .join_from(ticket, sale, (_s.tenant_id == _t.tenant_id) & (_s.id == _t.sale_id))
    .where(_t.tenant_id == _TENANT, _t.id == bindparam("ticket"))
)
_HOLDERS = (
    select(ticket_holder)
    .where(_h.tenant_id == _TENANT, _h.ticket_id == bindparam("ticket"))
    .order_by(_h.position)
)  # fmt: skip


def ticket_with_code(tx: Tx, tenant_id: UUID, code: str) -> UUID | None:
    """The ticket that has or had a code, in any letter case."""
    named = {"tenant": tenant_id, "code": code.lower()}
    ticket_id: UUID | None = tx.execute(_SOLD, named).scalar() or tx.execute(_REPLACED, named).scalar()
    return ticket_id


def buyer(tx: Tx, tenant_id: UUID, ticket_id: UUID) -> Any:
    """The ticket as it was sold: id, code, name of the customer, and the instant of the sale."""
    return tx.execute(_BUYER, {"tenant": tenant_id, "ticket": ticket_id}).one()


def holders(tx: Tx, tenant_id: UUID, ticket_id: UUID) -> Sequence[Any]:
    """The rows of every holder after the buyer, oldest first."""
    return tx.execute(_HOLDERS, {"tenant": tenant_id, "ticket": ticket_id}).all()
