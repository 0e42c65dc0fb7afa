"""Disputes at HQ: the claims, the resolutions, and the history of each case. All but `dispute` are append-only.

The current state of a case is a row of the shared `conflict_case`, which its station receives.
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
"""One row for each contested object, named by `thing`. Judging locks it; a new claim sets `settled` to 0 again."""
conflict_claim = conflict_table(
    "conflict_claim", key("id"), key("said", String), Column("thing", String, nullable=False),
    Column("body", String, nullable=False), Column("filed_at", Instant, nullable=False),
    Index(None, "tenant_id", "thing"),
)  # fmt: skip
"""The claim of one side, in canonical JSON. `said` is its hash: a claim with more evidence is another row."""
conflict_resolution = conflict_table(
    "conflict_resolution", key("case_id"), Column("id", Id, nullable=False), Column("body", String, nullable=False),
    Column("resolved_at", Instant, nullable=False),
)  # fmt: skip
"""The act that closed a case. The key makes closing a case twice impossible."""
conflict_history = conflict_table(
    "conflict_history", key("case_id"), key("no", Integer), Column("act", String, nullable=False),
    Column("at", Instant, nullable=False), Column("body", String, nullable=False),
)  # fmt: skip
"""Every proposal for a case, the act that closed it, and acts that came too late."""
