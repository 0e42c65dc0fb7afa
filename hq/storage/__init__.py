"""PostgreSQL: tables, migrations, transactions of one tenant."""
