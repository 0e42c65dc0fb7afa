"""Every table of HQ's database, in the order of creation."""

from sqlalchemy import Table

import sync.facts  # fills the shared metadata
import sync.tables.catalogue  # noqa: F401  # fills the shared metadata
from hq.storage import conflict_tables, ledger_tables, tables
from sync.tables import shared

TABLES: tuple[Table, ...] = tuple(
    table
    for metadata in (shared.metadata, tables.metadata, ledger_tables.metadata, conflict_tables.metadata)
    for table in metadata.sorted_tables
)
TENANT_TABLES: tuple[Table, ...] = tuple(table for table in TABLES if "tenant_id" in table.columns)
