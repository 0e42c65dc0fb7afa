"""Rows of the catalogue as messages carry them: by column, in types of JSON, without the tenant.

The receiver writes them under its own tenant, so that rows cannot name another's. It ignores columns that it does not
know, so that a newer HQ can send more of them.
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
    """Rows do not fit their table."""

    code: ClassVar[str] = "SIN-10"

    table: str
    column: str


def pack(table: Table, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Pack rows into a message. Every row must have every column."""
    columns = _columns(table)
    values = tuple(tuple(_packed(column, row[column.name]) for row in rows) for column in columns)
    return Rows(str(table.name), tuple(str(column.name) for column in columns), values)


def pack_keys(table: Table, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Pack the primary keys of rows to delete."""
    columns = [column for column in _columns(table) if column.primary_key]
    values = tuple(tuple(_packed(column, row[column.name]) for row in rows) for column in columns)
    return Rows(str(table.name), tuple(str(column.name) for column in columns), values)


def unpack(table: Table, packed: Rows, tenant_id: UUID) -> list[Row]:
    """Unpack rows for a table, under this tenant. Raises BadRows."""
    known = {column.name: column for column in _columns(table)}
    lengths = {len(values) for values in packed.values}
    if len(packed.columns) != len(packed.values) or len(lengths) > 1:
        raise BadRows(table.name, "")
    columns: dict[str, list[Any]] = {
        name: [_read(known[name], value) for value in values]
        for name, values in zip(packed.columns, packed.values, strict=True)
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


def unpack_keys(table: Table, packed: Rows, tenant_id: UUID) -> list[Row]:
    """Unpack primary keys of rows to delete, under this tenant. Raises BadRows."""
    keys = [column for column in _columns(table) if column.primary_key]
    if set(packed.columns) != {column.name for column in keys}:
        raise BadRows(table.name, "key")
    by_name = dict(zip(packed.columns, packed.values, strict=True))
    read = {str(column.name): [_read(column, value) for value in by_name[column.name]] for column in keys}
    count = len(packed.values[0]) if packed.values else 0
    return [{_TENANT: tenant_id, **{name: values[i] for name, values in read.items()}} for i in range(count)]


def digest(tx: Tx, table: Table, tenant_id: UUID) -> str:
    """A digest of the rows of a table, equal on both sides when the rows are equal.

    Row order does not affect the digest: it is the number of rows and the sum of their hashes.
    """
    sum_of_rows, count = 0, 0
    rows_of, conversions = _read_to_digest(table)
    for row in tx.execute(rows_of, {"tenant": tenant_id}):
        values = list(row)
        for i, convert in conversions:
            if values[i] is not None:
                values[i] = convert(values[i])
        encoded = msgspec.json.encode(values)
        sum_of_rows += int.from_bytes(hashlib.blake2b(encoded, digest_size=_DIGEST_BYTES).digest())
        count += 1
    return f"{count}:{sum_of_rows % (1 << 8 * _DIGEST_BYTES):032x}"


@cache
def _read_to_digest(table: Table) -> tuple[Select[Any], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """The statement that reads the rows of a table, and the conversions of their values, by index."""
    columns = _columns(table)
    conversions = tuple((i, _PACK[type(c.type)]) for i, c in enumerate(columns) if type(c.type) in _PACK)
    return select(*columns).where(table.c.tenant_id == bindparam("tenant")), conversions


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != _TENANT]


def _packed(column: Column[Any], value: Any) -> Any:
    convert = _PACK.get(type(column.type))
    return value if convert is None or value is None else convert(value)


def _read(column: Column[Any], packed: Any) -> Any:
    """The value of a column from its packed form. Raises BadRows."""
    if packed is None:
        if not column.nullable:
            raise BadRows(column.table.name, column.name)
        return None
    try:
        read = _READ.get(type(column.type))
        value = read(packed) if read else packed
    except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise BadRows(column.table.name, column.name) from error
    kind = _kind(column)
    # `bool` is a subclass of `int`: without the second test, `true` would pass for a number.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise BadRows(column.table.name, column.name)
    return value


def _kind(column: Column[Any]) -> Any:
    """The Python type of the column's values."""
    return _KINDS.get(type(column.type)) or column.type.python_type


_PACK: dict[type, Callable[[Any], Any]] = {
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
    """The number of rows in these messages."""
    return sum(len(part.values[0]) if part.values else 0 for part in parts)
