"""Queries of issued documents: searching them, and counting their copies."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from domain.ids import DocumentId
from sync.facts.documents import fiscal_document, reprint
from sync.facts.sales import payment, sale, ticket
from sync.tables.catalogue import event, performance, seat
from sync.tables.transaction import Tx

_LONGEST_NUMBER = 18
"""Digits of an integer that every database column holds. A longer typed number matches no document."""


def matching(tx: Tx, tenant_id: UUID, text: str, limit: int) -> list[tuple[DocumentId, int]]:
    """Identifiers and positions of the documents that a text may name, newest first; of all of them without a text."""
    d = fiscal_document.c
    statement = select(d.id, d.position).where(d.tenant_id == tenant_id)
    if text:
        statement = statement.where(d.position.in_(_positions(tx, tenant_id, text)))
    rows = tx.execute(statement.order_by(d.position.desc()).limit(limit))
    return [(DocumentId(row.id), row.position) for row in rows]


def copies(tx: Tx, tenant_id: UUID, document_id: DocumentId) -> int:
    """The number of copies of a document requested so far."""
    last = select(func.coalesce(func.max(reprint.c.copy_no), 0))
    statement = last.where(reprint.c.tenant_id == tenant_id, reprint.c.document_id == document_id)
    return int(tx.execute(statement).scalar_one())


def _positions(tx: Tx, tenant_id: UUID, text: str) -> list[int]:
    """Positions of the documents that a text may name: by number, or by the sale that they are about."""
    upper = text.upper()
    sold = select(sale.c.position).where(sale.c.tenant_id == tenant_id)
    of_ticket = sold.join(ticket, (ticket.c.tenant_id == sale.c.tenant_id) & (ticket.c.sale_id == sale.c.id))
    of_payment = sold.join(payment, (payment.c.tenant_id == sale.c.tenant_id) & (payment.c.sale_id == sale.c.id))
    statements = [
        of_ticket.where(ticket.c.code == text),
        of_payment.where(payment.c.reference == text),
    ]
    if customer := upper.replace("-", ""):
        statements.append(sold.where(sale.c.customer_document.in_((upper, customer))))
    before, _, number = upper.rpartition("-")
    if number.isdecimal() and number.isascii():
        numbered = select(fiscal_document.c.position).where(fiscal_document.c.tenant_id == tenant_id)
        numbered = numbered.where(fiscal_document.c.number == int(number[:_LONGEST_NUMBER]))
        statements.append(numbered.where(fiscal_document.c.series == before) if before else numbered)
    row, _, place = text.rpartition("-")
    if row and place:
        statements.append(_in_its_venue(of_ticket).where(seat.c.row.in_((row, row.upper())), seat.c.number == place))
    return [position for statement in statements for position in tx.execute(statement).scalars()]


def _in_its_venue(of_ticket: Select[Any]) -> Select[Any]:
    """Join tickets with their seats. A seat's ordinal is unique only within its venue."""
    return (
        of_ticket.join(
            performance,
            (performance.c.tenant_id == ticket.c.tenant_id) & (performance.c.id == ticket.c.performance_id),
        )
        .join(event, (event.c.tenant_id == performance.c.tenant_id) & (event.c.id == performance.c.event_id))
        .join(
            seat,
            (seat.c.tenant_id == event.c.tenant_id)
            & (seat.c.venue_id == event.c.venue_id)
            & (seat.c.id == ticket.c.seat_id),
        )
    )
