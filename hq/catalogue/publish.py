"""Publishing the catalogue: HQ writes its rows, and the feed carries every difference to the stations.

    with publishing(tx, tenant_id, now):
        ... write catalogue rows in any way ...

The feed gets what differs after the block, so no change can be written and not published.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table

from hq.catalogue.rows.feed_rows import Key, advance_feed, insert_changes, insert_feed, read_rows, write_rows
from hq.catalogue.rows.past_rows import DECIDING, Replaced, insert_editions, insert_lost_cursors, insert_replaced
from sync.line import packing, rows
from sync.line.messages import Change, Rows
from sync.tables import canonical
from sync.tables.catalogue import CATALOGUE
from sync.tables.transaction import Row, Tx

ROWS_A_CHANGE = 10_000
"""Limits the size of a change, and with it the size of a page of the feed."""

LOST_CURSORS = 1 << 20
"""More changes than any feed gets between a copy of the database and its loss."""

_MOST_CHANGE_BYTES = 64 << 20

Edition = Mapping[Table, Sequence[Row]]
_ByKey = Mapping[Key, Row]


@dataclass(frozen=True, slots=True)
class _Step:
    """A change before it has its cursor, and the rows of the catalogue that it replaces: table, new row, old row."""

    change: Change
    replaces: tuple[tuple[Table, Row, Row | None], ...] = ()


@contextmanager
def publishing(tx: Tx, tenant_id: UUID, at: datetime, touched: Sequence[Table] = CATALOGUE) -> Iterator[None]:
    """Publish what the block changes in these tables, in the transaction of the block."""
    before = {table: read_rows(tx, tenant_id, table) for table in touched}
    yield
    after = {table: read_rows(tx, tenant_id, table) for table in touched}
    _append(tx, tenant_id, at, [*_dropped(before, after), *_put(before, after)])


def publish(tx: Tx, tenant_id: UUID, at: datetime, put: Edition, station_id: UUID | None = None) -> None:
    """Write a few rows and publish those that differ from before, to all stations or to one."""
    steps = []
    for table, wanted in put.items():
        current = read_rows(tx, tenant_id, table, wanted)
        different = [row for row in wanted if current.get(_key(table, row)) != dict(row)]
        write_rows(tx, table, different)
        steps += [_step(table, part, current) for part in _parts(different)]
    _append(tx, tenant_id, at, steps, station_id)


def append_changes(tx: Tx, tenant_id: UUID, changes: Sequence[Change], station_id: UUID | None = None) -> int:
    """Append changes to the feed, for all stations or for one, and return the cursor of the first."""
    # The feed's row gives changes their order, and is the last lock of a transaction, so that it is held briefly.
    head = advance_feed(tx, tenant_id, len(changes))
    first = head - len(changes) + 1
    bodies = [(seq, pack(Change(seq, change.put, change.drop))) for seq, change in enumerate(changes, start=first)]
    insert_changes(tx, tenant_id, station_id, bodies)
    return first


def _append(tx: Tx, tenant_id: UUID, at: datetime, steps: Sequence[_Step], station_id: UUID | None = None) -> None:
    """Append changes to the feed, and keep the rows of the catalogue that each one replaces."""
    if not steps:
        return
    first = append_changes(tx, tenant_id, [step.change for step in steps], station_id)
    replaced = [
        Replaced(table, seq, row, old)
        for seq, step in enumerate(steps, start=first)
        for table, row, old in step.replaces
        if table in DECIDING
    ]
    insert_replaced(tx, tenant_id, replaced)
    insert_editions(tx, tenant_id, {one.seq for one in replaced}, at)


def leave_out_lost_cursors(tx: Tx, tenant_id: UUID, at: datetime) -> None:
    """Go on beyond every cursor that a feed may have had before its database was put back to an older copy.

    A sale may cite such a cursor. If the feed came to it again, HQ would derive the sale from another catalogue.
    """
    head = advance_feed(tx, tenant_id, LOST_CURSORS)
    insert_lost_cursors(tx, tenant_id, head - LOST_CURSORS + 1)
    insert_editions(tx, tenant_id, [head], at)


def begin_feed(tx: Tx, tenant_id: UUID) -> None:
    """Begin the feed of a new tenant, empty."""
    insert_feed(tx, tenant_id)


def pack(change: Change) -> bytes:
    """A change as the feed stores it: canonical JSON under zstd."""
    return packing.pack(canonical.encode(change))


def unpack(body: bytes) -> Change:
    """The change that `pack` made these bytes of."""
    return canonical.decode(packing.unpack(body, _MOST_CHANGE_BYTES), Change)


def _dropped(before: Mapping[Table, _ByKey], after: Mapping[Table, _ByKey]) -> Iterator[_Step]:
    """The deleted rows, those that refer to other rows first."""
    for table in reversed(list(before)):
        gone = [row for key, row in before[table].items() if key not in after[table]]
        for part in _parts(gone):
            yield _Step(Change(0, drop=(rows.pack_keys(table, part),)), tuple((table, row, row) for row in part))


def _put(before: Mapping[Table, _ByKey], after: Mapping[Table, _ByKey]) -> Iterator[_Step]:
    """The new and changed rows, those that other rows refer to first."""
    small: list[Rows] = []
    replaces: list[tuple[Table, Row, Row | None]] = []
    for table, current in after.items():
        different = [row for key, row in current.items() if before[table].get(key) != row]
        if len(different) > ROWS_A_CHANGE:
            yield _Step(Change(0, put=tuple(small)), tuple(replaces))
            for part in _parts(different):
                yield _step(table, part, before[table])
            small, replaces = [], []
        elif different:
            small.append(rows.pack(table, different))
            replaces += _pairs(table, different, before[table])
    if small:
        yield _Step(Change(0, put=tuple(small)), tuple(replaces))


def _step(table: Table, new: Sequence[Row], before: _ByKey) -> _Step:
    return _Step(Change(0, put=(rows.pack(table, new),)), _pairs(table, new, before))


def _pairs(table: Table, new: Sequence[Row], before: _ByKey) -> tuple[tuple[Table, Row, Row | None], ...]:
    return tuple((table, row, before.get(_key(table, row))) for row in new)


def _key(table: Table, row: Row) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def _parts(of: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(of), ROWS_A_CHANGE):
        yield of[start : start + ROWS_A_CHANGE]
