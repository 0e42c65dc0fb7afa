"""Disputes at HQ: what is claimed, how it ended, and what was said of it meanwhile. Nothing is changed or deleted.

The case as it stands is a row of the shared `conflict_case`, which its station gets.
"""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table
from sqlalchemy.schema import SchemaItem

from sync.tables import shared
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key

metadata = MetaData(naming_convention=shared.metadata.naming_convention)


def conflict_table(name: str, *parts: SchemaItem) -> Table:
    """A table of disputes, led by the tenant."""
    return Table(name, metadata, Column("tenant_id", Id, primary_key=True), *parts)


dispute = conflict_table(
    "dispute", key("thing", String), Column("settled", Integer, nullable=False),
    Index(None, "tenant_id", "settled"),
)  # fmt: skip
"""One row a contested thing; its lock puts those who judge it in line. A new claim makes `settled` 0 again."""
conflict_claim = conflict_table(
    "conflict_claim", key("id"), key("said", String), Column("thing", String, nullable=False),
    Column("body", String, nullable=False), Column("filed_at", Instant, nullable=False),
    Index(None, "tenant_id", "thing"),
)  # fmt: skip
"""What a side claims, in canonical JSON. A claim found again with more to say is another row with its own `said`."""
conflict_resolution = conflict_table(
    "conflict_resolution", key("case_id"), Column("id", Id, nullable=False), Column("body", String, nullable=False),
    Column("resolved_at", Instant, nullable=False),
)  # fmt: skip
"""Its key is what makes closing a case twice impossible."""
conflict_history = conflict_table(
    "conflict_history", key("case_id"), key("no", Integer), Column("act", String, nullable=False),
    Column("at", Instant, nullable=False), Column("body", String, nullable=False),
)  # fmt: skip
"""What was proposed, each time that it changed, how it was closed, and what came too late to close it."""
