"""Queries of refunds: the notes of a sale, the tickets that were given back, and the money that went back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from domain.after_sale.refunds import Refund, RefundableTicket, SoldInvoice
from domain.fiscal.documents import FiscalDocument
from domain.ids import DocumentId, RefundId, SaleId, ShiftId, StationId, TenantId, TicketId
from domain.money.money import VES, Currency, Money
from domain.payments.change import Change
from domain.sale.sale import Ticket
from pos_app.storage.sales import amended_tickets, form_changes, recorded
from pos_app.storage.sales.amended_tickets import Amended
from sync import journal
from sync.facts import TicketsRefunded
from sync.facts.refunds import money_back, refund, refunded_ticket
from sync.facts.shifts import shift
from sync.tables.transaction import Tx

_Store = tuple[TenantId, StationId]


_NEWEST = 2**63 - 1


def sold_invoice(tx: Tx, store: _Store, sale_id: SaleId, *, before: int = _NEWEST) -> SoldInvoice:
    """A sale with its invoice, and its refunds before a position of the journal, with their notes."""
    r = refund.c
    of_sale = (r.tenant_id == store[0], r.sale_id == sale_id, r.position < before)
    positions = tx.execute(select(r.position).where(*of_sale).order_by(r.position)).scalars().all()
    made = [_fact_at(tx, store, position) for position in positions]
    return SoldInvoice(
        *recorded.sale_and_invoice(tx, store, sale_id),
        tuple(fact.document for fact in made),
        tuple(fact.refund for fact in made),
    )


def of_note(tx: Tx, store: _Store, document_id: DocumentId) -> Refund:
    """The refund that a credit note documents."""
    r = refund.c
    position = select(r.position).where(r.tenant_id == store[0], r.document_id == document_id)
    return _fact_at(tx, store, tx.execute(position).scalar_one()).refund


def has_notes(tx: Tx, tenant_id: TenantId, sale_id: SaleId) -> bool:
    """Whether a credit note names the invoice of a sale."""
    r = refund.c
    return tx.execute(select(r.id).where(r.tenant_id == tenant_id, r.sale_id == sale_id).limit(1)).first() is not None


def load(tx: Tx, store: _Store, refund_id: RefundId) -> tuple[Refund, FiscalDocument]:
    """A refund and its credit note, on its present form."""
    r = refund.c
    position = tx.execute(select(r.position).where(r.tenant_id == store[0], r.id == refund_id)).scalar_one()
    fact = _fact_at(tx, store, position)
    return fact.refund, form_changes.present(tx, store, fact.document)


def paid_to(tx: Tx, tenant_id: TenantId, refund_id: RefundId) -> str:
    """The name of the holder who was paid for gifts; empty when the buyer was."""
    r = refund.c
    return str(tx.execute(select(r.paid_to).where(r.tenant_id == tenant_id, r.id == refund_id)).scalar_one())


def refundable(tx: Tx, store: _Store, sold: SoldInvoice, *, before: int = _NEWEST) -> dict[TicketId, RefundableTicket]:
    """The tickets of a sale that no note and no revocation ended before a position of the journal, as they were."""
    sold_in = recorded.life_of_sale(tx, store[0], sold.sale.id)
    ids = [ticket.id for ticket in sold.sale.tickets]
    ended = _refunded(tx, store[0], ids, before)
    changed = amended_tickets.last_changes(tx, store, ids, before=before)
    left = (_now(ticket, changed.get(ticket.id), sold_in) for ticket in sold.sale.tickets if ticket.id not in ended)
    return {ticket.sold.id: ticket for ticket in left if ticket is not None}


def _now(ticket: Ticket, amended: Amended | None, sold_in: int) -> RefundableTicket | None:
    if amended is None:
        return RefundableTicket(ticket, ticket, sold_in)
    if amended.is_revoked:
        return None
    return RefundableTicket(ticket, amended.last, amended.epoch, amended.is_withdrawn)


def is_refunded(tx: Tx, tenant_id: UUID, ticket_id: TicketId) -> bool:
    """Whether a ticket was given back."""
    return bool(_refunded(tx, tenant_id, [ticket_id], _NEWEST))


def _refunded(tx: Tx, tenant_id: UUID, tickets: Sequence[TicketId], before: int) -> set[UUID]:
    t = refunded_ticket.c
    ended = select(t.ticket_id).where(t.tenant_id == tenant_id, t.ticket_id.in_(tickets), t.position < before)
    return set(tx.execute(ended).scalars())


def given_back_since(tx: Tx, tenant_id: UUID, after: int) -> tuple[Change, ...]:
    """All money that went back after a position of the journal, in order."""
    return _parts(tx, _MONEY.where(refund.c.tenant_id == tenant_id, refund.c.position > after))


def given_back_of_shift(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> tuple[Change, ...]:
    """All money that went back in a shift, in order."""
    return _parts(tx, _MONEY.where(*_in_shift(tenant_id, shift_id)))


def _in_shift(tenant_id: UUID, shift_id: ShiftId) -> tuple[ColumnElement[bool], ...]:
    """Refunds follow the shift's opening, which has an index."""
    opened = select(shift.c.opened_position).where(shift.c.tenant_id == tenant_id, shift.c.id == shift_id)
    r = refund.c
    return r.tenant_id == tenant_id, r.position > opened.scalar_subquery(), r.shift_id == shift_id


def count_of_shift(tx: Tx, tenant_id: UUID, shift_id: ShiftId) -> int:
    """The number of refunds of a shift."""
    counted = select(func.count()).select_from(refund)
    return int(tx.execute(counted.where(*_in_shift(tenant_id, shift_id))).scalar_one())


_MONEY = (
    select(money_back)
    .join(refund, (refund.c.tenant_id == money_back.c.tenant_id) & (refund.c.id == money_back.c.refund_id))
    .order_by(refund.c.position, money_back.c.ordinal)
)


def _parts(tx: Tx, statement: Select[Any]) -> tuple[Change, ...]:
    return tuple(
        Change(row.method, Money(row.amount, Currency(row.currency)), Money(row.ves, VES))
        for row in tx.execute(statement)
    )


def _fact_at(tx: Tx, store: _Store, position: int) -> TicketsRefunded:
    entry = journal.entry_at(tx, *store, position)
    assert entry is not None
    assert isinstance(entry.body, TicketsRefunded)
    return entry.body
