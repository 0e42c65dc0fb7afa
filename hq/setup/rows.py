"""The SQL of setting up an organisation."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from domain.ids import CashierId
from hq.storage.tables import hq_key, tenant
from sync.tables import catalogue
from sync.tables.transaction import Tx


def tenants_with(tx: Tx, tenant_id: UUID, slug: str) -> Sequence[Row[Any]]:
    """Id and short name of every tenant that has this id or this short name."""
    either = (tenant.c.slug == slug) | (tenant.c.tenant_id == tenant_id)
    return tx.execute(select(tenant.c.tenant_id, tenant.c.slug).where(either)).all()


def insert_tenant(tx: Tx, row: Mapping[str, object]) -> None:
    """Insert a tenant, unless one has its id."""
    tx.insert(tenant, [row])


def has_key(tx: Tx, tenant_id: UUID) -> bool:
    """Whether the tenant has a signing key."""
    return tx.execute(select(hq_key.c.id).where(hq_key.c.tenant_id == tenant_id)).first() is not None


def pin_hashes(tx: Tx, tenant_id: UUID) -> dict[CashierId, str]:
    """The PIN hash of every cashier of the tenant."""
    t = catalogue.cashier.c
    cashiers = tx.execute(select(t.id, t.pin_hash).where(t.tenant_id == tenant_id))
    return {CashierId(row.id): row.pin_hash for row in cashiers}
