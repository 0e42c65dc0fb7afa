"""The reference for ingest: COPY of the rows that HQ wrote, by one connection and in the same transactions."""

from bisect import bisect_right
from dataclasses import dataclass
from time import perf_counter

import psycopg

from hq.storage.schema import TABLES

_NAMES = [table.name for table in TABLES]
_COLUMNS = {table.name: ", ".join(f'"{column.name}"' for column in table.columns) for table in TABLES}
"""Without those that PostgreSQL computes."""


@dataclass(frozen=True, slots=True)
class Written:
    """The rows that one transaction added to one table, in COPY's format."""

    table: str
    rows: bytes


def mark(url: str) -> int:
    """The current transaction number; later transactions have greater ones."""
    with psycopg.connect(url, autocommit=True) as connection:
        [(number,)] = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchall()
    return int(number)


def written_since(url: str, number: int) -> list[list[Written]]:
    """The rows written since a mark, grouped by the transactions that wrote journal entries."""
    with psycopg.connect(url, autocommit=True) as connection:
        journal_transactions = _transactions(connection, "journal", number)
        groups: list[list[Written]] = [[] for _ in journal_transactions]
        for table in _NAMES:
            by_group: dict[int, list[bytes]] = {}
            for transaction in _transactions(connection, table, number):
                group = max(bisect_right(journal_transactions, transaction) - 1, 0)
                by_group.setdefault(group, []).append(_rows(connection, table, transaction))
            for group, parts in by_group.items():
                groups[group].append(Written(table, b"".join(parts)))
    return groups


def copy(url: str, groups: list[list[Written]]) -> float:
    """Seconds to COPY the groups, one transaction each, without the tables that had rows before: HQ updated these."""
    with psycopg.connect(url, autocommit=True) as connection:
        full = {table for table in _NAMES if connection.execute(f'SELECT FROM "{table}" LIMIT 1'.encode()).rowcount}
        started = perf_counter()
        for group in groups:
            with connection.transaction():
                for written in (rows for rows in group if rows.table not in full):
                    target = f'COPY "{written.table}" ({_COLUMNS[written.table]}) FROM STDIN'
                    with connection.cursor().copy(target.encode()) as to:
                        to.write(written.rows)
        return perf_counter() - started


def _transactions(connection: psycopg.Connection[tuple[int]], table: str, number: int) -> list[int]:
    number_of = "xmin::text::bigint"  # the transaction that wrote the row
    statement = f'SELECT DISTINCT {number_of} AS n FROM "{table}" WHERE {number_of} > %s ORDER BY n'  # noqa: S608  # our own tables
    return [n for (n,) in connection.execute(statement.encode(), [number])]


def _rows(connection: psycopg.Connection[tuple[int]], table: str, transaction: int) -> bytes:
    statement = f"COPY (SELECT {_COLUMNS[table]} FROM \"{table}\" WHERE xmin = '{transaction}') TO STDOUT"  # noqa: S608  # our own tables
    with connection.cursor().copy(statement.encode()) as parts:
        return b"".join(map(bytes, parts))
