"""A copy of HQ's tables after a world, read once with plain SQL."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from sync.facts import Entry, SaleRecorded
from sync.tables import canonical
from tests.world.world import World


@dataclass(frozen=True, slots=True)
class Books:
    """The rows of HQ that checkers compare with paper."""

    sales: dict[UUID, Any]
    tickets: dict[str, Any]
    entries: dict[tuple[UUID, int], list[bytes]]
    aside: dict[UUID, tuple[UUID, int]]
    """Sales in a quarantined branch: station and epoch by sale."""
    branches: frozenset[bytes]
    """Bodies of the entries in quarantined branches."""
    voided: list[Any]
    replaced: set[str]
    cases: list[Any]
    contested_seats: set[tuple[UUID, int]]
    """Performance and seat of each case about a seat."""
    contested_numbers: set[tuple[str, int]]
    """Series and number of each case about a number."""
    frozen: set[UUID]
    """Stations that HQ froze at any time."""

    @property
    def stations_with_branches(self) -> set[UUID]:
        """Stations with a quarantined branch: their Z and shifts count sales that HQ's own sums leave out."""
        return {station_id for station_id, _ in self.aside.values()}


def read(world: World) -> Books:
    """Read every row that checkers compare with paper."""
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:

        def rows_of(statement: str) -> list[Any]:
            return list(tx.execute(text(statement), {"tenant": world.hq.tenant_id}).all())

        sales = rows_of(
            "SELECT s.id, s.station_id, d.series, d.number, d.total, d.igtf FROM sale s JOIN fiscal_document d"
            " ON d.tenant_id = s.tenant_id AND d.sale_id = s.id AND d.kind = 'invoice' WHERE s.tenant_id = :tenant"
        )
        tickets = rows_of("SELECT * FROM ticket WHERE tenant_id = :tenant")
        entries: dict[tuple[UUID, int], list[bytes]] = defaultdict(list)
        for row in rows_of("SELECT station_id, epoch, seq, body FROM journal WHERE tenant_id = :tenant ORDER BY seq"):
            chain = entries[row.station_id, row.epoch]
            # A missing entry stays an empty body, so that checkers see the gap.
            chain.extend([b""] * (row.seq - 1 - len(chain)))
            chain.append(bytes(row.body))
        aside = rows_of("SELECT station_id, epoch, body FROM quarantine WHERE tenant_id = :tenant")
        return Books(
            sales={row.id: row for row in sales},
            tickets={row.code: row for row in tickets},
            entries=dict(entries),
            aside=dict(_quarantined_sales(aside)),
            branches=frozenset(bytes(row.body) for row in aside),
            voided=rows_of("SELECT series, first, last, reason FROM void_range WHERE tenant_id = :tenant"),
            replaced=set(tx.execute(text(_LEFT)).scalars()),
            cases=rows_of("SELECT id, kind, state FROM conflict_case WHERE tenant_id = :tenant"),
            contested_seats={(UUID(row.performance), int(row.seat)) for row in rows_of(_CONTESTED_SEATS)},
            contested_numbers={(row.series, int(row.number)) for row in rows_of(_CONTESTED_NUMBERS)},
            frozen={UUID(row.station) for row in rows_of(_FROZEN)},
        )


_LEFT = """SELECT r.code FROM replaced_ticket r JOIN ticket t ON t.tenant_id = r.tenant_id AND t.id = r.ticket_id
    WHERE EXISTS (SELECT 1 FROM replaced_ticket moved WHERE moved.tenant_id = r.tenant_id
        AND moved.ticket_id = r.ticket_id AND (moved.new_code = '' OR moved.seat_id IS DISTINCT FROM t.seat_id))"""
"""Codes of tickets that left the seats of their sales."""
_FROZEN = """SELECT convert_from(body, 'UTF8')::json->'body'->>'station' AS station FROM hq_journal
    WHERE tenant_id = :tenant AND convert_from(body, 'UTF8') LIKE '%frozen%'"""


_CONTESTED_SEATS = """SELECT body::json->'contested'->>'performance_id' AS performance,
    body::json->'contested'->>'seat_id' AS seat FROM conflict_case WHERE tenant_id = :tenant AND kind IN ('C1', 'C18')
    AND body::json->'contested'->>'seat_id' IS NOT NULL"""
_CONTESTED_NUMBERS = """SELECT body::json->'contested'->>'series' AS series,
    body::json->'contested'->>'number' AS number FROM conflict_case WHERE tenant_id = :tenant
    AND kind IN ('C3', 'C18') AND body::json->'contested'->>'series' <> ''"""


def _quarantined_sales(entries: Iterable[Any]) -> Iterator[tuple[UUID, tuple[UUID, int]]]:
    for row in entries:
        fact = canonical.decode(bytes(row.body), Entry).body
        if isinstance(fact, SaleRecorded):
            yield fact.sale.id, (row.station_id, row.epoch)
