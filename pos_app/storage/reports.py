"""What an X or a Z is made of: the span since the last Z and everything recorded in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from domain.ids import ReportId, StationId, TenantId
from domain.money import VES, Currency, ExchangeRate, Money
from domain.shifts import CashMove, CashMovement
from domain.taxes import TaxCategory, TaxLine
from domain.till_report import Activity, DocumentTotals, ReportKind, TillReport
from pos_app.storage import sales
from sync import canonical
from sync.fact_tables import (
    cart_void,
    cash_movement,
    document_tax,
    fiscal_document,
    journal,
    reprint,
    till_report,
)
from sync.facts import Entry, ReportTaken
from sync.transaction import Tx


@dataclass(frozen=True, slots=True)
class Span:
    """Journal positions after `after`, up to and with `upto`."""

    after: int
    upto: int


def last_z(tx: Tx, tenant_id: TenantId, station_id: StationId) -> TillReport | None:
    """The last closing, whole, from the journal."""
    row = tx.execute(
        select(till_report.c.id)
        .where(
            till_report.c.tenant_id == tenant_id,
            till_report.c.station_id == station_id,
            till_report.c.kind == ReportKind.Z,
        )
        .order_by(till_report.c.number.desc())
        .limit(1)
    ).scalar()
    return load(tx, tenant_id, ReportId(row)) if row else None


def closed_since(tx: Tx, tenant_id: TenantId, station_id: StationId, epoch: int) -> bool:
    """Whether a Z was taken in a later life of the store."""
    r = till_report.c
    mine = (r.tenant_id == tenant_id, r.station_id == station_id, r.kind == ReportKind.Z)
    return tx.execute(select(r.id).where(*mine, r.epoch > epoch).limit(1)).first() is not None


def load(tx: Tx, tenant_id: TenantId, report_id: ReportId) -> TillReport:
    """One report as it was taken."""
    body = tx.execute(
        select(journal.c.body)
        .join(
            till_report,
            (till_report.c.tenant_id == journal.c.tenant_id)
            & (till_report.c.station_id == journal.c.station_id)
            & (till_report.c.epoch == journal.c.epoch)
            & (till_report.c.seq == journal.c.seq),
        )
        .where(till_report.c.tenant_id == tenant_id, till_report.c.id == report_id)
    ).scalar_one()
    fact = canonical.decode(body, Entry).body
    assert isinstance(fact, ReportTaken)
    return fact.report


def span_since(tx: Tx, tenant_id: TenantId, before: TillReport | None) -> Span:
    """From a closing to now; from the beginning when there was none."""
    upto = tx.execute(select(func.max(journal.c.seq)).where(journal.c.tenant_id == tenant_id)).scalar() or 0
    return Span(before.head_seq if before else 0, upto)


def activity(tx: Tx, tenant_id: TenantId, span: Span) -> Activity:
    """Everything in a span, in order."""
    return Activity(
        documents=_documents(tx, tenant_id, span),
        payments=sales.payments_between(tx, tenant_id, span.after, span.upto),
        change=sales.change_between(tx, tenant_id, span.after, span.upto),
        movements=_movements(tx, tenant_id, span),
        rates=_rates(tx, tenant_id, span),
        reprints=_count(tx, reprint.c.seq, reprint.c.tenant_id, tenant_id, span),
        voids=_count(tx, cart_void.c.seq, cart_void.c.tenant_id, tenant_id, span),
    )


def _documents(tx: Tx, tenant_id: TenantId, span: Span) -> Sequence[DocumentTotals]:
    in_span = (
        fiscal_document.c.tenant_id == tenant_id,
        fiscal_document.c.seq > span.after,
        fiscal_document.c.seq <= span.upto,
    )
    taxes: dict[UUID, list[TaxLine]] = {}
    joined = (document_tax.c.tenant_id == fiscal_document.c.tenant_id) & (
        document_tax.c.document_id == fiscal_document.c.id
    )
    for row in tx.execute(select(document_tax).join(fiscal_document, joined).where(*in_span)):
        line = TaxLine(TaxCategory(row.category), Decimal(row.rate), Money(row.base, VES), Money(row.tax, VES))
        taxes.setdefault(row.document_id, []).append(line)
    return [
        DocumentTotals(
            row.series, row.number, row.control_number, row.issued_at, Money(row.exempt, VES),
            tuple(taxes.get(row.id, ())), Money(row.total, VES), Money(row.igtf_base, VES), Money(row.igtf, VES),
        )
        for row in tx.execute(select(fiscal_document).where(*in_span).order_by(fiscal_document.c.seq))
    ]  # fmt: skip


def _movements(tx: Tx, tenant_id: TenantId, span: Span) -> Sequence[CashMovement]:
    rows = tx.execute(
        select(cash_movement)
        .where(
            cash_movement.c.tenant_id == tenant_id,
            cash_movement.c.seq > span.after,
            cash_movement.c.seq <= span.upto,
        )
        .order_by(cash_movement.c.seq)
    )
    return [CashMovement(CashMove(row.kind), Money(row.amount, Currency(row.currency)), row.reason) for row in rows]


def _rates(tx: Tx, tenant_id: TenantId, span: Span) -> Sequence[ExchangeRate]:
    """The rates that sales of the span were made at: what the sales say, for a rate may have been typed anew since."""
    found = tx.execute(_RATES, {"tenant_id": tenant_id.bytes, "after": span.after, "upto": span.upto}).scalars()
    return [rate for said in found for rate in canonical.decode(said, tuple[ExchangeRate, ...])]


_RATES = text(
    "SELECT json_extract(CAST(body AS TEXT), '$.body.sale.rates.rates') AS rates FROM journal"
    " WHERE tenant_id = :tenant_id AND seq > :after AND seq <= :upto AND kind = 'sale_recorded/1'"
    " GROUP BY rates ORDER BY min(seq)"
)


def _count(tx: Tx, seq: ColumnElement[Any], owner: ColumnElement[Any], tenant_id: TenantId, span: Span) -> int:
    statement = select(func.count()).where(owner == tenant_id, seq > span.after, seq <= span.upto)
    return int(tx.execute(statement).scalar_one())
