"""Hashes of all tables of a store, to assert which of them changed."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy import Table, select, text
from sqlalchemy.dialects import sqlite

import sync.facts  # fills the shared metadata
import sync.tables.catalogue  # noqa: F401  # fills the shared metadata
from domain.errors import Refused, Unavailable
from pos_app.station import Station
from pos_app.storage import tables as own
from sync.tables import shared

E = TypeVar("E", bound=Refused | Unavailable)
TABLES: tuple[Table, ...] = (*shared.metadata.sorted_tables, *own.metadata.sorted_tables)
# As text for the driver: hundreds of tests read every table twice, and Core would take five times as long.
_QUERIES = {
    table.name: str(select(table).order_by(*table.primary_key).compile(dialect=sqlite.dialect())) for table in TABLES
}


def digests(station: Station) -> dict[str, str]:
    """The hash of the rows of each table."""
    hashes = {}
    with station.database.read() as tx:
        for name, query in _QUERIES.items():
            rows = tx.driver.execute(query).fetchall()
            hashes[name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return hashes


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The tables that differ."""
    return {name for name, digest in before.items() if after[name] != digest}


def count(station: Station, table: str) -> int:
    """The number of rows of a table."""
    with station.database.read() as tx:
        return int(tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  # names of our own


def kinds(station: Station) -> list[str]:
    """The kinds of facts in the journal, in order."""
    with station.database.read() as tx:
        return list(tx.execute(text("SELECT kind FROM journal ORDER BY epoch, seq")).scalars())


def refused(station: Station, attempt: Callable[[], object], why: type[E]) -> E:
    """Assert that the attempt is refused and that no table changed; return the refusal."""
    before = digests(station)
    with pytest.raises(why) as caught:
        attempt()
    assert changed(before, digests(station)) == set()
    return caught.value
