"""Publishing the catalogue: HQ writes its rows, and the feed carries every difference to the stations.

    with publishing(tx, tenant_id):
        ... write catalogue rows in any way ...

The feed gets what differs after the block, so no change can be written and not published.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Table

from hq.catalogue.rows import Key, advance_feed, insert_changes, insert_feed, insert_prices, read_rows, write_rows
from sync.line import packing, rows
from sync.line.messages import Change, Rows
from sync.tables import canonical, catalogue
from sync.tables.catalogue import CATALOGUE
from sync.tables.transaction import Row, Tx

ROWS_A_CHANGE = 10_000
"""Limits the size of a change, and with it the size of a page of the feed."""

_MOST_CHANGE_BYTES = 64 << 20

Edition = Mapping[Table, Sequence[Row]]
_ByKey = Mapping[Key, Row]


@contextmanager
def publishing(tx: Tx, tenant_id: UUID, touched: Sequence[Table] = CATALOGUE) -> Iterator[None]:
    """Publish what the block changes in these tables, in the transaction of the block."""
    before = {table: read_rows(tx, tenant_id, table) for table in touched}
    yield
    after = {table: read_rows(tx, tenant_id, table) for table in touched}
    changes = [*_dropped(before, after), *_put(before, after)]
    if changes:
        first = append_changes(tx, tenant_id, changes)
        _remember_prices(tx, tenant_id, before.get(catalogue.zone, {}), after.get(catalogue.zone, {}), first)


def publish(
    tx: Tx, tenant_id: UUID, put: Edition, leave: Edition | None = None, station_id: UUID | None = None
) -> None:
    """Write a few rows and publish those that differ from before, to all stations or to one.

    The rows with the keys in `leave` are deleted at the stations and stay at HQ.
    """
    changes = [Change(0, drop=(rows.pack_keys(table, keys),)) for table, keys in (leave or {}).items()]
    before: dict[Table, _ByKey] = {}
    for table, wanted in put.items():
        current = before[table] = read_rows(tx, tenant_id, table, wanted)
        different = [row for row in wanted if current.get(tuple(row[c.name] for c in table.primary_key)) != dict(row)]
        write_rows(tx, table, different)
        changes += [Change(0, put=(rows.pack(table, part),)) for part in _parts(different)]
    if changes:
        first = append_changes(tx, tenant_id, changes, station_id)
        zones = {(tenant_id, zone["id"]): zone for zone in put.get(catalogue.zone, ())}
        _remember_prices(tx, tenant_id, before.get(catalogue.zone, {}), zones, first)


def append_changes(tx: Tx, tenant_id: UUID, changes: Sequence[Change], station_id: UUID | None = None) -> int:
    """Append changes to the feed, for all stations or for one, and return the cursor of the first."""
    # The feed's row gives changes their order, and is the last lock of a transaction, so that it is held briefly.
    head = advance_feed(tx, tenant_id, len(changes))
    first = head - len(changes) + 1
    bodies = [(seq, pack(Change(seq, change.put, change.drop))) for seq, change in enumerate(changes, start=first)]
    insert_changes(tx, tenant_id, station_id, bodies)
    return first


def begin_feed(tx: Tx, tenant_id: UUID) -> None:
    """Begin the feed of a new tenant, empty."""
    insert_feed(tx, tenant_id)


def pack(change: Change) -> bytes:
    """A change as the feed stores it: canonical JSON under zstd."""
    return packing.pack(canonical.encode(change))


def unpack(body: bytes) -> Change:
    """The change that `pack` made these bytes of."""
    return canonical.decode(packing.unpack(body, _MOST_CHANGE_BYTES), Change)


def _dropped(before: Mapping[Table, _ByKey], after: Mapping[Table, _ByKey]) -> Iterator[Change]:
    """The deleted rows, those that refer to other rows first."""
    for table in reversed(list(before)):
        gone = [row for key, row in before[table].items() if key not in after[table]]
        for part in _parts(gone):
            yield Change(0, drop=(rows.pack_keys(table, part),))


def _put(before: Mapping[Table, _ByKey], after: Mapping[Table, _ByKey]) -> Iterator[Change]:
    """The new and changed rows, those that other rows refer to first."""
    small: list[Rows] = []
    for table, current in after.items():
        different = [row for key, row in current.items() if before[table].get(key) != row]
        if len(different) > ROWS_A_CHANGE:
            yield Change(0, put=tuple(small))
            yield from (Change(0, put=(rows.pack(table, part),)) for part in _parts(different))
            small = []
        elif different:
            small.append(rows.pack(table, different))
    if small:
        yield Change(0, put=tuple(small))


def _parts(of: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(of), ROWS_A_CHANGE):
        yield of[start : start + ROWS_A_CHANGE]


def _remember_prices(tx: Tx, tenant_id: UUID, before: _ByKey, after: _ByKey, seq: int) -> None:
    """Keep the prices that changed: the price of a late sale is checked at the cursor that the sale cites."""
    insert_prices(tx, tenant_id, [zone for key, zone in after.items() if before.get(key) != zone], seq)
