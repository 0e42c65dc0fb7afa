"""A transaction that collects the rows of many entries and writes them with one statement for each table.

`record` runs on it as it does on a station, but a thousand sales take a dozen statements in one round trip.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, CursorResult, Executable, Integer, LargeBinary, Select, Table
from sqlalchemy.sql.expression import ClauseElement

from sync.facts.entry import journal
from sync.facts.rights import NUMBER_USED
from sync.tables.column_types import Id, Instant, microseconds
from sync.tables.transaction import Row, Tx


class NeedsDatabase(Exception):
    """Recording or judging asks the database something, and no transaction is open."""


@dataclass(slots=True)
class Collected:
    """Rows that were recorded and are not written: by table, by table and the counter that counts them, and updates."""

    rows: dict[Table, list[Row]] = field(default_factory=dict)
    counted: dict[tuple[Table, Table], list[Row]] = field(default_factory=dict)
    moves: dict[ClauseElement, list[Row]] = field(default_factory=dict)

    def add(self, other: "Collected") -> None:
        """Add the rows of another one, after those of this one."""
        for table, rows in other.rows.items():
            self.rows.setdefault(table, []).extend(rows)
        for counted, rows in other.counted.items():
            self.counted.setdefault(counted, []).extend(rows)
        for statement, rows in other.moves.items():
            self.moves.setdefault(statement, []).extend(rows)


class CollectingTx(Tx):
    """Collects rows without a connection. Every read raises NeedsDatabase."""

    def __init__(self) -> None:
        self.collected = Collected()

    def execute(self, statement: Executable, rows: Sequence[Row] | Row | None = None) -> CursorResult[Any]:
        """Raises NeedsDatabase."""
        raise NeedsDatabase

    def upsert(self, table: Table, rows: Sequence[Row]) -> int:
        """Raises NeedsDatabase."""
        raise NeedsDatabase

    def run_many(self, statement: ClauseElement, rows: Sequence[Row]) -> int:
        """Raises NeedsDatabase."""
        raise NeedsDatabase

    def insert(self, table: Table, rows: Sequence[Row]) -> int:
        """Collect the rows and return their count. How many of them are new is known only after they are written."""
        if rows:
            self.collected.rows.setdefault(table, []).extend(rows)
        return len(rows)

    def insert_counted(self, table: Table, rows: Sequence[Row], counter: Table, of: Row) -> None:
        """Collect the rows with the key of the counter that counts the new ones."""
        self.collected.counted.setdefault((table, counter), []).extend({**row, **of} for row in rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        """Collect an update. Raises NeedsDatabase for a SELECT."""
        if isinstance(statement, Select):
            raise NeedsDatabase
        self.collected.moves.setdefault(statement, []).append(row)
        return None


class BatchTx(CollectingTx):
    """Collects rows until `flush`. A read flushes first, so that it sees all rows before it."""

    def __init__(self, tx: Tx) -> None:
        super().__init__()
        Tx.__init__(self, tx.connection)

    def execute(self, statement: Executable, rows: Sequence[Row] | Row | None = None) -> CursorResult[Any]:
        """Run a Core statement."""
        return Tx.execute(self, statement, rows)

    def upsert(self, table: Table, rows: Sequence[Row]) -> int:
        """Insert or update the rows at once."""
        return Tx.upsert(self, table, rows)

    def run_many(self, statement: ClauseElement, rows: Sequence[Row]) -> int:
        """Execute a statement once a row, at once."""
        return Tx.run_many(self, statement, rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        """Collect an update; run a SELECT at once and return its cursor."""
        if isinstance(statement, Select):
            self.flush()
            return Tx.run(self, statement, row)
        return super().run(statement, row)

    def flush(self) -> None:
        """Write what was collected: rows first, referenced tables before those that refer to them, then updates."""
        collected, self.collected = self.collected, Collected()
        rows, counted, moves = collected.rows, collected.counted, collected.moves
        with self.driver.pipeline():
            for table in sorted(rows, key=rank):
                insert_many(self, table, rows[table])
            for (table, counter), counted_rows in counted.items():
                self.driver.execute(count_text(table, counter), as_json(counted_rows))
            for statement, changes in moves.items():
                self._move(statement, changes)

    def _move(self, statement: ClauseElement, changes: Sequence[Row]) -> None:
        """Run an update for all its rows: NUMBER_USED in one statement, the rarer ones row by row."""
        if statement is NUMBER_USED:
            rows = msgspec.json.encode(changes).decode()
            self.driver.execute(NUMBERS_USED, {"tenant": changes[0]["tenant"], "rows": rows})
        else:
            self.run_many(statement, changes)


NUMBERS_USED = """
    UPDATE number_block b SET next = greatest(b.next, taken.top + 1) FROM (
        SELECT o.id, max(used.number) AS top
        FROM json_to_recordset(%(rows)s::json) AS used(station uuid, in_epoch int4, in_series text, number int8)
        JOIN number_block o ON o.tenant_id = %(tenant)s AND o.station_id = used.station AND o.epoch = used.in_epoch
            AND o.series = used.in_series AND used.number BETWEEN o.first AND o.last
        GROUP BY o.id
    ) taken WHERE b.tenant_id = %(tenant)s AND b.id = taken.id
