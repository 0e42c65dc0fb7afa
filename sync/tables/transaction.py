"""An open database transaction, with a fast way to write rows.

SQLAlchemy compiles a statement once a dialect; the driver executes the text. In a sale this is 1.5 times faster than
executing through Core (docs/decisions/0005).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Dialect, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from sync.tables.column_types import microseconds

Row = Mapping[str, object]


class Tx:
    """A transaction. Reads and rare writes go through `execute`, the rows of facts through `insert` and `run`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.driver: Any = connection.connection.driver_connection

    def execute(self, statement: Executable, rows: Sequence[Row] | Row | None = None) -> CursorResult[Any]:
        """Run a Core statement."""
        return self.connection.execute(statement, rows)

    def insert(self, table: Table, rows: Sequence[Row]) -> int:
        """Insert the rows whose primary key is absent; returns how many. Every row must have every column."""
        if not rows:
            return 0
        return self._executemany(_insert_text(table, self.connection.dialect.name), rows)

    def insert_counted(self, table: Table, rows: Sequence[Row], counter: Table, of: Row) -> None:
        """Insert the rows whose primary key is absent, and add their number to the rows of `counter`.

        A counter has one column besides its key. Key columns that `of` lacks are read from the rows, by the same name.
        """
        names = [column.name for column in counter.primary_key if column.name not in of]
        groups: dict[tuple[object, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(tuple(row[name] for name in names), []).append(row)
        for values, group in groups.items():
            if new := self.insert(table, group):
                counted = {**dict(zip(names, values, strict=True)), **of, "new": new}
                self.driver.execute(count_text(counter, self.connection.dialect.name), counted)

    def upsert(self, table: Table, rows: Sequence[Row]) -> int:
        """Insert or update the rows by primary key; returns how many were absent or different."""
        if not rows:
            return 0
        return self._executemany(_upsert_text(table, self.connection.dialect.name), rows)

    def run(self, statement: ClauseElement, row: Row) -> Any:
        """Execute a statement with named parameters, through the driver; returns its cursor.

        The statement must be a module constant: its compiled text is cached by identity.
        """
        text, constants = prepared(statement, self.connection.dialect.name)
        return self.driver.execute(text, {**constants, **row} if constants else row)

    def run_many(self, statement: ClauseElement, rows: Sequence[Row]) -> int:
        """Execute a statement once a row; returns how many rows it changed."""
        text, constants = prepared(statement, self.connection.dialect.name)
        return self._executemany(text, [{**constants, **row} for row in rows] if constants else rows)

    def _executemany(self, text: str, rows: Sequence[Row]) -> int:
        cursor = self.driver.cursor()
        cursor.executemany(text, rows)
        return int(cursor.rowcount)


def driver_forms() -> dict[type, Any]:
    """Adapters to register with a driver, because `insert` and `run` bypass the column types."""
    return {UUID: attrgetter("bytes"), datetime: microseconds, date: date.isoformat, Decimal: str}


_DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": postgresql.dialect(paramstyle="pyformat"),  # type: ignore[no-untyped-call]  # has no types
}


@cache
def _upsert_text(table: Table, dialect: str) -> str:
    others = [column.name for column in table.columns if not column.primary_key]
    inserted = _insert_text(table, dialect)
    if not others:
        return inserted
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    now = ", ".join(f'"{table.name}"."{name}"' for name in others)
    then = ", ".join(f'excluded."{name}"' for name in others)
    update = f"DO UPDATE SET {changes} WHERE ({now}) IS DISTINCT FROM ({then})"
    return inserted.removesuffix("DO NOTHING") + update


@cache
def count_text(counter: Table, dialect: str) -> str:
    """The statement that adds the parameter `new` to a counter's row."""
    keys = [column.name for column in counter.primary_key]
    (sum_,) = (column.name for column in counter.columns if not column.primary_key)
    marks = ", ".join(f":{name}" if dialect == "sqlite" else f"%({name})s" for name in [*keys, "new"])
    names = ", ".join(f'"{name}"' for name in keys)
    return (
        f'INSERT INTO "{counter.name}" ({names}, "{sum_}") VALUES ({marks})'  # noqa: S608  # names of our own tables
        f' ON CONFLICT ({names}) DO UPDATE SET "{sum_}" = "{counter.name}"."{sum_}" + excluded."{sum_}"'
    )


@cache
def _insert_text(table: Table, dialect: str) -> str:
    columns = [column.name for column in table.columns]
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(f":{name}" if dialect == "sqlite" else f"%({name})s" for name in columns)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}) ON CONFLICT ({keys}) DO NOTHING'  # noqa: S608  # names of our own tables


@cache
def prepared(statement: ClauseElement, dialect: str) -> tuple[str, dict[str, object]]:
    """The text of a statement for the driver of a dialect, and its constants by parameter."""
    compiled = statement.compile(dialect=_DIALECTS[dialect])
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), constants
