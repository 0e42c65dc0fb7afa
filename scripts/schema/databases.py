"""The two databases whose schema is published: their tables, dialects and guards.

No other script imports a module of tables.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

import sync.facts  # fills the shared metadata
import sync.tables.catalogue  # noqa: F401  # fills the shared metadata
from hq.intake import lane_function
from hq.storage import guards as hq_guards
from hq.storage import schema as hq_schema
from pos_app.storage import tables as station_tables
from pos_app.storage.store import guards as station_guards
from pos_app.storage.store import search_indexes
from sync.tables import shared

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything that the first migration of one database creates."""

    name: str
    title: str
    engine: str
    dialect: Dialect
    tables: tuple[Table, ...]
    """In the order in which they are created."""
    guards: tuple[str, ...]
    """Triggers, policies and indexes of one database, as SQL."""
    initial_sql: Path


SHARED_TABLES = frozenset(shared.metadata.tables)
"""The names of the tables that both databases have."""

STATION = Schema(
    name="station",
    title="The store of a station",
    engine="SQLite",
    dialect=sqlite.dialect(),
    tables=(*shared.metadata.sorted_tables, *station_tables.metadata.sorted_tables),
    guards=(*station_guards.STATEMENTS, *search_indexes.STATEMENTS),
    initial_sql=ROOT / "pos_app/storage/migrations/versions/0001_initial.sql",
)
HQ = Schema(
    name="hq",
    title="The database of HQ",
    engine="PostgreSQL",
    dialect=postgresql.dialect(),  # type: ignore[no-untyped-call]  # has no types
    tables=hq_schema.TABLES,
    guards=(*hq_guards.statements(), *lane_function.statements()),
    initial_sql=ROOT / "hq/storage/migrations/versions/0001_initial.sql",
)
SCHEMAS = (STATION, HQ)
