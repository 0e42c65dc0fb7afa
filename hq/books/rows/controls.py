"""The SQL of control numbers on documents: each statement returns the documents that must not exist."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text

from hq.findings import Finding, Flaw, finding
from sync.tables.transaction import Tx

_STATEMENTS = {
    Flaw.CONTROL_MISSING: """
        SELECT d.series || '-' || d.number FROM fiscal_document d
        WHERE d.tenant_id = :tenant AND d.medium = 'free_form' AND d.control_number = ''""",
    # Two documents under one number have one control number as well: that is the case of the number.
    Flaw.CONTROL_TWICE: """
        SELECT d.control_number FROM fiscal_document d
        JOIN series s ON s.tenant_id = d.tenant_id
            AND s.code = CASE d.kind WHEN 'invoice' THEN d.series ELSE substr(d.series, 3) END
        WHERE d.tenant_id = :tenant AND d.control_number <> ''
        GROUP BY s.issuer_rif, d.control_number HAVING count(DISTINCT d.series || '-' || d.number) > 1""",
    # A range that no printing house made is longer than any lot: it is cut, so that a lie costs no more than a lot.
    Flaw.CONTROL_OF_SPOILED_FORM: """
        WITH spoiled AS (SELECT f.series, f.document_id,
                split_part(f.first_control, '-', 1) || '-' || lpad(CAST(n AS text), 8, '0') AS control
            FROM spoiled_form f, generate_series(CAST(split_part(f.first_control, '-', 2) AS bigint),
                LEAST(CAST(split_part(f.last_control, '-', 2) AS bigint),
                    CAST(split_part(f.first_control, '-', 2) AS bigint) + 100000)) AS n
            WHERE f.tenant_id = :tenant)
        SELECT d.series || '-' || d.number || ', ' || d.control_number FROM fiscal_document d
        JOIN spoiled s ON s.control = d.control_number
            AND s.series = CASE d.kind WHEN 'invoice' THEN d.series ELSE substr(d.series, 3) END
        WHERE d.tenant_id = :tenant AND s.document_id IS DISTINCT FROM d.id
        UNION ALL SELECT d.series || '-' || d.number || ', ' || d.control_number FROM fiscal_document d
        JOIN spoiled_form f ON f.tenant_id = d.tenant_id AND f.new_control = d.control_number
            AND f.series = CASE d.kind WHEN 'invoice' THEN d.series ELSE substr(d.series, 3) END
        WHERE d.tenant_id = :tenant AND f.new_control <> ''""",
}
# Notes are on the forms of their series of invoices, whose code follows two letters (domain/fiscal/series.py).
_NOT_OF_THE_STATION = """
    SELECT d.series || '-' || d.number || ', ' || d.control_number AS key, r.station_id IS NOT NULL AS is_granted
    FROM fiscal_document d
    LEFT JOIN LATERAL (SELECT g.station_id, split_part(g.first_control, '-', 1) || '-' ||
            lpad(CAST(CAST(split_part(g.first_control, '-', 2) AS bigint) + g.last - g.first AS text), 8, '0') AS last
        FROM number_right g
        WHERE g.tenant_id = d.tenant_id AND g.first_control <> '' AND g.first_control <= d.control_number
            AND g.series = CASE d.kind WHEN 'invoice' THEN d.series ELSE substr(d.series, 3) END
        ORDER BY g.first_control DESC LIMIT 1) r ON r.last >= d.control_number
    WHERE d.tenant_id = :tenant AND d.control_number <> '' AND r.station_id IS DISTINCT FROM d.station_id"""


def wrong_controls(tx: Tx, tenant_id: UUID) -> Iterator[Finding]:
    """Each rule that a document breaks, with the document."""
    for flaw, statement in _STATEMENTS.items():
        for key in tx.execute(text(statement), {"tenant": tenant_id}).scalars():
            yield finding(flaw, key=str(key))
    for row in tx.execute(text(_NOT_OF_THE_STATION), {"tenant": tenant_id}):
        flaw = Flaw.CONTROL_OF_ANOTHER_FORM if row.is_granted else Flaw.CONTROL_NOT_GRANTED
        yield finding(flaw, key=str(row.key))
