"""How Alembic reaches the database: the connection is handed over by `upgrade`, never opened here."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
