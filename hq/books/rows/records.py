"""The SQL of lists: rows of any table, page by page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select, tuple_
from sqlalchemy.engine import RowMapping

from sync.tables.transaction import Tx

Key = tuple[object, ...]


def key_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns that identify a row within its tenant."""
    return tuple(column for column in table.primary_key.columns if column.name != "tenant_id")


def own_columns(table: Table) -> tuple[Column[Any], ...]:
    """Every column except the tenant's."""
    return tuple(column for column in table.columns if column.name != "tenant_id")


def page(tx: Tx, tenant_id: UUID, table: Table, after: Key | None, most: int) -> Sequence[RowMapping]:
    """At most `most` rows by key, from the first one after the key `after`."""
    keys = key_columns(table)
    statement = select(*own_columns(table)).where(table.c.tenant_id == tenant_id).order_by(*keys).limit(most)
    if after is not None:
        statement = statement.where(tuple_(*keys) > tuple_(*after, types=[key.type for key in keys]))
    return tx.execute(statement).mappings().all()
