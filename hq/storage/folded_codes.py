"""Codes of tickets in lower case, as columns of HQ's tables that PostgreSQL computes.

People type codes in any letter case. An index on `lower(code)` would not serve: row security is applied before any
function that PostgreSQL does not trust with hidden rows, so a look-up by `lower(code)` reads all tickets of the tenant.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, String, literal_column

from sync.facts.conflicts import replaced_ticket
from sync.facts.sales import ticket

_CODES: tuple[Column[Any], ...] = (ticket.c.code, replaced_ticket.c.code, replaced_ticket.c.new_code)


def name_of(code: Column[Any]) -> str:
    """The name of the column that has this code in lower case."""
    return f"{code.name}_folded"


def folded(code: Column[Any]) -> ColumnElement[str]:
    """The column that has this code in lower case."""
    return literal_column(f"{code.table.name}.{name_of(code)}", String)


def names() -> dict[str, list[str]]:
    """The columns that PostgreSQL computes, by table."""
    by_table: dict[str, list[str]] = {}
    for code in _CODES:
        by_table.setdefault(code.table.name, []).append(name_of(code))
    return by_table


def statements() -> list[str]:
    """The statements that add the columns and index them. Two tickets never have one code."""
    return [statement for code in _CODES for statement in _statements(code)]


def _statements(code: Column[Any]) -> tuple[str, str]:
    table, name = code.table.name, name_of(code)
    unique = "UNIQUE " if code is ticket.c.code else ""
    return (
        f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR GENERATED ALWAYS AS (lower({code.name})) STORED",
        f"CREATE {unique}INDEX ix_{table}_{name} ON {table} (tenant_id, {name})",
    )
