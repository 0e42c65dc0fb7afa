"""What stations wrote against what HQ has: chains, queues, the catalogue, what each side says of itself."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import text

from hq.books import check
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
    """I2, I3: a chain at HQ is a station's chain without a gap; each of its sales stands there once."""
    counted: Counter[UUID] = Counter()
    for (station_id, epoch), chain in books.entries.items():
        if b"" in chain:
            yield f"{station_id} epoch {epoch} has a gap at {chain.index(b'') + 1}"
            continue
        for body in chain:
            fact = canonical.decode(body, Entry).body
            if isinstance(fact, SaleRecorded):
                counted[fact.sale.id] += 1
    yield from (f"sale {sale_id} was told {times} times" for sale_id, times in counted.items() if times > 1)
    yield from (f"sale {sale_id} stands in no journal" for sale_id in books.sales.keys() - counted.keys())
    yield from (f"sale {sale_id} was not recorded" for sale_id in counted.keys() - books.sales.keys())
    for machine in world.machines:
        yield from _chains(machine, books)


def hq_holds(world: World, books: Books) -> Iterator[str]:
    """I3 to I7, I11, I12, I21: what `taquilla-hq check` prints."""
    report = check.check(world.hq.office, world.hq.tenant_id)
    yield from (finding for finding in report.findings if not _is_of_two_branches(world, books, finding))
    for part in report.partitions:
        if not part.whole:
            yield f"series {part.series} is not whole: {part.unexplained[:3]}"
    if report.waiting:
        yield f"{report.waiting} entries wait"


def stores_hold(world: World, books: Books) -> Iterator[str]:
    """I6, I11, I12, I13, I21: what `taquilla verify` says at each station."""
    for machine in world.in_use:
        finding = verify.verify(machine.station).finding
        if finding is not None:
            yield f"{machine.name}: {finding}"


def catalogues_are_level(world: World, books: Books) -> Iterator[str]:
    """I14: every station has HQ's catalogue, and never had to fetch it again because it differed."""
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        theirs = {table.name: rows.digest(tx, table, world.hq.tenant_id) for table in CATALOGUE}
    for machine in world.in_use:
        with machine.station.database.read() as tx:
            mine = {table.name: rows.digest(tx, table, world.hq.tenant_id) for table in CATALOGUE}
            link = sync_state.link(tx)
        different = [name for name in mine if mine[name] != theirs[name]]
        if different:
            yield f"{machine.name}: {different} differ from HQ's"
        if link is not None and link.repaired:
            yield f"{machine.name}: {link.repaired} had to be fetched again"


def nobody_is_frozen_for_nothing(world: World, books: Books) -> Iterator[str]:
    """I18: HQ stops a station only where a store was put back or copied."""
    two = {machine.build.station_id for machine in world.machines if machine.was_put_back}
    yield from (f"{station_id} was frozen and nothing was the matter" for station_id in books.frozen - two)


def outboxes_are_empty(world: World, books: Books) -> Iterator[str]:
    """I22: nothing waits."""
    for machine in world.in_use:
        if store.pending(machine.station):
            yield f"{machine.name} has {store.pending(machine.station)} entries that HQ does not have"


def _is_of_two_branches(world: World, books: Books, finding: str) -> bool:
    kind, _, record = finding.partition(": ")
    if not kind.startswith("Z that"):
        return False
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        statement = text("SELECT station_id FROM till_report WHERE id = :id")
        return tx.execute(statement, {"id": UUID(record)}).scalar() in books.stations_with_branches


def _chains(machine: Machine, books: Books) -> Iterator[str]:
    """Each entry of this machine's lives is at HQ in its place, or kept aside as another branch of the life."""
    if not machine.in_use:
        return
    for epoch, mine in store.chains(machine.station).items():
        theirs = books.entries.get((machine.build.station_id, epoch), [])
        for seq, (body, there) in enumerate(zip_longest(mine, theirs[: len(mine)]), start=1):
            if body != there and body not in books.branches:
                yield f"{machine.name} epoch {epoch}: HQ does not have {seq}"
                break
