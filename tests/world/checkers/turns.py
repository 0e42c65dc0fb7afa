"""Compares the turns in the order of sale that stations sold at with those that HQ granted them."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from domain.conflicts.cases import ConflictCase, ConflictKind, EntryPosition
from domain.conflicts.differences import Matter
from sync.facts import Entry, SaleRecorded
from sync.tables import canonical
from tests.world.books import Books
from tests.world.world import World

_Zone = tuple[UUID, UUID]
_Life = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class _Staged:
    """A ticket at the price of a stage that ends after so many tickets."""

    life: _Life
    seq: int
    zone: _Zone
    turn: int | None
    end: int


def turns_are_held(world: World, books: Books) -> Iterator[str]:
    """I26: a ticket of a presale has a turn that its life holds, or its sale has a case.

    Only a station whose turns staff released, while it had sold at them, comes to such a case. A sale whose catalogue
    HQ lost, because an older copy of its database was put back, has a case whatever its turns are.
    """
    holders, released = _holders(world), world.administrators.released
    underived = _contested(world, only={Matter.CATALOGUE})
    contested = _contested(world) - underived
    expected: set[tuple[UUID, int, int]] = set()
    for ticket in _staged(books):
        place = (ticket.life, ticket.seq)
        if ticket.turn is None or ticket.turn >= ticket.end:
            yield f"{place}: turn {ticket.turn} has the price of the first {ticket.end}"
        elif holders.get((ticket.zone, ticket.turn)) != ticket.life:
            expected.add((*ticket.life, ticket.seq))
    for station_id, epoch, seq in (expected ^ contested) - underived:
        yield f"{station_id} {epoch}/{seq}: a turn that is not held and no case, or a case and every turn is held"
    for station_id, epoch, seq in expected:
        if station_id not in released:
            yield f"{station_id} {epoch}/{seq}: sold at a turn that is another's, and none of its own was released"


def a_presale_ends_where_it_says(world: World, books: Books) -> Iterator[str]:
    """I26: all stations together sell no more tickets of a presale than it has, but for the sales with a case."""
    contested = _contested(world)
    sold = Counter(
        (ticket.zone, ticket.end) for ticket in _staged(books) if (*ticket.life, ticket.seq) not in contested
    )
    for (zone, end), tickets in sold.items():
        if tickets > end:
            yield f"{tickets} tickets of {zone} have the price of the first {end}"


def _staged(books: Books) -> Iterator[_Staged]:
    for life, chain in books.entries.items():
        for seq, body in enumerate(chain, start=1):
            fact = canonical.decode(body, Entry).body if body else None
            if isinstance(fact, SaleRecorded):
                for ticket, turn, end in fact.staged_tickets:
                    zone = (ticket.place.performance_id, ticket.place.zone_id)
                    if end is not None:
                        yield _Staged(life, seq, zone, turn, end)


def _holders(world: World) -> dict[tuple[_Zone, int], _Life]:
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        rows = tx.execute(text("SELECT * FROM turn_right WHERE tenant_id = :tenant"), {"tenant": world.hq.tenant_id})
        return {((row.performance_id, row.zone_id), row.turn): (row.station_id, row.epoch) for row in rows}


def _contested(world: World, only: Collection[Matter] = tuple(Matter)) -> set[tuple[UUID, int, int]]:
    """Station, epoch and number of each entry with a case about its figures, all of whose matters are among `only`."""
    statement = text("SELECT body FROM conflict_case WHERE tenant_id = :tenant AND kind = :kind")
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        keys = {"tenant": world.hq.tenant_id, "kind": ConflictKind.FIGURES}
        bodies = list(tx.execute(statement, keys).scalars())
    entries: set[EntryPosition] = {
        claim.position
        for body in bodies
        for claim in canonical.decode(body, ConflictCase).claims
        if all(difference.matter in only for difference in claim.differences)
    }
    return {(entry.station_id, entry.epoch, entry.seq) for entry in entries}
