"""Compares the stations' journals, queues and catalogues with HQ's, and runs the self-checks of both sides."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import text

from hq.books import check
from hq.findings import Finding, Flaw
from pos_app.services.proof import verify
from pos_app.storage.store import sync_state
from sync.facts import Entry, SaleRecorded
from sync.line import rows
from sync.tables import canonical
from sync.tables.catalogue import CATALOGUE
from tests.world import store
from tests.world.books import Books
from tests.world.machines import Machine
from tests.world.world import World


def everything_counts_once(world: World, books: Books) -> Iterator[str]:
    """I2, I3: a chain at HQ is a station's chain without a gap, and each of its sales is in it once."""
    counted: Counter[UUID] = Counter()
    for (station_id, epoch), chain in books.entries.items():
        if b"" in chain:
            yield f"{station_id} epoch {epoch} has a gap at {chain.index(b'') + 1}"
            continue
        for body in chain:
            fact = canonical.decode(body, Entry).body
            if isinstance(fact, SaleRecorded):
                counted[fact.sale.id] += 1
    yield from (f"sale {sale_id} was pushed {times} times" for sale_id, times in counted.items() if times > 1)
    yield from (f"sale {sale_id} is in no journal" for sale_id in books.sales.keys() - counted.keys())
    yield from (f"sale {sale_id} was not recorded" for sale_id in counted.keys() - books.sales.keys())
    for machine in world.machines:
        yield from _chains(machine, books)


def hq_holds(world: World, books: Books) -> Iterator[str]:
    """I3 to I7, I11, I12, I21: `taquilla-hq check` finds no fault."""
    report = check.check(world.hq.office, world.hq.tenant_id)
    yield from (str(finding) for finding in report.findings if not _is_of_two_branches(world, books, finding))
    for part in report.partitions:
        if not part.whole:
            yield f"series {part.series} is not whole: {part.unexplained[:3]}"
    if report.waiting:
        yield f"{report.waiting} entries wait"


def stores_hold(world: World, books: Books) -> Iterator[str]:
    """I6, I11, I12, I13, I21: `taquilla verify` finds no fault at any station."""
    for machine in world.in_use:
        finding = verify.verify(machine.station).finding
        if finding is not None:
            yield f"{machine.name}: {finding}"


def catalogues_are_level(world: World, books: Books) -> Iterator[str]:
    """I14: every station has HQ's catalogue, and no table had to be fetched again because it differed."""
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        at_hq = {table.name: rows.digest(tx, table, world.hq.tenant_id) for table in CATALOGUE}
    for machine in world.in_use:
        with machine.station.database.read() as tx:
            at_station = {table.name: rows.digest(tx, table, world.hq.tenant_id) for table in CATALOGUE}
            link = sync_state.link(tx)
        different = [name for name in at_station if at_station[name] != at_hq[name]]
        if different:
            yield f"{machine.name}: {different} differ from HQ's"
        if link is not None and link.repaired:
            yield f"{machine.name}: {link.repaired} had to be fetched again"


def stations_are_frozen_for_a_reason(world: World, books: Books) -> Iterator[str]:
    """I18: HQ freezes a station only when its store was put back or copied."""
    forked = {machine.build.station_id for machine in world.machines if machine.was_put_back}
    yield from (f"{station_id} was frozen without a reason" for station_id in books.frozen - forked)


def outboxes_are_empty(world: World, books: Books) -> Iterator[str]:
    """I22: no station has entries that HQ did not acknowledge."""
    for machine in world.in_use:
        if store.pending(machine.station):
            yield f"{machine.name} has {store.pending(machine.station)} entries that HQ does not have"


def _is_of_two_branches(world: World, books: Books, finding: Finding) -> bool:
    """Whether the finding is about a Z that also counts sales of a quarantined branch."""
    if finding.flaw is not Flaw.Z_SUM:
        return False
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        statement = text("SELECT station_id FROM till_report WHERE id = :id")
        return tx.execute(statement, {"id": UUID(finding.values["key"])}).scalar() in books.stations_with_branches


def _chains(machine: Machine, books: Books) -> Iterator[str]:
    """Each entry of this machine's lives is at HQ at its position, or in quarantine as another branch of the life."""
    if not machine.in_use:
        return
    for epoch, chain in store.chains(machine.station).items():
        at_hq = books.entries.get((machine.build.station_id, epoch), [])
        for seq, (body, hq_body) in enumerate(zip_longest(chain, at_hq[: len(chain)]), start=1):
            if body != hq_body and body not in books.branches:
                yield f"{machine.name} epoch {epoch}: HQ does not have {seq}"
                break
