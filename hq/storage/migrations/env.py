"""Alembic's environment. It uses the connection that `upgrade` passes, and opens none."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
