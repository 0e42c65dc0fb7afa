"""Queries of the history about refunds: the notes beside an invoice, and what they took back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from domain.ids import DocumentId, SaleId
from domain.typed_text import compact
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.refunds import refund, refunded_ticket
from sync.facts.sales import sale, ticket
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A document, its position in the journal, and the sale that it is about."""

    id: DocumentId
    position: int
    sale_id: SaleId


def at_positions(tx: Tx, tenant_id: UUID, positions: Collection[int] | None, limit: int) -> list[DocumentPlace]:
    """The documents at these positions, the newest first; of all positions without any given."""
    d = fiscal_document.c
    statement = select(d.id, d.position).where(d.tenant_id == tenant_id)
    if positions is not None:
        statement = statement.where(d.position.in_(positions))
    places = tx.execute(statement.order_by(d.position.desc()).limit(limit)).all()
    # Apart, because SQLite reads the index of positions only where nothing is wanted that it has not.
    of_sale = select(d.id, d.sale_id).where(d.tenant_id == tenant_id, d.id.in_([place.id for place in places]))
    sales = {row.id: SaleId(row.sale_id) for row in tx.execute(of_sale)}
    return [DocumentPlace(DocumentId(place.id), place.position, sales[place.id]) for place in places]


def with_others_of_sale(tx: Tx, tenant_id: UUID, matches: Sequence[DocumentPlace], limit: int) -> list[DocumentPlace]:
    """Documents, each followed by the others of its sale: an invoice by its notes, a note by its invoice.

    A document that matches by itself keeps its place.
    """
    positions = positions_of_sales(tx, tenant_id, sorted({match.sale_id for match in matches}))
    others = at_positions(tx, tenant_id, positions, len(positions))
    listed: dict[DocumentPlace, None] = {}
    for match in matches:
        beside = (other for other in others if other.sale_id == match.sale_id and other not in matches)
        listed |= dict.fromkeys((match, *beside))
    return list(listed)[:limit]


def positions_of_sales(tx: Tx, tenant_id: UUID, sale_ids: Sequence[SaleId]) -> set[int]:
    """The positions of all documents of sales."""
    return {position for statement in _of_sales(tenant_id, sale_ids) for position in tx.execute(statement).scalars()}


def _of_sales(tenant_id: UUID, sale_ids: Sequence[SaleId]) -> tuple[Select[Any], ...]:
    """The positions of sales, which are those of their invoices, and of their refunds, which are those of the notes."""
    return (
        select(sale.c.position).where(sale.c.tenant_id == tenant_id, sale.c.id.in_(sale_ids)),
        select(refund.c.position).where(refund.c.tenant_id == tenant_id, refund.c.sale_id.in_(sale_ids)),
    )


def given_back(tx: Tx, tenant_id: UUID, sale_id: SaleId) -> int:
    """How many tickets of a sale were given back."""
    r, t = refund.c, refunded_ticket.c
    with_tickets = refund.join(refunded_ticket, (t.tenant_id == r.tenant_id) & (t.refund_id == r.id))
    counted = select(func.count()).select_from(with_tickets)
    return int(tx.execute(counted.where(r.tenant_id == tenant_id, r.sale_id == sale_id)).scalar_one())


def note_of_code(tx: Tx, tenant_id: UUID, text: str) -> DocumentId | None:
    """The credit note that took back the ticket of this code, in any letter case; None for any other text."""
    code, t, r = compact(text).lower(), refunded_ticket.c, refund.c
    # By the codes as they were sold or came later: those have an index for any letter case.
    named = (
        select(ticket.c.id).where(ticket.c.tenant_id == tenant_id, func.lower(ticket.c.code) == code),
        select(replaced_ticket.c.ticket_id).where(
            replaced_ticket.c.tenant_id == tenant_id, func.lower(replaced_ticket.c.new_code) == code
        ),
    )
    tickets = {ticket_id for statement in named for ticket_id in tx.execute(statement).scalars()}
    ended = select(r.document_id).join(refunded_ticket, (t.tenant_id == r.tenant_id) & (t.refund_id == r.id))
    notes = tx.execute(ended.where(t.tenant_id == tenant_id, t.ticket_id.in_(tickets), func.lower(t.code) == code))
    note = notes.scalars().first()
    return DocumentId(note) if note else None
