"""What HQ has in its tables after a world, read once with plain statements."""

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
    """What HQ has, read once."""

    sales: dict[UUID, Any]
    tickets: dict[str, Any]
    entries: dict[tuple[UUID, int], list[bytes]]
    aside: dict[UUID, tuple[UUID, int]]
    """Sales of a branch that HQ does not follow."""
    branches: frozenset[bytes]
    """Entries of a branch that HQ does not follow."""
    voided: list[Any]
    replaced: set[str]
    cases: list[Any]
    contested_seats: set[tuple[UUID, int]]
    """Performance and seat of each case about a seat."""
    frozen: set[UUID]
    """Stations that HQ froze at some time."""

    @property
    def stations_with_branches(self) -> set[UUID]:
        """Their Z and shifts count sales that HQ keeps aside: its own sums are of the other branch."""
        return {station_id for station_id, _ in self.aside.values()}


def read(world: World) -> Books:
    """Everything that checkers compare with paper."""
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:

        def ask(statement: str) -> list[Any]:
            return list(tx.execute(text(statement), {"tenant": world.hq.tenant_id}).all())

        sales = ask(
            "SELECT s.id, s.station_id, d.series, d.number, d.total, d.igtf FROM sale s JOIN fiscal_document d"
            " ON d.tenant_id = s.tenant_id AND d.sale_id = s.id WHERE s.tenant_id = :tenant"
        )
        tickets = ask("SELECT * FROM ticket WHERE tenant_id = :tenant")
        entries: dict[tuple[UUID, int], list[bytes]] = defaultdict(list)
        for row in ask("SELECT station_id, epoch, seq, body FROM journal WHERE tenant_id = :tenant ORDER BY seq"):
            chain = entries[row.station_id, row.epoch]
            chain.extend([b""] * (row.seq - 1 - len(chain)))
            chain.append(bytes(row.body))
        aside = ask("SELECT station_id, epoch, body FROM quarantine WHERE tenant_id = :tenant")
        return Books(
            sales={row.id: row for row in sales},
            tickets={row.code: row for row in tickets},
            entries=dict(entries),
            aside=dict(_set_aside(aside)),
            branches=frozenset(bytes(row.body) for row in aside),
            voided=ask("SELECT series, first, last, reason FROM void_range WHERE tenant_id = :tenant"),
            replaced=set(tx.execute(text("SELECT code FROM replaced_ticket")).scalars()),
            cases=ask("SELECT id, kind, state FROM conflict_case WHERE tenant_id = :tenant"),
            contested_seats={(UUID(row.performance), int(row.seat)) for row in ask(_CONTESTED)},
            frozen={UUID(row.station) for row in ask(_FROZEN)},
        )


_FROZEN = """SELECT convert_from(body, 'UTF8')::json->'body'->>'station' AS station FROM hq_journal
    WHERE tenant_id = :tenant AND convert_from(body, 'UTF8') LIKE '%frozen%'"""


_CONTESTED = """SELECT body::json->'contested'->>'performance_id' AS performance,
    body::json->'contested'->>'seat_id' AS seat FROM conflict_case WHERE tenant_id = :tenant AND kind = 'C1'"""


def _set_aside(found: Iterable[Any]) -> Iterator[tuple[UUID, tuple[UUID, int]]]:
    for row in found:
        fact = canonical.decode(bytes(row.body), Entry).body
        if isinstance(fact, SaleRecorded):
            yield fact.sale.id, (row.station_id, row.epoch)
