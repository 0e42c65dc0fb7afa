"""What all stations sold, added up from their own rows: by station, cashier, method and zone, and each Z beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain.money.money import VES, Money
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Share:
    """What belongs to one station, cashier, method or zone. Bolívares, but for methods of another currency."""

    name: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ZReport:
    """A Z as its station took it."""

    station: str
    number: int
    business_date: date
    documents: int
    sales: Money
    """Perpetual: everything since the station began."""


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The whole of a tenant, as far as the stations have told."""

    stations: Sequence[Share]
    cashiers: Sequence[Share]
    methods: Sequence[Share]
    zones: Sequence[Share]
    reports: Sequence[ZReport]
    supplements: Sequence[Share]
    """What was told of a day after its books had been closed, by day."""

    @property
    def total(self) -> Money:
        """Everything that was invoiced, with taxes and IGTF."""
        return sum((share.amount for share in self.stations), Money.zero())


def consolidate(tx: Tx, tenant_id: UUID) -> Consolidation:
    """Add up; the documents of a void or refunded sale will come with refunds."""
    return Consolidation(
        stations=_shares(tx, _STATIONS, tenant_id),
        cashiers=_shares(tx, _CASHIERS, tenant_id),
        methods=_shares(tx, _METHODS, tenant_id),
        zones=_shares(tx, _ZONES, tenant_id),
        reports=[_z(row) for row in tx.execute(_REPORTS, {"tenant": tenant_id})],
        supplements=_shares(tx, _SUPPLEMENTS, tenant_id),
    )


_DOCUMENTS = """
    FROM fiscal_document d JOIN sale s ON s.tenant_id = d.tenant_id AND s.id = d.sale_id
"""
_STATIONS = text(f"""
    SELECT st.name, 'VES' AS currency, count(*) AS how_many, sum(d.total + d.igtf) AS amount {_DOCUMENTS}
    JOIN station st ON st.tenant_id = s.tenant_id AND st.id = s.station_id
    WHERE d.tenant_id = :tenant GROUP BY st.no, st.name ORDER BY st.no
""")
_CASHIERS = text(f"""
    SELECT c.name, 'VES' AS currency, count(*) AS how_many, sum(d.total + d.igtf) AS amount {_DOCUMENTS}
    JOIN cashier c ON c.tenant_id = s.tenant_id AND c.id = s.cashier_id
    WHERE d.tenant_id = :tenant GROUP BY c.id, c.name ORDER BY c.name, c.id
""")
_METHODS = text("""
    SELECT name, currency, sum(how_many) AS how_many, sum(amount) AS amount FROM (
        SELECT method AS name, currency, count(*) AS how_many, sum(amount) AS amount FROM payment
        WHERE tenant_id = :tenant GROUP BY method, currency
        UNION ALL
        SELECT method, currency, 0, -sum(amount) FROM change_given WHERE tenant_id = :tenant GROUP BY method, currency
    ) AS moved GROUP BY name, currency ORDER BY name, currency
""")
_ZONES = text("""
    SELECT e.name || ' · ' || z.name AS name, t.currency, count(*) AS how_many, sum(t.amount + t.fee) AS amount
    FROM ticket t JOIN zone z ON z.tenant_id = t.tenant_id AND z.id = t.zone_id
    JOIN event e ON e.tenant_id = z.tenant_id AND e.id = z.event_id
    WHERE t.tenant_id = :tenant GROUP BY e.name, z.ordinal, z.name, t.currency ORDER BY e.name, z.ordinal, t.currency
""")
_SUPPLEMENTS = text("""
    SELECT c.day AS name, 'VES' AS currency, count(*) AS how_many, sum(d.total + d.igtf) AS amount
    FROM (
        SELECT DISTINCT body::json ->> 'closed_period' AS day, (body::json ->> 'document_id')::uuid AS document_id
        FROM conflict_claim WHERE tenant_id = :tenant AND body::json ->> 'closed_period' IS NOT NULL
    ) c
    JOIN fiscal_document d ON d.tenant_id = :tenant AND d.id = c.document_id
    GROUP BY c.day ORDER BY c.day
""")
_REPORTS = text("""
    SELECT st.name, r.number, r.business_date, r.perpetual_documents AS documents, r.perpetual_sales AS sales
    FROM till_report r JOIN station st ON st.tenant_id = r.tenant_id AND st.id = r.station_id
    WHERE r.tenant_id = :tenant AND r.kind = 'z' ORDER BY st.no, r.number
""")


def _shares(tx: Tx, statement: Any, tenant_id: UUID) -> list[Share]:
    found = tx.execute(statement, {"tenant": tenant_id})
    return [Share(row.name, int(row.how_many), Money(int(row.amount), row.currency)) for row in found]


def _z(row: Any) -> ZReport:
    return ZReport(
        row.name, row.number, date.fromisoformat(row.business_date), row.documents, Money(int(row.sales), VES)
    )
