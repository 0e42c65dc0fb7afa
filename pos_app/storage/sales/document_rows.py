"""Queries of issued documents: searching them, and counting their copies."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select, func, select

from domain.fiscal.typed_number import typed_control_number, typed_number, without_words
from domain.ids import DocumentId
from domain.payments.reference_use import SHORTEST_END, significant
from domain.payments.tenders import LONGEST_REFERENCE
from domain.people.identity import bare_identity
from domain.typed_text import compact, folded
from sync.facts.conflicts import replaced_ticket
from sync.facts.documents import fiscal_document, reprint
from sync.facts.sales import payment, sale, ticket
from sync.tables.catalogue import event, performance, seat
from sync.tables.transaction import Tx

_MOST_NAMES = 500
"""Names of customers that one search compares with."""


def matching(tx: Tx, tenant_id: UUID, text: str, limit: int) -> list[tuple[DocumentId, int]]:
    """Identifiers and positions of the documents that a text may name, newest first; of all of them without a text."""
    d = fiscal_document.c
    statement = select(d.id, d.position).where(d.tenant_id == tenant_id)
    if text:
        statement = statement.where(d.position.in_(_positions(tx, tenant_id, text)))
    rows = tx.execute(statement.order_by(d.position.desc()).limit(limit))
    return [(DocumentId(row.id), row.position) for row in rows]


class CodeState(StrEnum):
    """What became of a ticket's code."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


def code_state(tx: Tx, tenant_id: UUID, text: str) -> CodeState | None:
    """Whether a text is the code of a ticket that was replaced or withdrawn; None for any other text."""
    r = replaced_ticket.c
    ended = select(r.new_code).where(r.tenant_id == tenant_id, func.lower(r.code) == compact(text).lower())
    new_code = tx.execute(ended).scalar()
    if new_code is None:
        return None
    return CodeState.REPLACED if new_code else CodeState.WITHDRAWN


def copies(tx: Tx, tenant_id: UUID, document_id: DocumentId) -> int:
    """The number of copies of a document requested so far."""
    last = select(func.coalesce(func.max(reprint.c.copy_no), 0))
    statement = last.where(reprint.c.tenant_id == tenant_id, reprint.c.document_id == document_id)
    return int(tx.execute(statement).scalar_one())


def _positions(tx: Tx, tenant_id: UUID, text: str) -> list[int]:
    """Positions of the documents that a text may name: by number, or by the sale that they are about."""
    statements = [
        *_by_number(tenant_id, without_words(text)),
        *_by_ticket(tenant_id, text),
        *_by_payment(tenant_id, without_words(text)),
        *_by_customer(tx, tenant_id, text),
        *_by_seat(tenant_id, text),
    ]
    return [position for statement in statements for position in tx.execute(statement).scalars()]


def _by_number(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By the document's number or its control number."""
    d = fiscal_document.c
    numbered = select(d.position).where(d.tenant_id == tenant_id)
    if number := typed_number(text):
        of_number = numbered.where(d.number == number.number)
        yield of_number.where(d.series == number.series) if number.series else of_number
    if control := typed_control_number(text):
        # Two digits of the form stand before the dash.
        of_any_form = d.control_number.like(f"__{control}")
        yield numbered.where(of_any_form if control.startswith("-") else d.control_number == control)


def _by_ticket(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By the code on a ticket, also one that replaced another, in either letter case."""
    code = compact(text).lower()
    if not (code.isascii() and code.isalnum()):
        return
    yield _of_ticket(tenant_id).where(func.lower(ticket.c.code) == code)
    yield _of_replaced(tenant_id).where(func.lower(replaced_ticket.c.new_code) == code)


def _by_payment(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By a payment's reference or its last characters, at least four."""
    reference = "".join(filter(str.isalnum, text))
    if reference.isascii() and SHORTEST_END <= len(reference) <= LONGEST_REFERENCE:
        ours = func.lower(func.replace(payment.c.reference, "-", ""))
        of_payment = _sold(tenant_id).join(
            payment, (payment.c.tenant_id == sale.c.tenant_id) & (payment.c.sale_id == sale.c.id)
        )
        yield of_payment.where(ours.like(f"%{significant(reference)}"))


def _by_customer(tx: Tx, tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By the customer's document, or by a customer's name that has every typed word."""
    s = sale.c
    if bare := bare_identity(text):
        yield _sold(tenant_id).where(s.customer_document.in_((text.upper(), bare, f"V{bare}")))
    words = folded(text).split()
    if words and any(map(str.isalpha, text)):
        known = select(s.customer_name).where(s.tenant_id == tenant_id, s.customer_name != "").distinct()
        # SQLite folds no accents, so the names are compared here: a person has one name for all sales.
        names = [name for name in tx.execute(known).scalars() if all(word in folded(name) for word in words)]
        if names:
            yield _sold(tenant_id).where(s.customer_name.in_(names[:_MOST_NAMES]))


def _by_seat(tenant_id: UUID, text: str) -> Iterator[Select[Any]]:
    """By a seat of a ticket, as it was sold and as it was moved."""
    row, _, place = text.rpartition("-")
    if row and place:
        named = seat.c.row.in_((row, row.upper())), seat.c.number == place
        yield _in_its_venue(_of_ticket(tenant_id), ticket.c.seat_id).where(*named)
        yield _in_its_venue(_of_replaced(tenant_id), replaced_ticket.c.seat_id).where(*named)


def _sold(tenant_id: UUID) -> Select[Any]:
    return select(sale.c.position).where(sale.c.tenant_id == tenant_id)


def _of_ticket(tenant_id: UUID) -> Select[Any]:
    return _sold(tenant_id).join(ticket, (ticket.c.tenant_id == sale.c.tenant_id) & (ticket.c.sale_id == sale.c.id))


def _of_replaced(tenant_id: UUID) -> Select[Any]:
    r = replaced_ticket.c
    return _of_ticket(tenant_id).join(
        replaced_ticket, (r.tenant_id == ticket.c.tenant_id) & (r.ticket_id == ticket.c.id)
    )


def _in_its_venue(of_ticket: Select[Any], seat_id: Column[int]) -> Select[Any]:
    """Join tickets with their seats. A seat's ordinal is unique only within its venue."""
    return (
        of_ticket.join(
            performance,
            (performance.c.tenant_id == ticket.c.tenant_id) & (performance.c.id == ticket.c.performance_id),
        )
        .join(event, (event.c.tenant_id == performance.c.tenant_id) & (event.c.id == performance.c.event_id))
        .join(
            seat,
            (seat.c.tenant_id == event.c.tenant_id) & (seat.c.venue_id == event.c.venue_id) & (seat.c.id == seat_id),
        )
    )
