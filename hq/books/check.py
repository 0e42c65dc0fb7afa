"""Whether HQ's books hold: every number of every series accounted for, every chain whole, no right given twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from hq.audit import act_journal
from hq.books.closings import flaws_of_closings
from hq.books.partition import Partition, partitions
from hq.journals.chains import flaws_of_chains
from hq.journals.entry_states import waiting
from hq.office import Office
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `findings` are in words for whoever looks into it."""

    partitions: tuple[Partition, ...]
    entries: int
    acts: int
    waiting: int
    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.findings and all(each.whole for each in self.partitions)


def check(office: Office, tenant_id: UUID) -> Report:
    """Look at everything of a tenant, in one consistent view; nothing is changed."""
    with office.database.snapshot(tenant_id) as tx:
        entries, broken = flaws_of_chains(tx, tenant_id)
        acts = act_journal.verify(tx, tenant_id)
        told = [] if acts.ok else [f"HQ's own journal: entry {acts.broken_at} {acts.why}"]
        return Report(
            partitions=tuple(partitions(tx, tenant_id)),
            entries=entries,
            acts=acts.entries,
            waiting=len(waiting(tx, tenant_id)),
            findings=(*broken, *told, *flaws_of_closings(tx, tenant_id), *_contradictions(tx, tenant_id)),
        )


_CONTRADICTIONS = {
    "places sold or granted beyond the house": """
        SELECT performance_id || ' ' || zone_id FROM place_pool
        WHERE tenant_id = :tenant AND granted - returned > capacity""",
    "places granted are not what the pool says": """
        SELECT p.performance_id || ' ' || p.zone_id FROM place_pool p WHERE p.tenant_id = :tenant
        AND p.granted - p.returned <> (SELECT coalesce(sum(r.granted - r.returned), 0) FROM place_right r
            WHERE r.tenant_id = :tenant AND r.performance_id = p.performance_id AND r.zone_id = p.zone_id)""",
    "sale without its entry": """
        SELECT s.id FROM sale s WHERE s.tenant_id = :tenant AND NOT EXISTS (SELECT 1 FROM journal j
        WHERE j.tenant_id = :tenant AND j.station_id = s.station_id
        AND j.epoch = s.position >> 32 AND j.seq = s.position & 4294967295
        AND j.kind LIKE 'sale_recorded/%')""",
    "document without its number": """
        SELECT d.id FROM fiscal_document d WHERE d.tenant_id = :tenant AND NOT EXISTS (SELECT 1 FROM issued_number n
        WHERE n.tenant_id = :tenant AND n.series = d.series AND n.number = d.number)""",
    "seat sold twice without a case": """
    WITH gone AS (SELECT DISTINCT ON (ticket_id) ticket_id, seat_id, new_code FROM replaced_ticket
        WHERE tenant_id = :tenant ORDER BY ticket_id, position DESC),
    live AS (SELECT t.performance_id, CASE WHEN g.ticket_id IS NULL THEN t.seat_id ELSE g.seat_id END AS seat_id
        FROM ticket t LEFT JOIN gone g ON g.ticket_id = t.id
        WHERE t.tenant_id = :tenant AND (g.ticket_id IS NULL OR g.new_code <> ''))
    SELECT l.performance_id || ' seat ' || l.seat_id FROM live l WHERE l.seat_id IS NOT NULL
    GROUP BY l.performance_id, l.seat_id HAVING count(*) > 1
    AND NOT EXISTS (SELECT 1 FROM conflict_claim c JOIN dispute d ON d.tenant_id = :tenant AND d.thing = c.thing
        WHERE c.tenant_id = :tenant AND c.thing LIKE 'C1/%' || l.performance_id || '/%/' || l.seat_id || '/%')""",
}


def _contradictions(tx: Tx, tenant_id: UUID) -> Iterator[str]:
    """What stands in the tables and cannot be, each by name."""
    for what, statement in _CONTRADICTIONS.items():
        for where in tx.execute(text(statement), {"tenant": tenant_id}).scalars():
            yield f"{what}: {where}"
