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
        JOIN series s ON s.tenant_id = d.tenant_id AND s.code = d.series
        WHERE d.tenant_id = :tenant AND d.control_number <> ''
        GROUP BY s.issuer_rif, d.control_number HAVING count(DISTINCT d.series || '-' || d.number) > 1""",
    Flaw.CONTROL_OF_ANOTHER_FORM: """
        SELECT d.series || '-' || d.number || ', ' || d.control_number FROM fiscal_document d
        JOIN LATERAL (SELECT r.first, r.last, r.first_control FROM number_right r
            WHERE r.tenant_id = d.tenant_id AND r.series = d.series AND r.first <= d.number
            ORDER BY r.first DESC LIMIT 1) r ON r.last >= d.number
        WHERE d.tenant_id = :tenant AND d.control_number <> CASE WHEN r.first_control = '' THEN '' ELSE
            split_part(r.first_control, '-', 1) || '-' ||
            lpad(CAST(CAST(split_part(r.first_control, '-', 2) AS bigint) + d.number - r.first AS text), 8, '0') END""",
    Flaw.CONTROL_NOT_GRANTED: """
        SELECT d.series || '-' || d.number || ', ' || d.control_number FROM fiscal_document d
        WHERE d.tenant_id = :tenant AND d.control_number <> '' AND NOT EXISTS (SELECT 1 FROM number_right r
            WHERE r.tenant_id = d.tenant_id AND r.series = d.series AND d.number BETWEEN r.first AND r.last)""",
}


def wrong_controls(tx: Tx, tenant_id: UUID) -> Iterator[Finding]:
    """Each rule that a document breaks, with the document."""
    for flaw, statement in _STATEMENTS.items():
        for key in tx.execute(text(statement), {"tenant": tenant_id}).scalars():
            yield finding(flaw, key=str(key))
