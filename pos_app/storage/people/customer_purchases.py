"""What a customer bought: sales under the customer's ids or identity document, their documents and tickets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, literal_column, select, union

from domain.fiscal.documents import DocumentKind
from domain.ids import CustomerId, DocumentId, SaleId
from domain.money.money import VES, Money
from sync.facts.documents import fiscal_document
from sync.facts.sales import sale, ticket
from sync.tables.catalogue import event, performance
from sync.tables.transaction import Tx

_NONE: ColumnElement[str] = literal_column("''")
_s, _d, _t, _p, _e = sale.c, fiscal_document.c, ticket.c, performance.c, event.c


@dataclass(frozen=True, slots=True)
class Purchase:
    """A document of a sale to a customer: an invoice, or a note about one. `name` is the name on it."""

    sale_id: SaleId
    document_id: DocumentId
    kind: DocumentKind
    number: str
    issued_at: datetime
    total: Money
    name: str


@dataclass(frozen=True, slots=True)
class BoughtTicket:
    """A ticket of a sale to a customer, as it was sold."""

    sale_id: SaleId
    code: str
    event: str
    starts_at: datetime
    ticket_type: str


def purchases(tx: Tx, ids: Collection[CustomerId], document: str, limit: int) -> list[Purchase]:
    """The documents of sales to a customer, the newest first."""
    statement = (
        select(fiscal_document, _s.customer_name)
        .join(sale, (_s.tenant_id == _d.tenant_id) & (_s.id == _d.sale_id))
        .where(_s.id.in_(_sales_to(ids, document)))
        .order_by(_d.issued_at.desc(), _d.number.desc())
        .limit(limit)
    )
    return [
        Purchase(
            row.sale_id, row.id, DocumentKind(row.kind), f"{row.series}-{row.number:08d}", row.issued_at,
            Money(row.total, VES), row.customer_name,
        )
        for row in tx.execute(statement)
    ]  # fmt: skip


def tickets(tx: Tx, ids: Collection[CustomerId], document: str, limit: int) -> list[BoughtTicket]:
    """The tickets of sales to a customer, the newest performance first."""
    statement = (
        select(_t.sale_id, _t.code, _e.name, _p.starts_at, _t.ticket_type)
        .join(performance, (_p.tenant_id == _t.tenant_id) & (_p.id == _t.performance_id))
        .join(event, (_e.tenant_id == _p.tenant_id) & (_e.id == _p.event_id))
        .where(_t.sale_id.in_(_sales_to(ids, document)))
        .order_by(_p.starts_at.desc(), _t.code)
        .limit(limit)
    )
    return [
        BoughtTicket(row.sale_id, row.code, row.name, row.starts_at, row.ticket_type) for row in tx.execute(statement)
    ]


def _sales_to(ids: Collection[CustomerId], document: str) -> CompoundSelect[Any]:
    by_document = select(_s.id).where(_s.customer_document == document, _s.customer_document != _NONE)
    return union(select(_s.id).where(_s.customer_id.in_(list(ids))), by_document)
