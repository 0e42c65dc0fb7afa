"""Queries for X and Z reports: everything recorded since the last Z."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, text

from domain.fiscal.documents import DocumentKind
from domain.ids import ReportId, StationId, TenantId
from domain.money.money import VES, Currency, ExchangeRate, Money
from domain.money.taxes import TaxCategory, TaxLine
from domain.till.shifts import CashMove, CashMovement
from domain.till.till_report import Activity, DocumentTotals, ReportKind
from pos_app.storage.sales import form_changes, refunds, sales, voided_carts
from sync import journal
from sync.facts import ReportTaken
from sync.facts.documents import document_tax, fiscal_document, reprint
from sync.facts.shifts import cash_movement, till_report
from sync.tables import canonical
from sync.tables.position import epoch_of, pack, seq_of
from sync.tables.transaction import Tx

_LAST_Z = (
    select(till_report.c.position)
    .where(
        till_report.c.tenant_id == bindparam("tenant_id"),
        till_report.c.station_id == bindparam("station_id"),
        till_report.c.kind == bindparam("of_kind"),
    )
    .order_by(till_report.c.position.desc())
    .limit(1)
)


def last_z_position(tx: Tx, tenant_id: TenantId, station_id: StationId) -> int:
    """The position of the last Z in the journal; 0, before every entry, without one."""
    keys = {"tenant_id": tenant_id, "station_id": station_id, "of_kind": ReportKind.Z}
    row = tx.run(_LAST_Z, keys).fetchone()
    return int(row[0]) if row else 0


def last_z(tx: Tx, tenant_id: TenantId, station_id: StationId) -> ReportTaken | None:
    """The last Z, read from the journal; None without one."""
    position = last_z_position(tx, tenant_id, station_id)
    return _report_at(tx, tenant_id, station_id, position) if position else None


def closed_since(tx: Tx, tenant_id: TenantId, station_id: StationId, epoch: int) -> bool:
    """Whether a Z was taken in a later life of the store."""
    r = till_report.c
    is_z_here = (r.tenant_id == tenant_id, r.station_id == station_id, r.kind == ReportKind.Z)
    return tx.execute(select(r.id).where(*is_z_here, r.position > pack(epoch + 1, 0)).limit(1)).first() is not None


def load(tx: Tx, tenant_id: TenantId, report_id: ReportId) -> ReportTaken:
    """One report and how it was shown, read from the journal."""
    row = tx.execute(
        select(till_report.c.station_id, till_report.c.position).where(
            till_report.c.tenant_id == tenant_id, till_report.c.id == report_id
        )
    ).one()
    return _report_at(tx, tenant_id, StationId(row.station_id), row.position)


def _report_at(tx: Tx, tenant_id: TenantId, station_id: StationId, position: int) -> ReportTaken:
    entry = journal.entry_at(tx, tenant_id, station_id, position)
    assert entry is not None
    assert isinstance(entry.body, ReportTaken)
    return entry.body


def activity(tx: Tx, tenant_id: TenantId, station_id: StationId, after: int) -> Activity:
    """Everything after a position of the journal, in order, over all lives of the store."""
    return Activity(
        documents=_documents(tx, tenant_id, after),
        payments=sales.payments_since(tx, tenant_id, after),
        change=sales.change_since(tx, tenant_id, after),
        movements=_movements(tx, tenant_id, after),
        rates=_rates(tx, tenant_id, station_id, after),
        reprints=_count(tx, reprint.c.position, reprint.c.tenant_id, tenant_id, after),
        voids=voided_carts.count_since(tx, tenant_id, after),
        given_back=refunds.given_back_since(tx, tenant_id, after),
    )


def _documents(tx: Tx, tenant_id: TenantId, after: int) -> Sequence[DocumentTotals]:
    in_span = (fiscal_document.c.tenant_id == tenant_id, fiscal_document.c.position > after)
    taxes: dict[UUID, list[TaxLine]] = {}
    joined = (document_tax.c.tenant_id == fiscal_document.c.tenant_id) & (
        document_tax.c.document_id == fiscal_document.c.id
    )
    for row in tx.execute(select(document_tax).join(fiscal_document, joined).where(*in_span)):
        line = TaxLine(TaxCategory(row.category), Decimal(row.rate), Money(row.base, VES), Money(row.tax, VES))
        taxes.setdefault(row.document_id, []).append(line)
    moved = form_changes.new_controls_since(tx, tenant_id, after)
    return [
        DocumentTotals(
            row.series, row.number, moved.get(row.id, row.control_number), row.issued_at, Money(row.exempt, VES),
            tuple(taxes.get(row.id, ())), Money(row.total, VES), Money(row.igtf_base, VES), Money(row.igtf, VES),
            DocumentKind(row.kind),
        )
        for row in tx.execute(select(fiscal_document).where(*in_span).order_by(fiscal_document.c.position))
    ]  # fmt: skip


def _movements(tx: Tx, tenant_id: TenantId, after: int) -> Sequence[CashMovement]:
    rows = tx.execute(
        select(cash_movement)
        .where(cash_movement.c.tenant_id == tenant_id, cash_movement.c.position > after)
        .order_by(cash_movement.c.position)
    )
    return [CashMovement(CashMove(row.kind), Money(row.amount, Currency(row.currency)), row.reason) for row in rows]


def _rates(tx: Tx, tenant_id: TenantId, station_id: StationId, after: int) -> Sequence[ExchangeRate]:
    """The distinct rates of the sales, in order of use, read from the sales: a rate may have been replaced since."""
    place = {"epoch": epoch_of(after), "seq": seq_of(after)}
    texts = tx.execute(_RATES, {"tenant_id": tenant_id.bytes, "station_id": station_id.bytes, **place}).scalars()
    return [rate for text_of_rates in texts for rate in canonical.decode(text_of_rates, tuple[ExchangeRate, ...])]


_RATES = text(
    "SELECT json_extract(CAST(body AS TEXT), '$.body.sale.rates.rates') AS rates FROM journal"
    " WHERE tenant_id = :tenant_id AND station_id = :station_id AND (epoch, seq) > (:epoch, :seq)"
    " AND kind = 'sale_recorded/1' GROUP BY rates ORDER BY min(epoch << 32 | seq)"
)


def _count(tx: Tx, position: ColumnElement[Any], owner: ColumnElement[Any], tenant_id: TenantId, after: int) -> int:
    statement = select(func.count()).where(owner == tenant_id, position > after)
    return int(tx.execute(statement).scalar_one())
