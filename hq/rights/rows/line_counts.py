"""Statements on `issue_log`: how many lines of the issue log the database knows of."""

from uuid import UUID

from sqlalchemy import bindparam, select, text

from hq.storage.ledger_tables import issue_log
from sync.tables.transaction import Tx

_COUNT = select(issue_log.c.n).where(issue_log.c.tenant_id == bindparam("tenant")).with_for_update()
_ADD = text(
    "INSERT INTO issue_log (tenant_id, n) VALUES (:tenant, :more)"
    " ON CONFLICT (tenant_id) DO UPDATE SET n = issue_log.n + :more RETURNING n"
)


def count_lines(tx: Tx, tenant_id: UUID) -> int:
    """How many lines of a tenant the database knows of. Locks the count until the transaction ends."""
    return int(tx.execute(_COUNT, {"tenant": tenant_id}).scalar() or 0)


def add_lines(tx: Tx, tenant_id: UUID, more: int) -> int:
    """Raise the count of a tenant's lines by `more`, which may be negative, and return the new count."""
    return int(tx.execute(_ADD, {"tenant": tenant_id, "more": more}).scalar_one())