"""
"""Does for many numbers of one tenant what `NUMBER_USED` does for one."""
_RANKS = {table.name: rank for rank, table in enumerate(journal.metadata.sorted_tables)}


def rank(table: Table) -> int:
    """The place of a table in the order in which rows are written: after the tables that it refers to."""
    return _RANKS.get(table.name, len(_RANKS))


def instants_as_numbers(table: Table, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The rows with each instant in microseconds, because JSON has no type for it."""
    instants = _instants(table)
    if not instants:
        return rows
    return [{**row, **{name: _microseconds(row[name]) for name in instants}} for row in rows]


def _microseconds(value: Any) -> int | None:
    return None if value is None else microseconds(value)


@cache
def _has_bytes(table: Table) -> bool:
    """Such rows are sent as one array for each column: JSON would take twice the bytes."""
    return any(isinstance(column.type, LargeBinary) for column in table.columns)


@cache
def _instants(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if isinstance(column.type, Instant))


def insert_many(tx: Tx, table: Table, rows: Sequence[Row]) -> int:
    """Insert the rows whose key is free, in one statement, and return how many those are."""
    return _run(tx, insert_text(table), table, rows)


def insert_text(table: Table) -> str:
    """The statement that inserts rows whose key is free."""
    return f"{_insert_text(table)} ON CONFLICT DO NOTHING"


def upsert_many(tx: Tx, table: Table, rows: Sequence[Row]) -> int:
    """Insert the rows, or make the rows with their keys equal to them, in one statement. Returns how many it wrote."""
    others = [column.name for column in table.columns if not column.primary_key]
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    conflict = f"({keys}) DO UPDATE SET {changes}" if others else "DO NOTHING"
    return _run(tx, f"{_insert_text(table)} ON CONFLICT {conflict}", table, rows)


def _run(tx: Tx, statement: str, table: Table, rows: Sequence[Row]) -> int:
    return int(tx.driver.execute(statement, _parameters(table, rows)).rowcount) if rows else 0


def _parameters(table: Table, rows: Sequence[Row]) -> dict[str, object]:
    forms = instants_as_numbers(table, rows)
    if _has_bytes(table):
        return {column.name: [row[column.name] for row in forms] for column in table.columns}
    return as_json(forms)


def as_json(rows: Sequence[Row]) -> dict[str, object]:
    """The rows as the parameter of a statement on them."""
    return {"rows": msgspec.json.encode(rows).decode()}


@cache
def _insert_text(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    # Sorted by key, because rows are locked in this order: two writers that lock in one order cannot deadlock.
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {_source(table)} ORDER BY {keys}'  # noqa: S608  # names of our own tables


@cache
def count_text(table: Table, counter: Table) -> str:
    """Inserts the rows whose key is free, and adds the count of those to their rows of `counter`.

    Because of IS TRUE the new keys are hashed once: as a join, PostgreSQL may compare every row with every key.
    """
    columns = {column.name: column for column in (*counter.primary_key, *table.columns)}
    (key,) = (column.name for column in table.primary_key if column.name != "tenant_id")
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    new = f'given WHERE ("{key}" IN (SELECT "{key}" FROM new)) IS TRUE'  # noqa: S608  # names of our own tables
    return f"""
        WITH given AS MATERIALIZED (SELECT * FROM {_json(columns.values())}), new AS (
            INSERT INTO "{table.name}" ({names}) SELECT {names} FROM given ORDER BY tenant_id, "{key}"
            ON CONFLICT DO NOTHING RETURNING "{key}"
        )
        {_add_counts(counter, new)}
    """  # noqa: S608  # names of our own tables


@cache
def count_new_text(counter: Table) -> str:
    """Adds the count of the rows, which are all new, to their rows of `counter`."""
    return _add_counts(counter, _json(counter.primary_key))


def _add_counts(counter: Table, source: str) -> str:
    (sum_,) = (column.name for column in counter.columns if not column.primary_key)
    under = ", ".join(f'"{column.name}"' for column in counter.primary_key)
    return f"""INSERT INTO "{counter.name}" ({under}, "{sum_}")
        SELECT {under}, count(*) FROM {source}
        GROUP BY {under} ORDER BY {under}
        ON CONFLICT ({under}) DO UPDATE SET "{sum_}" = "{counter.name}"."{sum_}" + excluded."{sum_}"
    """  # noqa: S608  # names of our own tables


def _source(table: Table) -> str:
    if _has_bytes(table):
        arrays = ", ".join(f"%({column.name})b::{_type(column)}[]" for column in table.columns)
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        return f"unnest({arrays}) AS given({names})"
    return _json(table.columns)


def _json(columns: Iterable[Column[Any]]) -> str:
    typed = ", ".join(f'"{column.name}" {_type(column)}' for column in columns)
    return f"json_to_recordset(%(rows)s::json) AS given({typed})"


def _type(column: Column[Any]) -> str:
    for kind, name in _TYPES:
        if isinstance(column.type, kind):
            return name
    return "text"


_TYPES: tuple[tuple[type, str], ...] = (
    (Id, "uuid"),
    (Instant, "int8"),
    (BigInteger, "int8"),
    (Integer, "int4"),
    (Boolean, "bool"),
    (LargeBinary, "bytea"),
)
