"""Decisions that a performance is cancelled, moved or resumed: they belong to the life of each of its tickets."""

from uuid import UUID

from sqlalchemy import select

from domain.timeline.subjects import WHOLE, Subject, SubjectKind
from sync.facts import PerformanceSuspended
from sync.facts.sales import ticket as _ticket
from sync.tables.transaction import Tx
from sync.timeline import entries, spots
from sync.timeline.spots import Spot


def of_performance(tx: Tx, tenant_id: UUID, performance_id: UUID) -> set[Spot]:
    """The entries that decide about a performance."""
    about = spots.indexed(tx, tenant_id, [Subject(SubjectKind.PERFORMANCE, performance_id, WHOLE)])
    return {
        spot
        for spot, entry in entries.load(tx, tenant_id, about).items()
        if isinstance(entry.body, PerformanceSuspended)
    }  # fmt: skip


def of_ticket(tx: Tx, tenant_id: UUID, ticket: Subject) -> set[Spot]:
    """The entries that decide about the performance for which a ticket was sold."""
    columns = select(_ticket.c.performance_id).where(_ticket.c.tenant_id == tenant_id, _ticket.c.id == ticket.id)
    performance_id = tx.execute(columns).scalar()
    return of_performance(tx, tenant_id, performance_id) if performance_id else set()
