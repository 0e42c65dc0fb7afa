"""The catalogue as it was: rows that a change replaced, and the cursors at which it changed. All their SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Table, bindparam, select, text

from hq.storage import ledger_tables
from hq.storage.batch import insert_many
from sync.line import rows
from sync.line.messages import Rows
from sync.tables import canonical, catalogue
from sync.tables.column_types import Instant
from sync.tables.editions import SCOPES
from sync.tables.transaction import Row, Tx

DECIDING = frozenset(SCOPES)
_NOT_CITED_BEFORE = frozenset({catalogue.seat, catalogue.section, catalogue.venue})
"""Rows that a sale cannot have cited before they existed, so their absence is not kept: a venue has 60,000 seats."""

_past, _edition = ledger_tables.past_row.c, ledger_tables.edition.c
_REPLACED = (
    select(_past.row_key, _past.body)
    .where(
        _past.tenant_id == bindparam("tenant"),
        _past.table_name == bindparam("name"),
        _past.scope == bindparam("within"),
        _past.until_seq > bindparam("cursor"),
    )
    .order_by(_past.until_seq.desc())
)
_EDITIONS = text("""
    SELECT cited.cursor, last.seq, last.published_at
    FROM feed f, unnest(CAST(:cursors AS int8[])) AS cited(cursor), LATERAL (
        SELECT e.seq, e.published_at FROM edition e WHERE e.tenant_id = :tenant AND e.seq <= cited.cursor
        ORDER BY e.seq DESC LIMIT 1
    ) last
    WHERE f.tenant_id = :tenant AND cited.cursor <= f.head AND last.published_at IS NOT NULL
""").columns(cursor=BigInteger, seq=BigInteger, published_at=Instant)
_NEXT_EDITION = (
    select(_edition.published_at)
    .where(
        _edition.tenant_id == bindparam("tenant"),
        _edition.seq > bindparam("cursor"),
        _edition.published_at.is_not(None),
    )
    .order_by(_edition.seq)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A row that the change `seq` replaced or deleted; `before` is None for a new row, `row` gives its key."""

    table: Table
    seq: int
    row: Row
    before: Row | None


def insert_replaced(tx: Tx, tenant_id: UUID, replaced: Iterable[Replaced]) -> None:
    """Keep replaced rows of tables in DECIDING."""
    insert_many(tx, ledger_tables.past_row, [
        {"tenant_id": tenant_id, "table_name": str(one.table.name), "row_key": _key(one.table, one.row),
         "until_seq": one.seq, "scope": _scope(one.table, one.row), "body": _body(one.table, one.before)}
        for one in replaced
        if one.before is not None or one.table not in _NOT_CITED_BEFORE
    ])  # fmt: skip


def insert_editions(tx: Tx, tenant_id: UUID, seqs: Iterable[int], at: datetime) -> None:
    """Insert the cursors at which the catalogue changed."""
    tx.insert(ledger_tables.edition, [{"tenant_id": tenant_id, "seq": seq, "published_at": at} for seq in seqs])


def insert_lost_cursors(tx: Tx, tenant_id: UUID, first: int) -> None:
    """Mark the cursors from this one to the next edition as lost: `editions_at` finds none for them."""
    tx.insert(ledger_tables.edition, [{"tenant_id": tenant_id, "seq": first, "published_at": None}])


def editions_at(tx: Tx, tenant_id: UUID, cursors: Iterable[int]) -> Sequence[Any]:
    """For each cursor up to which the feed reaches: the last change of the catalogue until then, and its instant.

    Lost cursors are left out.
    """
    return tx.execute(_EDITIONS, {"tenant": tenant_id, "cursors": list(cursors)}).all()


def replaced_at(tx: Tx, tenant_id: UUID, cursor: int) -> datetime | None:
    """When the catalogue at this cursor was replaced by a newer one; None while it is the present one."""
    at: datetime | None = tx.execute(_NEXT_EDITION, {"tenant": tenant_id, "cursor": cursor}).scalar()
    return at


def rows_at(tx: Tx, tenant_id: UUID, table: Table, cursor: int, scope: object = None) -> list[Mapping[str, Any]]:
    """The rows of a table within a scope as they were at a cursor of the feed, by primary key."""
    column = SCOPES[table]
    present = select(table).where(table.c.tenant_id == tenant_id)
    if column is not None:
        present = present.where(table.c[column] == scope)
    keys = [column.name for column in table.primary_key]
    # Present rows first: a change that commits in between is then found among the replaced rows.
    result = tx.execute(present.order_by(*table.primary_key))
    names = list(result.keys())
    at_cursor: list[Mapping[str, Any]] = [dict(zip(names, row, strict=True)) for row in result]
    within = "" if column is None else _text(scope)
    old = tx.execute(_REPLACED, {"tenant": tenant_id, "name": table.name, "within": within, "cursor": cursor}).all()
    if old:  # seldom, and a venue has 60,000 seats, whose keys take longer than reading them
        at_cursor = _with_replaced(table, at_cursor, old, tenant_id)
    return sorted(at_cursor, key=itemgetter(*keys))  # a database may order text otherwise


def _with_replaced(
    table: Table, present: Iterable[Mapping[str, Any]], old: Iterable[Any], tenant_id: UUID
) -> list[Mapping[str, Any]]:
    """Rows as they were before they were replaced; those that were new are left out."""
    by_key: dict[str, Mapping[str, Any] | None] = {_key(table, row): row for row in present}
    for replaced in old:  # the change nearest after the cursor comes last and stays
        by_key[replaced.row_key] = _row(table, replaced.body, tenant_id)
    return [row for row in by_key.values() if row is not None]


def event_of_performance(tx: Tx, tenant_id: UUID, performance_id: UUID) -> UUID | None:
    """The event of a performance that the catalogue has or had; None for an unknown one."""
    p = catalogue.performance.c
    event_id: UUID | None = tx.execute(
        select(p.event_id).where(p.tenant_id == tenant_id, p.id == performance_id)
    ).scalar()
    if event_id is None:
        name, row_key = catalogue.performance.name, _text(performance_id)
        gone = tx.execute(
            select(_past.scope).where(_past.tenant_id == tenant_id, _past.table_name == name, _past.row_key == row_key)
        ).scalar()
        event_id = UUID(gone) if gone else None
    return event_id


def _key(table: Table, row: Row) -> str:
    keys: Sequence[str] = [column.name for column in table.primary_key if column.name != "tenant_id"]
    return "/".join(_text(row[name]) for name in keys)


def _scope(table: Table, row: Row) -> str:
    column = SCOPES[table]
    return "" if column is None else _text(row[column])


def _text(value: object) -> str:
    return str(value)


def _body(table: Table, row: Row | None) -> str | None:
    return None if row is None else canonical.text(rows.pack(table, [row]))


def _row(table: Table, body: str | None, tenant_id: UUID) -> Mapping[str, Any] | None:
    if body is None:
        return None
    (row,) = rows.unpack(table, canonical.decode(body.encode(), Rows), tenant_id)
    return row
