"""The kind of value of a column and its references, for DBML and for the picture."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Integer, LargeBinary, String, Table
from sqlalchemy.types import TypeEngine

from sync.tables.column_types import Day, Exact, Id, Instant

# Our own types come first: each of them is also an instance of a plain one.
_MEANINGS: dict[type[TypeEngine[Any]], str] = {
    Id: "id", Instant: "instant", Day: "day", Exact: "decimal", BigInteger: "bigint", Integer: "int",
    Boolean: "bool", LargeBinary: "bytes", String: "text",
}  # fmt: skip

MEANING_NOTES = {
    "id": "UUID",
    "instant": "microseconds since 1970, UTC",
    "day": "ISO 8601 text",
    "decimal": "exact decimal as text",
}
"""What a value of our own types holds, where the SQL type does not show it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: each column of `table` with the column of `to` that it equals."""

    table: Table
    columns: tuple[str, ...]
    to: Table
    to_columns: tuple[str, ...]


def meaning(column: "Column[object]") -> str:
    """The kind of value in a column, as one word."""
    return next(word for kind, word in _MEANINGS.items() if isinstance(column.type, kind))


def references(tables: tuple[Table, ...]) -> list[Reference]:
    """Every foreign key, in the order of the tables and of their columns."""
    return [
        _reference(table, constraint)
        for table in tables
        for constraint in sorted(table.foreign_key_constraints, key=lambda key: tuple(key.column_keys))
    ]


def _reference(table: Table, constraint: ForeignKeyConstraint) -> Reference:
    to_columns = tuple(element.column.name for element in constraint.elements)
    return Reference(table, tuple(constraint.column_keys), constraint.referred_table, to_columns)
