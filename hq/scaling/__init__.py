"""HQ on more than one PostgreSQL server: the tables spread by tenant over the servers of Citus."""
