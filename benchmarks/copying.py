"""The reference for ingest: COPY of the rows that HQ wrote, by one connection, transaction by transaction."""

from bisect import bisect_right
from dataclasses import dataclass
from time import perf_counter

import psycopg

from hq.storage.schema import TABLES

_NAMES = [table.name for table in TABLES]


@dataclass(frozen=True, slots=True)
class Written:
    """What one transaction added to one table, as COPY reads it."""

    table: str
    rows: bytes


def mark(url: str) -> int:
    """A transaction number: what is written from now on is greater."""
    with psycopg.connect(url, autocommit=True) as connection:
        [(number,)] = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchall()
    return int(number)


def written_since(url: str, number: int) -> list[list[Written]]:
    """The rows that are there since a mark, by the transaction that kept a part of the journal."""
    with psycopg.connect(url, autocommit=True) as connection:
        begun = _transactions(connection, "journal", number)
        groups: list[list[Written]] = [[] for _ in begun]
        for table in _NAMES:
            found: dict[int, list[bytes]] = {}
            for transaction in _transactions(connection, table, number):
                group = max(bisect_right(begun, transaction) - 1, 0)
                found.setdefault(group, []).append(_rows(connection, table, transaction))
            for group, parts in found.items():
                groups[group].append(Written(table, b"".join(parts)))
    return groups


def copy(url: str, groups: list[list[Written]]) -> float:
    """Seconds to COPY the groups, one transaction each. Tables that had rows before are left out: theirs changed."""
    with psycopg.connect(url, autocommit=True) as connection:
        full = {table for table in _NAMES if connection.execute(f'SELECT FROM "{table}" LIMIT 1'.encode()).rowcount}
        started = perf_counter()
        for group in groups:
            with connection.transaction():
                for written in (each for each in group if each.table not in full):
                    with connection.cursor().copy(f'COPY "{written.table}" FROM STDIN'.encode()) as to:
                        to.write(written.rows)
        return perf_counter() - started


def _transactions(connection: psycopg.Connection[tuple[int]], table: str, number: int) -> list[int]:
    known = "xmin::text::bigint"
    statement = f'SELECT DISTINCT {known} AS n FROM "{table}" WHERE {known} > %s ORDER BY n'  # noqa: S608  # our own tables
    return [n for (n,) in connection.execute(statement.encode(), [number])]


def _rows(connection: psycopg.Connection[tuple[int]], table: str, transaction: int) -> bytes:
    statement = f"COPY (SELECT * FROM \"{table}\" WHERE xmin = '{transaction}') TO STDOUT"  # noqa: S608  # our own tables
    with connection.cursor().copy(statement.encode()) as parts:
        return b"".join(map(bytes, parts))
