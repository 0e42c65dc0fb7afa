"""What HQ decides about the catalogue: written once, and told to the stations by the feed.

    with publishing(tx, tenant_id):
        ... write rows of the catalogue as one likes ...

What differs afterwards is what is told: nothing can be changed and forgotten.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import zstandard
from sqlalchemy import Table, bindparam, select, tuple_, update

from hq.storage import ledger_tables as ledger
from hq.storage.batch import insert_many, upsert_many
from sync.line import rows
from sync.line.messages import Change, Rows
from sync.tables import canonical, catalogue
from sync.tables.catalogue import CATALOGUE
from sync.tables.transaction import Row, Tx

ROWS_A_CHANGE = 10_000
"""So that no page of the feed grows without end."""
_FEW = 1_000

Edition = Mapping[Table, Sequence[Row]]
_Found = dict[tuple[Any, ...], Row]


@contextmanager
def publishing(tx: Tx, tenant_id: UUID, touched: Sequence[Table] = CATALOGUE) -> Iterator[None]:
    """Tell what the block changes in these tables, in the block's own transaction."""
    before = {table: _found(tx, tenant_id, table) for table in touched}
    yield
    after = {table: _found(tx, tenant_id, table) for table in touched}
    told = [*_dropped(before, after), *_put(before, after)]
    if told:
        first = tell(tx, tenant_id, told)
        _remember_prices(tx, tenant_id, before.get(catalogue.zone, {}), after.get(catalogue.zone, {}), first)


def publish(
    tx: Tx, tenant_id: UUID, put: Edition, leave: Edition | None = None, station_id: UUID | None = None
) -> None:
    """Write a few rows and tell them, to all stations or to one; those that are there already are not told again.

    The rows of `leave`, by their keys, leave the station and stay at HQ.
    """
    told = [Change(0, drop=(rows.pack_keys(table, keys),)) for table, keys in (leave or {}).items()]
    before: dict[Table, _Found] = {}
    for table, wanted in put.items():
        there = before[table] = _found(tx, tenant_id, table, wanted)
        different = [row for row in wanted if there.get(tuple(row[c.name] for c in table.primary_key)) != dict(row)]
        upsert_many(tx, table, different)
        told += [Change(0, put=(rows.pack(table, part),)) for part in _parts(different)]
    if told:
        first = tell(tx, tenant_id, told, station_id)
        zones = {(tenant_id, zone["id"]): zone for zone in put.get(catalogue.zone, ())}
        _remember_prices(tx, tenant_id, before.get(catalogue.zone, {}), zones, first)


def tell(tx: Tx, tenant_id: UUID, told: Sequence[Change], station_id: UUID | None = None) -> int:
    """Add to the feed, for all stations or for one; says the place of the first.

    The feed's row is taken last of all locks: it is the order of the feed, and is held for the shortest time.
    """
    head = int(tx.execute(_ADVANCE, {"tenant": tenant_id, "steps": len(told)}).scalar_one())
    first = head - len(told) + 1
    tx.insert(ledger.change, [
        {"tenant_id": tenant_id, "seq": seq, "station_id": station_id, "body": pack(Change(seq, each.put, each.drop))}
        for seq, each in enumerate(told, start=first)
    ])  # fmt: skip
    return first


def begin_feed(tx: Tx, tenant_id: UUID) -> None:
    """A tenant's feed starts empty."""
    tx.insert(ledger.feed, [{"tenant_id": tenant_id, "head": 0, "pruned_to": 0}])


def pack(change: Change) -> bytes:
    """A change as it is stored."""
    return zstandard.ZstdCompressor(level=3).compress(canonical.encode(change))


def unpack(body: bytes) -> Change:
    """Read it back."""
    return canonical.decode(zstandard.ZstdDecompressor().decompress(body), Change)


_ADVANCE = (
    update(ledger.feed)
    .values(head=ledger.feed.c.head + bindparam("steps"))
    .where(ledger.feed.c.tenant_id == bindparam("tenant"))
    .returning(ledger.feed.c.head)
)


def _found(tx: Tx, tenant_id: UUID, table: Table, like: Sequence[Row] | None = None) -> _Found:
    """The rows there are, all or those with the keys of `like`; a few are asked for by their keys."""
    keys = [column.name for column in table.primary_key]
    statement = select(table).where(table.c.tenant_id == tenant_id)
    if like is not None and len(like) <= _FEW:
        statement = statement.where(tuple_(*table.primary_key).in_([tuple(row[name] for name in keys) for row in like]))
    found = tx.execute(statement).mappings()
    return {tuple(row[name] for name in keys): dict(row) for row in found}


def _dropped(before: Mapping[Table, _Found], after: Mapping[Table, _Found]) -> Iterator[Change]:
    """Those that refer to others first."""
    for table in reversed(list(before)):
        gone = [row for key, row in before[table].items() if key not in after[table]]
        for part in _parts(gone):
            yield Change(0, drop=(rows.pack_keys(table, part),))


def _put(before: Mapping[Table, _Found], after: Mapping[Table, _Found]) -> Iterator[Change]:
    """Those that others refer to first."""
    small: list[Rows] = []
    for table, found in after.items():
        different = [row for key, row in found.items() if before[table].get(key) != row]
        if len(different) > ROWS_A_CHANGE:
            yield Change(0, put=tuple(small))
            yield from (Change(0, put=(rows.pack(table, part),)) for part in _parts(different))
            small = []
        elif different:
            small.append(rows.pack(table, different))
    if small:
        yield Change(0, put=tuple(small))


def _parts(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(found), ROWS_A_CHANGE):
        yield found[start : start + ROWS_A_CHANGE]


def _remember_prices(tx: Tx, tenant_id: UUID, before: _Found, after: _Found, seq: int) -> None:
    insert_many(tx, ledger.zone_price, [
        {"tenant_id": tenant_id, "zone_id": zone["id"], "from_seq": seq, "currency": zone["currency"],
         "base_price": zone["base_price"], "fee": zone["fee"]}
        for key, zone in after.items()
        if before.get(key) != zone
    ])  # fmt: skip
