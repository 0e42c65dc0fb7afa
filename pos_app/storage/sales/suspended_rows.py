"""Queries of the sales of a performance: their tickets with what became of them, their payments, their notes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, func, select

from domain.after_sale.suspended_sales import ListedNote, SuspendedSale, TicketCounts
from domain.fiscal.documents import DocumentKind
from domain.ids import PerformanceId, SaleId, TenantId
from domain.money.money import VES, Currency, Money
from sync.facts.conflicts import EndCause, replaced_ticket
from sync.facts.documents import fiscal_document
from sync.facts.refunds import money_back, refund, refunded_ticket
from sync.facts.sales import change_given, payment, sale, ticket
from sync.tables.transaction import Tx

_t, _s, _r, _b, _d = ticket.c, sale.c, replaced_ticket.c, refunded_ticket.c, fiscal_document.c
_TENANT: BindParameter[TenantId] = bindparam("tenant")


def _ended(table: Any, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    c = table.c
    return select(c.ticket_id).where(c.tenant_id == _t.tenant_id, c.ticket_id == _t.id, *more).exists()


_REFUNDED = _ended(refunded_ticket)
_REVOKED = _ended(replaced_ticket, _r.cause == EndCause.REVOKED)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


_LEFT = and_(~_REFUNDED, ~_REVOKED)
_COUNTS = (
    func.count().label("sold"),
    _count(_REFUNDED).label("refunded"),
    _count(and_(~_REFUNDED, _REVOKED)).label("revoked"),
)
_PRICED = _count(and_(_LEFT, _t.amount + _t.fee > 0)).label("priced")
_SALES = (
    select(_s.id, _s.position, _s.customer_name, *_COUNTS, _PRICED)
    .join(ticket, and_(_t.tenant_id == _s.tenant_id, _t.sale_id == _s.id))
    .where(_s.tenant_id == _TENANT, _t.performance_id == bindparam("performance"))
    .group_by(_s.id, _s.position, _s.customer_name)
    .order_by(_s.position)
)


def counts(tx: Tx, tenant_id: TenantId, of: Iterable[PerformanceId]) -> dict[PerformanceId, tuple[int, TicketCounts]]:
    """The sales and the tickets of each of these performances that this station sold; none of one without sales."""
    counted = (
        select(_t.performance_id, func.count(_t.sale_id.distinct()).label("sales"), *_COUNTS)
        .where(_t.tenant_id == _TENANT, _t.performance_id.in_(tuple(of)))
        .group_by(_t.performance_id)
    )
    return {
        PerformanceId(row.performance_id): (row.sales, TicketCounts(row.sold, row.refunded, row.revoked))
        for row in tx.execute(counted, {"tenant": tenant_id})
    }


def sales_of(tx: Tx, tenant_id: TenantId, performance_id: PerformanceId) -> tuple[SuspendedSale, ...]:
    """The sales with tickets of a performance, oldest first."""
    rows = tx.execute(_SALES, {"tenant": tenant_id, "performance": performance_id}).all()
    numbers, paid = _numbers(tx, tenant_id, performance_id), _payments(tx, tenant_id, performance_id)
    return tuple(
        SuspendedSale(
            SaleId(row.id), numbers[row.id], row.customer_name, TicketCounts(row.sold, row.refunded, row.revoked),
            row.priced, paid.get(row.id, ()),
        )
        for row in rows
    )  # fmt: skip


def _numbers(tx: Tx, tenant_id: TenantId, performance_id: PerformanceId) -> dict[SaleId, str]:
    """The number of the invoice of each sale of a performance: one fact has both, so both have one position."""
    invoices = (
        select(_d.sale_id, _d.series, _d.number)
        .join(sale, and_(_s.tenant_id == _d.tenant_id, _s.position == _d.position))
        .where(_d.tenant_id == _TENANT, _d.kind == DocumentKind.INVOICE, _s.id.in_(_with_tickets(performance_id)))
    )
    return {SaleId(row.sale_id): _printed(row) for row in tx.execute(invoices, {"tenant": tenant_id})}


def _with_tickets(performance_id: PerformanceId) -> Select[Any]:
    return select(_t.sale_id).where(_t.tenant_id == _TENANT, _t.performance_id == performance_id)


def _payments(
    tx: Tx, tenant_id: TenantId, performance_id: PerformanceId
) -> dict[SaleId, tuple[tuple[str, Money], ...]]:
    """What each sale of a performance was paid with: method and amount; change counts against its method."""
    parts: dict[SaleId, dict[str, Money]] = {}
    for table, sign in ((payment, 1), (change_given, -1)):
        c = table.c
        order = c.id if table is payment else c.ordinal
        paid = select(c.sale_id, c.method, c.currency, c.amount).where(
            c.tenant_id == _TENANT, c.sale_id.in_(_with_tickets(performance_id))
        )
        for row in tx.execute(paid.order_by(c.sale_id, order), {"tenant": tenant_id}):
            of_sale = parts.setdefault(SaleId(row.sale_id), {})
            amount = Money(sign * row.amount, Currency(row.currency))
            of_sale[row.method] = of_sale.get(row.method, Money.zero(amount.currency)) + amount
    return {
        sale_id: tuple((method, amount) for method, amount in of_sale.items() if amount)
        for sale_id, of_sale in parts.items()
    }


def given_back(tx: Tx, tenant_id: TenantId, performance_id: PerformanceId) -> tuple[Money, ...]:
    """What went back for tickets of a performance, one amount a currency."""
    refunds = select(_b.refund_id).where(_b.tenant_id == _TENANT, _b.performance_id == performance_id)
    m = money_back.c
    summed = (
        select(m.currency, func.sum(m.amount).label("amount"))
        .where(m.tenant_id == _TENANT, m.refund_id.in_(refunds))
        .group_by(m.currency)
        .order_by(m.currency == VES, m.currency)
    )
    return tuple(Money(int(row.amount), Currency(row.currency)) for row in tx.execute(summed, {"tenant": tenant_id}))


def notes_of(tx: Tx, tenant_id: TenantId, performance_id: PerformanceId) -> tuple[ListedNote, ...]:
    """The credit notes about tickets of a performance, in the order in which they were issued."""
    f = refund.c
    issued = (
        select(f.sale_id, _d.series, _d.number, _d.total, _d.igtf, func.count().label("tickets"))
        .join(refunded_ticket, and_(_b.tenant_id == f.tenant_id, _b.refund_id == f.id))
        .join(fiscal_document, and_(_d.tenant_id == f.tenant_id, _d.id == f.document_id))
        .where(f.tenant_id == _TENANT, _b.performance_id == performance_id)
        .group_by(f.id, f.position, f.sale_id, _d.series, _d.number, _d.total, _d.igtf)
        .order_by(f.position)
    )
    invoices = _numbers(tx, tenant_id, performance_id)
    return tuple(
        ListedNote(invoices.get(row.sale_id, ""), _printed(row), row.tickets, Money(row.total + row.igtf, VES))
        for row in tx.execute(issued, {"tenant": tenant_id})
    )


def _printed(row: Any) -> str:
    """The number of a document as its paper has it."""
    return f"{row.series}-{row.number:08d}"
