"""Which sales were made to a customer, which tickets of others the customer held, and what became of tickets."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, select, union

from domain.ids import CustomerId, SaleId, TenantId, TicketId
from sync.facts.conflicts import replaced_ticket
from sync.facts.refunds import refunded_ticket
from sync.facts.sales import sale, ticket
from sync.facts.tickets import ticket_holder
from sync.tables.transaction import Tx

_NONE: ColumnElement[str] = literal_column("''")
_s, _t, _h, _r, _b = sale.c, ticket.c, ticket_holder.c, replaced_ticket.c, refunded_ticket.c
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What became of some tickets: which got another code or lost it, which were given back, and who has them.

    `holders` has the tickets that were named, transferred or given, each with its last holder in the registry; None for
    somebody who is not in it.
    """

    changed: frozenset[UUID]
    given_back: frozenset[UUID]
    holders: dict[UUID, UUID | None]


def sales_to(tx: Tx, tenant_id: TenantId, ids: Collection[CustomerId], document: str, limit: int) -> list[SaleId]:
    """The latest sales to a customer, under one of the ids or the document; the newest first."""
    by_document = select(_s.id).where(_s.customer_document == document, _s.customer_document != _NONE)
    known = list(tx.execute(union(select(_s.id).where(_s.customer_id.in_(list(ids))), by_document)).scalars())
    rows = [
        row
        for part in _parts(known)
        for row in tx.execute(select(_s.id, _s.position).where(_s.tenant_id == tenant_id, _s.id.in_(part)))
    ]  # fmt: skip
    return [SaleId(row.id) for row in sorted(rows, key=lambda row: row.position, reverse=True)[:limit]]


def held_by(tx: Tx, tenant_id: TenantId, ids: Collection[CustomerId]) -> dict[TicketId, SaleId]:
    """The tickets that a customer holds or held after another buyer, with their sales."""
    held = list(tx.execute(select(_h.ticket_id).distinct().where(_h.person_id.in_(list(ids)))).scalars())
    return {
        TicketId(row.id): SaleId(row.sale_id)
        for part in _parts(held)
        for row in tx.execute(select(_t.id, _t.sale_id).where(_t.tenant_id == tenant_id, _t.id.in_(part)))
    }


def afterwards(tx: Tx, tenant_id: TenantId, tickets: Sequence[TicketId]) -> Afterwards:
    """What became of these tickets."""
    holders: dict[UUID, UUID | None] = {}
    for part in _parts(tickets):
        # In the order of the journal, so that the last holder of each ticket is the one that is kept.
        of_part = select(_h.ticket_id, _h.person_id).where(_h.tenant_id == tenant_id, _h.ticket_id.in_(part))
        holders |= {row.ticket_id: row.person_id for row in tx.execute(of_part.order_by(_h.position))}
    return Afterwards(_in(tx, tenant_id, _r, tickets), _in(tx, tenant_id, _b, tickets), holders)


def _in(tx: Tx, tenant_id: TenantId, columns: Any, tickets: Sequence[TicketId]) -> frozenset[UUID]:
    return frozenset(
        one
        for part in _parts(tickets)
        for one in tx.execute(
            select(columns.ticket_id).where(columns.tenant_id == tenant_id, columns.ticket_id.in_(part))
        ).scalars()
    )


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
