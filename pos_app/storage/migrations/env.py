"""Alembic's environment. `upgrade` passes the open connection; this file never opens one."""

from alembic import context

import sync.facts  # fills the shared metadata
import sync.tables.catalogue  # noqa: F401  # fills the shared metadata
from pos_app.storage import tables
from sync.tables import shared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[shared.metadata, tables.metadata],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
