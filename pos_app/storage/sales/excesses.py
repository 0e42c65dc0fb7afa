"""Attempts to take more cash out of the till than it holds."""

from sqlalchemy import func, select

from domain.ids import TenantId
from domain.till.excess import ExcessCounts
from sync.facts.shifts import till_excess
from sync.tables.transaction import Tx


def count_since(tx: Tx, tenant_id: TenantId, after: int) -> ExcessCounts | None:
    """The attempts after a position of the journal; None without any."""
    e = till_excess.c
    counted = select(func.count(e.id).label("tried"), func.count(e.approved_by).label("approved"))
    row = tx.execute(counted.where(e.tenant_id == tenant_id, e.position > after)).one()
    return ExcessCounts(refused=row.tried - row.approved, approved=row.approved) if row.tried else None
