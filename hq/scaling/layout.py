"""Where Citus keeps each table: spread over the servers by tenant, or whole on each of them."""

from sqlalchemy import Table

from hq.storage.schema import TABLES
from hq.storage.tables import hq_incarnation

DISTRIBUTION_COLUMN = "tenant_id"

REFERENCE: tuple[Table, ...] = (hq_incarnation,)
"""Small tables of no tenant, which every server has whole."""

DISTRIBUTED: tuple[Table, ...] = tuple(table for table in TABLES if table not in REFERENCE)
"""Tables spread by tenant, each after those that its foreign keys name. All rows of a tenant are on one server."""

LOCAL = ("alembic_version",)
"""Tables that only the coordinator has."""
