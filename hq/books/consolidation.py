"""The totals of all stations from their own rows: by station, cashier, method and zone, with every Z report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from domain.money.money import VES, Money
from hq.books.apart import Apart, kept_apart
from hq.books.rows import consolidation as rows
from hq.books.rows.consolidation import Total
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one station, cashier, method, zone or day. Bolívares, except for methods of another currency."""

    name: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ZReport:
    """A Z report as its station took it."""

    station: str
    number: int
    business_date: date
    documents: int
    sales: Money
    """Perpetual: everything since the station began."""


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The totals of a tenant, of everything that stations have uploaded."""

    stations: Sequence[Share]
    cashiers: Sequence[Share]
    methods: Sequence[Share]
    zones: Sequence[Share]
    reports: Sequence[ZReport]
    supplements: Sequence[Share]
    """What arrived after the books of its day were closed, by day."""
    refused_cash: Sequence[Share]
    """What cashiers were refused to take from a till that held less: many attempts may look for the expected cash."""
    apart: Sequence[Apart]
    """What HQ has and does not follow. It is in none of the totals."""

    @property
    def total(self) -> Money:
        """All invoices, with taxes and IGTF."""
        return sum((share.amount for share in self.stations), Money.zero())


def consolidate(tx: Tx, tenant_id: UUID) -> Consolidation:
    """Add up the invoices of a tenant. Credit notes and the money that they gave back are in none of these sums."""
    return Consolidation(
        stations=_shares(rows.by_station(tx, tenant_id)),
        cashiers=_shares(rows.by_cashier(tx, tenant_id)),
        methods=_shares(rows.by_method(tx, tenant_id)),
        zones=_shares(rows.by_zone(tx, tenant_id)),
        reports=[_report(row) for row in rows.z_reports(tx, tenant_id)],
        supplements=_shares(rows.by_supplemented_day(tx, tenant_id)),
        refused_cash=_shares(rows.refused_cash(tx, tenant_id)),
        apart=kept_apart(tx, tenant_id),
    )


def _shares(totals: Sequence[Total]) -> list[Share]:
    return [Share(total.name, total.how_many, Money(total.amount, total.currency)) for total in totals]


def _report(row: Row[Any]) -> ZReport:
    return ZReport(
        row.name, row.number, date.fromisoformat(row.business_date), row.documents, Money(int(row.sales), VES)
    )
