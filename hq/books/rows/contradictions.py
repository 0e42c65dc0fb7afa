"""The SQL of contradictions between HQ's tables: each statement returns the rows that must not exist."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import text

from hq.findings import Finding, Flaw, finding
from sync.tables.transaction import Tx

_STATEMENTS = {
    Flaw.PLACES_BEYOND_HOUSE: """
        SELECT performance_id || ' ' || zone_id FROM place_pool
        WHERE tenant_id = :tenant AND granted - returned > capacity""",
    Flaw.PLACES_DIFFER: """
        SELECT p.performance_id || ' ' || p.zone_id FROM place_pool p WHERE p.tenant_id = :tenant
        AND p.granted - p.returned <> (SELECT coalesce(sum(r.granted - r.returned), 0) FROM place_right r
            WHERE r.tenant_id = :tenant AND r.performance_id = p.performance_id AND r.zone_id = p.zone_id)""",
    Flaw.SALE_WITHOUT_ENTRY: """
        SELECT s.id FROM sale s WHERE s.tenant_id = :tenant AND NOT EXISTS (SELECT 1 FROM journal j
        WHERE j.tenant_id = :tenant AND j.station_id = s.station_id
        AND j.epoch = s.position >> 32 AND j.seq = s.position & 4294967295
        AND j.kind LIKE 'sale_recorded/%')""",
    Flaw.DOCUMENT_WITHOUT_NUMBER: """
        SELECT d.id FROM fiscal_document d WHERE d.tenant_id = :tenant AND NOT EXISTS (SELECT 1 FROM issued_number n
        WHERE n.tenant_id = :tenant AND n.series = d.series AND n.number = d.number)""",
    Flaw.SEAT_TWICE: """
    WITH gone AS (SELECT DISTINCT ON (ticket_id) ticket_id, seat_id, new_code FROM replaced_ticket
        WHERE tenant_id = :tenant ORDER BY ticket_id, position DESC),
    live AS (SELECT t.performance_id, CASE WHEN g.ticket_id IS NULL THEN t.seat_id ELSE g.seat_id END AS seat_id
        FROM ticket t LEFT JOIN gone g ON g.ticket_id = t.id
        WHERE t.tenant_id = :tenant AND (g.ticket_id IS NULL OR g.new_code <> '')
        AND NOT EXISTS (SELECT 1 FROM refunded_ticket r WHERE r.tenant_id = :tenant AND r.ticket_id = t.id
            AND r.is_released = 1))
    SELECT l.performance_id || ' seat ' || l.seat_id FROM live l WHERE l.seat_id IS NOT NULL
    GROUP BY l.performance_id, l.seat_id HAVING count(*) > 1
    AND NOT EXISTS (SELECT 1 FROM conflict_claim c JOIN dispute d ON d.tenant_id = :tenant AND d.thing = c.thing
        WHERE c.tenant_id = :tenant AND c.thing LIKE 'C1/%' || l.performance_id || '/%/' || l.seat_id || '/%')""",
}


def contradictions(tx: Tx, tenant_id: UUID) -> Iterator[Finding]:
    """Each contradiction, with the key of a row that has it."""
    for flaw, statement in _STATEMENTS.items():
        for key in tx.execute(text(statement), {"tenant": tenant_id}).scalars():
            yield finding(flaw, key=str(key))
