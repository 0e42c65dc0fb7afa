"""What is owed for tickets that conflict cases withdrew, until a credit note takes their price back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select

from domain.conflicts.cases import CaseId
from domain.ids import SaleId, TenantId, TicketId
from domain.money.money import Currency, Money
from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.refunds import refunded_ticket
from sync.facts.sales import ticket
from sync.tables.transaction import Tx

_r, _t, _b = replaced_ticket.c, ticket.c, refunded_ticket.c


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed for one ticket: price, fee and the tax added to them, since the case was settled."""

    case_id: CaseId
    sale_id: SaleId
    ticket_id: TicketId
    code: str
    owed: Money
    since: datetime


def unpaid(tx: Tx, tenant_id: TenantId) -> tuple[Debt, ...]:
    """The tickets that are owed for, oldest first. A ticket without a price is owed nothing."""
    return tuple(
        Debt(
            CaseId(row.act_id), SaleId(row.sale_id), TicketId(row.ticket_id), row.code,
            Money(row.owed, Currency(row.owed_currency)), row.replaced_at,
        )
        for row in tx.execute(_unpaid(tenant_id))
    )  # fmt: skip


def _unpaid(tenant_id: TenantId) -> Select[Any]:
    of_ticket = and_(_t.tenant_id == _r.tenant_id, _t.id == _r.ticket_id)
    refunded = and_(_b.tenant_id == _r.tenant_id, _b.ticket_id == _r.ticket_id)
    return (
        select(_r.act_id, _t.sale_id, _r.ticket_id, _r.code, _r.owed, _r.owed_currency, _r.replaced_at)
        .select_from(replaced_ticket.join(ticket, of_ticket).outerjoin(refunded_ticket, refunded))
        .where(_r.tenant_id == tenant_id, _r.cause == EndCause.CASE, _r.owed > 0, _b.ticket_id.is_(None))
        .order_by(_r.position, _r.code)
    )
