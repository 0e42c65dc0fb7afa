"""Rows of the catalogue as they travel: by column, in JSON's own kinds, the tenant left out.

Whoever receives them writes them under its own tenant: rows cannot name another's. Columns that the receiver does
not know are left out, so that a newer HQ can say more.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from sqlalchemy import Column, LargeBinary, Select, Table, bindparam, select

from domain.errors import Refused
from sync.line.messages import Rows
from sync.tables.column_types import Day, Exact, Id, Instant, instant, microseconds
from sync.tables.transaction import Row, Tx

_TENANT = "tenant_id"
_DIGEST_BYTES = 16


@dataclass(eq=False)
class BadRows(Refused):
    """Rows that do not fit their table."""

    code: ClassVar[str] = "SIN-10"

    table: str
    column: str


def pack(table: Table, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Rows as they travel; every row gives every column."""
    columns = _columns(table)
    values = tuple(tuple(_told(column, row[column.name]) for row in rows) for column in columns)
    return Rows(str(table.name), tuple(str(column.name) for column in columns), values)


def pack_keys(table: Table, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Only the keys, for rows that are to be dropped."""
    columns = [column for column in _columns(table) if column.primary_key]
    values = tuple(tuple(_told(column, row[column.name]) for row in rows) for column in columns)
    return Rows(str(table.name), tuple(str(column.name) for column in columns), values)


def unpack(table: Table, told: Rows, tenant_id: UUID) -> list[Row]:
    """Rows ready for the table, under this tenant. Raises BadRows."""
    known = {column.name: column for column in _columns(table)}
    lengths = {len(values) for values in told.values}
    if len(told.columns) != len(told.values) or len(lengths) > 1:
        raise BadRows(table.name, "")
    columns: dict[str, list[Any]] = {
        name: [_read(known[name], value) for value in values]
        for name, values in zip(told.columns, told.values, strict=True)
        if name in known
    }
    for name, column in known.items():
        if name not in columns and not column.nullable:
            raise BadRows(table.name, name)
    count = lengths.pop() if lengths else 0
    return [
        {_TENANT: tenant_id, **{name: columns[name][i] if name in columns else None for name in known}}
        for i in range(count)
    ]


def unpack_keys(table: Table, told: Rows, tenant_id: UUID) -> list[Row]:
    """Keys of rows to drop, under this tenant. Raises BadRows."""
    keys = [column for column in _columns(table) if column.primary_key]
    if set(told.columns) != {column.name for column in keys}:
        raise BadRows(table.name, "key")
    by_name = dict(zip(told.columns, told.values, strict=True))
    read = {str(column.name): [_read(column, value) for value in by_name[column.name]] for column in keys}
    count = len(told.values[0]) if told.values else 0
    return [{_TENANT: tenant_id, **{name: values[i] for name, values in read.items()}} for i in range(count)]


def digest(tx: Tx, table: Table, tenant_id: UUID) -> str:
    """The same on both sides when the rows are the same; the order in which a database gives them is nothing."""
    sum_of_rows, count = 0, 0
    rows_of, tells = _read_to_digest(table)
    for row in tx.execute(rows_of, {"tenant": tenant_id}):
        values = list(row)
        for i, tell in tells:
            if values[i] is not None:
                values[i] = tell(values[i])
        said = msgspec.json.encode(values)
        sum_of_rows += int.from_bytes(hashlib.blake2b(said, digest_size=_DIGEST_BYTES).digest())
        count += 1
    return f"{count}:{sum_of_rows % (1 << 8 * _DIGEST_BYTES):032x}"


@cache
def _read_to_digest(table: Table) -> tuple[Select[Any], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """A statement for its rows, and which of their values are told otherwise than they are read."""
    columns = _columns(table)
    tells = tuple((i, _TELL[type(c.type)]) for i, c in enumerate(columns) if type(c.type) in _TELL)
    return select(*columns).where(table.c.tenant_id == bindparam("tenant")), tells


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != _TENANT]


def _told(column: Column[Any], value: Any) -> Any:
    tell = _TELL.get(type(column.type))
    return value if tell is None or value is None else tell(value)


def _read(column: Column[Any], told: Any) -> Any:
    if told is None:
        if not column.nullable:
            raise BadRows(column.table.name, column.name)
        return None
    try:
        read = _READ.get(type(column.type))
        value = read(told) if read else told
    except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise BadRows(column.table.name, column.name) from error
    kind = _kind(column)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise BadRows(column.table.name, column.name)
    return value


def _kind(column: Column[Any]) -> Any:
    """What Python kind a value of the column is."""
    return _KINDS.get(type(column.type)) or column.type.python_type


_TELL: dict[type, Callable[[Any], Any]] = {
    Id: lambda value: value.hex,
    Instant: microseconds,
    Exact: str,
    Day: date.isoformat,
    LargeBinary: bytes.hex,
}
_READ: dict[type, Callable[[Any], Any]] = {
    Id: UUID,
    Instant: instant,
    Exact: Decimal,
    Day: date.fromisoformat,
    LargeBinary: bytes.fromhex,
}
_KINDS: dict[type, Any] = {Id: UUID, Instant: object, Exact: Decimal, Day: date}


def total_rows(parts: Iterable[Rows]) -> int:
    """How many rows these parts carry."""
    return sum(len(part.values[0]) if part.values else 0 for part in parts)
