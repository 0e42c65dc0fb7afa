"""The SQL of the last day whose books are closed."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from hq.storage.tables import tenant
from sync.tables.transaction import Tx

_CLOSED = select(tenant.c.books_closed_through)


def closed_through(tx: Tx, tenant_id: UUID) -> date | None:
    """The last day whose books are closed."""
    day: date | None = tx.execute(_CLOSED.where(tenant.c.tenant_id == tenant_id)).scalar_one()
    return day


def lock_closed_through(tx: Tx, tenant_id: UUID) -> date | None:
    """The last day whose books are closed, its row locked until the transaction ends."""
    day: date | None = tx.execute(_CLOSED.where(tenant.c.tenant_id == tenant_id).with_for_update()).scalar_one()
    return day


def set_closed_through(tx: Tx, tenant_id: UUID, day: date) -> None:
    """Close the books up to a day."""
    tx.execute(update(tenant).where(tenant.c.tenant_id == tenant_id).values(books_closed_through=day))
