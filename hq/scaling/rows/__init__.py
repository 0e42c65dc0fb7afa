"""The SQL of spreading the tables: PostgreSQL's catalogue and that of Citus."""
