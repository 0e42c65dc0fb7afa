"""Statements on decisions about performances."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, select

from sync.tables import catalogue
from sync.tables.transaction import Tx

_s = catalogue.suspension.c


def performance(tx: Tx, tenant_id: UUID, performance_id: UUID) -> RowMapping | None:
    """The row of a performance, locked until the transaction ends."""
    p = catalogue.performance
    statement = select(p).where(p.c.tenant_id == tenant_id, p.c.id == performance_id).with_for_update()
    return tx.execute(statement).mappings().first()


def event_of(tx: Tx, tenant_id: UUID, event_id: Any) -> str:
    """The name of an event."""
    e = catalogue.event.c
    return str(tx.execute(select(e.name).where(e.tenant_id == tenant_id, e.id == event_id)).scalar_one())


def is_known(tx: Tx, tenant_id: UUID, suspension_id: UUID) -> bool:
    """Whether a decision was published."""
    known = select(_s.id).where(_s.tenant_id == tenant_id, _s.id == suspension_id)
    return tx.execute(known).first() is not None


def next_ordinal(tx: Tx, tenant_id: UUID, performance_id: UUID) -> int:
    """The ordinal of the next decision about a performance. Its row is locked."""
    made = select(func.count()).where(_s.tenant_id == tenant_id, _s.performance_id == performance_id)
    return int(tx.execute(made).scalar_one()) + 1
