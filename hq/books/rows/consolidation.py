"""The SQL of the totals of all stations."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from domain.money.money import Currency
from sync.tables.transaction import Tx

_DOCUMENTS = """
    FROM fiscal_document d JOIN sale s ON s.tenant_id = d.tenant_id AND s.id = d.sale_id AND d.kind = 'invoice'
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
    SELECT e.name || ' · ' || z.name AS name, t.currency, count(*) AS how_many,
        sum(t.amount + t.fee + t.tax_added) AS amount
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
    JOIN fiscal_document d ON d.tenant_id = :tenant AND d.id = c.document_id AND d.kind = 'invoice'
    GROUP BY c.day ORDER BY c.day
""")
_REFUSED_CASH = text("""
    SELECT c.name, e.currency, count(*) AS how_many, sum(e.amount) AS amount
    FROM till_excess e JOIN cashier c ON c.tenant_id = e.tenant_id AND c.id = e.cashier_id
    WHERE e.tenant_id = :tenant AND e.approved_by IS NULL
    GROUP BY c.id, c.name, e.currency ORDER BY c.name, c.id, e.currency
""")
_REPORTS = text("""
    SELECT st.name, r.number, r.business_date, r.perpetual_documents AS documents, r.perpetual_sales AS sales
    FROM till_report r JOIN station st ON st.tenant_id = r.tenant_id AND st.id = r.station_id
    WHERE r.tenant_id = :tenant AND r.kind = 'z' ORDER BY st.no, r.number
""")


class Total(NamedTuple):
    """An amount in minor units of its currency, and how many documents, payments or tickets it sums."""

    name: str
    currency: Currency
    how_many: int
    amount: int


def by_station(tx: Tx, tenant_id: UUID) -> list[Total]:
    """The documents of each station, by its number."""
    return _totals(tx, _STATIONS, tenant_id)


def by_cashier(tx: Tx, tenant_id: UUID) -> list[Total]:
    """The documents of each cashier, by name."""
    return _totals(tx, _CASHIERS, tenant_id)


def by_method(tx: Tx, tenant_id: UUID) -> list[Total]:
    """The payments of each method and currency, less the change given."""
    return _totals(tx, _METHODS, tenant_id)


def by_zone(tx: Tx, tenant_id: UUID) -> list[Total]:
    """The tickets of each zone, with their fees and the tax that was added to them, without IGTF."""
    return _totals(tx, _ZONES, tenant_id)


def by_supplemented_day(tx: Tx, tenant_id: UUID) -> list[Total]:
    """The documents that arrived after the books of their day were closed, by day."""
    return _totals(tx, _SUPPLEMENTS, tenant_id)


def refused_cash(tx: Tx, tenant_id: UUID) -> list[Total]:
    """What each cashier was refused to take from a till that held less, by name and currency."""
    return _totals(tx, _REFUSED_CASH, tenant_id)


def z_reports(tx: Tx, tenant_id: UUID) -> Iterable[Row[Any]]:
    """Every Z report with the name of its station, by the station's number and the report's."""
    return tx.execute(_REPORTS, {"tenant": tenant_id})


def _totals(tx: Tx, statement: TextClause, tenant_id: UUID) -> list[Total]:
    shares = tx.execute(statement, {"tenant": tenant_id})
    return [Total(row.name, row.currency, int(row.how_many), int(row.amount)) for row in shares]
