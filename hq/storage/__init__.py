"""PostgreSQL: tables, migrations, and transactions of one tenant."""
