"""The SQL of what HQ keeps apart."""

from uuid import UUID

from sqlalchemy import select

from sync.tables.catalogue import station
from sync.tables.transaction import Tx


def stations(tx: Tx, tenant_id: UUID) -> dict[UUID, tuple[int, str]]:
    """Number and name of every station, by id."""
    s = station.c
    rows = tx.execute(select(s.id, s.no, s.name).where(s.tenant_id == tenant_id))
    return {row.id: (row.no, row.name) for row in rows}
