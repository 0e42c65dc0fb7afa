"""A transaction that gathers the rows of many entries and writes them with one statement a table.

`record` runs on it as it runs on a station; a thousand sales become a dozen statements in one trip to the server.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Select, Table
from sqlalchemy.sql.expression import ClauseElement

from sync.facts.entry import journal
from sync.facts.rights import NUMBER_USED
from sync.tables.column_types import Id, Instant, microseconds
from sync.tables.transaction import Row, Tx


class BatchTx(Tx):
    """Rows wait until `flush`, or until something is read: then everything before it is written first."""

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx.connection)
        self._rows: dict[Table, list[Row]] = {}
        self._counted: dict[tuple[Table, Table], list[Row]] = {}
        self._moves: dict[ClauseElement, list[Row]] = {}

    def insert(self, table: Table, rows: Sequence[Row]) -> int:
        """Keep the rows; how many are new is known when they are written."""
        if rows:
            self._rows.setdefault(table, []).extend(rows)
        return len(rows)

    def insert_counted(self, table: Table, rows: Sequence[Row], counter: Table, of: Row) -> None:
        """Keep the rows and what they are counted under."""
        self._counted.setdefault((table, counter), []).extend({**row, **of} for row in rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        """Keep a change of rows; a question is answered at once."""
        if isinstance(statement, Select):
            self.flush()
            return super().run(statement, row)
        self._moves.setdefault(statement, []).append(row)
        return None

    def flush(self) -> None:
        """Write what waits: rows first, those that others refer to before them, then changes in their order."""
        rows, self._rows = self._rows, {}
        counted, self._counted = self._counted, {}
        moves, self._moves = self._moves, {}
        with self.driver.pipeline():
            for table in sorted(rows, key=_place):
                insert_many(self, table, rows[table])
            for (table, counter), told_of in counted.items():
                self.driver.execute(_count_text(table, counter), _parameters(told_of))
            for statement, changes in moves.items():
                self._move(statement, changes)

    def _move(self, statement: ClauseElement, changes: Sequence[Row]) -> None:
        """One statement for all where there is one; most kinds are rare enough to go one by one."""
        if statement is NUMBER_USED:
            self.driver.execute(_NUMBERS_USED, {"rows": msgspec.json.encode(changes).decode()})
        else:
            self.run_many(statement, changes)


_NUMBERS_USED = """
    UPDATE number_block b SET next = greatest(b.next, taken.top + 1) FROM (
        SELECT o.tenant_id, o.id, max(told.number) AS top
        FROM json_to_recordset(%(rows)s::json)
            AS told(tenant uuid, station uuid, in_epoch int4, in_series text, number int8)
        JOIN number_block o ON o.tenant_id = told.tenant AND o.station_id = told.station AND o.epoch = told.in_epoch
            AND o.series = told.in_series AND told.number BETWEEN o.first AND o.last
        GROUP BY o.tenant_id, o.id
    ) taken WHERE b.tenant_id = taken.tenant_id AND b.id = taken.id
"""
"""What `NUMBER_USED` does for one number, for many."""
_PLACES = {table.name: place for place, table in enumerate(journal.metadata.sorted_tables)}


def _place(table: Table) -> int:
    return _PLACES.get(table.name, len(_PLACES))


def _told(table: Table, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """In JSON's own kinds: instants are microseconds."""
    instants = _instants(table)
    if not instants:
        return rows
    return [{**row, **{name: _microseconds(row[name]) for name in instants}} for row in rows]


def _microseconds(value: Any) -> int | None:
    return None if value is None else microseconds(value)


@cache
def _has_bytes(table: Table) -> bool:
    """JSON would double bytes to say them: such rows travel as one array a column."""
    return any(isinstance(column.type, LargeBinary) for column in table.columns)


@cache
def _instants(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if isinstance(column.type, Instant))


def insert_many(tx: Tx, table: Table, rows: Sequence[Row]) -> int:
    """Insert the rows that are not there yet in one statement, and say how many."""
    return _run(tx, f"{_insert_text(table)} ON CONFLICT DO NOTHING", table, rows)


def upsert_many(tx: Tx, table: Table, rows: Sequence[Row]) -> int:
    """Insert the rows, or make those there equal to them, in one statement."""
    others = [column.name for column in table.columns if not column.primary_key]
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    conflict = f"({keys}) DO UPDATE SET {changes}" if others else "DO NOTHING"
    return _run(tx, f"{_insert_text(table)} ON CONFLICT {conflict}", table, rows)


def _run(tx: Tx, statement: str, table: Table, rows: Sequence[Row]) -> int:
    return int(tx.driver.execute(statement, told(table, rows)).rowcount) if rows else 0


def told(table: Table, rows: Sequence[Row]) -> dict[str, object]:
    """Rows as the parameters of a statement."""
    forms = _told(table, rows)
    if _has_bytes(table):
        return {column.name: [row[column.name] for row in forms] for column in table.columns}
    return _parameters(forms)


def _parameters(rows: Sequence[Row]) -> dict[str, object]:
    return {"rows": msgspec.json.encode(rows).decode()}


@cache
def _insert_text(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    # The order of the keys is the order in which rows are locked: two writers never wait for each other in a circle.
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {_source(table)} ORDER BY {keys}'  # noqa: S608  # names of our own tables


@cache
def _count_text(table: Table, counter: Table) -> str:
    """Insert the rows that are not there yet, and add how many they were to their rows of `counter`."""
    columns = {column.name: column for column in (*counter.primary_key, *table.columns)}
    (key,) = (column.name for column in table.primary_key if column.name != "tenant_id")
    (sum_,) = (column.name for column in counter.columns if not column.primary_key)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    under = ", ".join(f'"{column.name}"' for column in counter.primary_key)
    return f"""
        WITH told AS MATERIALIZED (SELECT * FROM {_json(columns.values())}), new AS (
            INSERT INTO "{table.name}" ({names}) SELECT {names} FROM told ORDER BY tenant_id, "{key}"
            ON CONFLICT DO NOTHING RETURNING "{key}"
        )
        INSERT INTO "{counter.name}" ({under}, "{sum_}")
        SELECT {under}, count(*) FROM told JOIN new USING ("{key}") GROUP BY {under} ORDER BY {under}
        ON CONFLICT ({under}) DO UPDATE SET "{sum_}" = "{counter.name}"."{sum_}" + excluded."{sum_}"
    """  # noqa: S608  # names of our own tables


def _source(table: Table) -> str:
    if _has_bytes(table):
        arrays = ", ".join(f"%({column.name})b::{_type(column)}[]" for column in table.columns)
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        return f"unnest({arrays}) AS told({names})"
    return _json(table.columns)


def _json(columns: Iterable[Column[Any]]) -> str:
    typed = ", ".join(f'"{column.name}" {_type(column)}' for column in columns)
    return f"json_to_recordset(%(rows)s::json) AS told({typed})"


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
