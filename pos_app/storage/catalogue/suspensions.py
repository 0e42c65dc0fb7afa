"""Queries of what was decided of performances: published by HQ, or decided here and not yet answered by HQ."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from domain.catalogue.catalog import Performance
from domain.catalogue.suspension import Suspension, applies, decided_of, pending_of
from domain.ids import PerformanceId
from pos_app.storage.tables import hq_link
from sync.facts.suspensions import decided_suspension
from sync.tables.catalogue import suspension
from sync.tables.catalogue_values import suspension_of
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the station that made it, None for HQ, and whether HQ has still to publish it."""

    suspension: Suspension
    station_id: UUID | None
    is_pending: bool = False


def as_decided(tx: Tx, tenant_id: UUID, performances: Sequence[Performance]) -> tuple[Performance, ...]:
    """Performances with what was decided of them here and is not published yet."""
    pending = _pending(tx, tenant_id)
    if not pending:
        return tuple(performances)
    # Without HQ nobody else publishes the decision: it counts at once.
    is_enrolled = tx.execute(select(hq_link.c.only)).first() is not None
    change = pending_of if is_enrolled else decided_of
    by_id = {performance.id: performance for performance in performances}
    for one in pending:
        now = by_id.get(one.performance_id)
        if now is not None and applies(now, one):
            by_id[now.id] = change(now, one)
    return tuple(by_id.values())


def history(tx: Tx, tenant_id: UUID) -> dict[PerformanceId, tuple[Decided, ...]]:
    """Every decision that changed a performance, oldest first; those that HQ has still to publish come last."""
    published = select(suspension).where(suspension.c.tenant_id == tenant_id, suspension.c.applied)
    known = [
        Decided(suspension_of(row), row["station_id"])
        for row in tx.execute(published.order_by(suspension.c.performance_id, suspension.c.ordinal)).mappings()
    ]
    own = [Decided(one, None, is_pending=True) for one in _pending(tx, tenant_id)]
    of: dict[PerformanceId, list[Decided]] = {}
    for one in (*known, *own):
        of.setdefault(one.suspension.performance_id, []).append(one)
    return {performance_id: tuple(decided) for performance_id, decided in of.items()}


def _pending(tx: Tx, tenant_id: UUID) -> tuple[Suspension, ...]:
    """What was decided here and HQ has not answered, in the order of the decisions."""
    d, s = decided_suspension.c, suspension.c
    answered = select(s.id).where(s.tenant_id == d.tenant_id, s.id == d.id).exists()
    statement = select(decided_suspension).where(d.tenant_id == tenant_id, ~answered).order_by(d.position)
    return tuple(suspension_of(row) for row in tx.execute(statement).mappings())
