"""Carts that were given up before any document."""

from sqlalchemy import func, select

from domain.ids import CartId, TenantId
from sync.facts.sales import cart_void, sale
from sync.tables.transaction import Tx


def is_voided(tx: Tx, tenant_id: TenantId, cart_id: CartId) -> bool:
    """Whether the journal has the void of this cart."""
    v = cart_void.c
    return tx.execute(select(v.cart_id).where(v.tenant_id == tenant_id, v.cart_id == cart_id)).first() is not None


def count_since(tx: Tx, tenant_id: TenantId, after: int) -> int:
    """The carts given up after a position of the journal, without those that came back and were sold."""
    v = cart_void.c
    sold = select(sale.c.id).where(sale.c.tenant_id == v.tenant_id, sale.c.id == v.cart_id).exists()
    statement = select(func.count()).where(v.tenant_id == tenant_id, v.position > after, ~sold)
    return int(tx.execute(statement).scalar_one())
