"""Databases for tests, reused: deleting what a test wrote takes less time than creating another database."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count

import psycopg
from psycopg.rows import TupleRow

from hq.postgres.embedded import EmbeddedPostgres
from hq.storage.database import Database

_Connection = psycopg.Connection[TupleRow]

_KEEP = """
    CREATE SCHEMA kept;
    DO $$ DECLARE name text; filled bool; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
            IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name); END IF;
        END LOOP;
    END $$
"""
_PUT_BACK = """
    BEGIN;
    SET LOCAL lock_timeout = '2s';
    SET LOCAL session_replication_role = replica;  -- neither triggers nor foreign keys: rows go and come in any order
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('DELETE FROM public.%I', name);
        END LOOP;
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
            EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', name, name);
        END LOOP;
    END $$;
    COMMIT
"""
_SHAPE = """
    SELECT sum(hashtext(made)) FROM (
        SELECT oid || ' ' || xmin FROM pg_class UNION ALL SELECT oid || ' ' || xmin FROM pg_trigger UNION ALL
        SELECT oid || ' ' || xmin FROM pg_proc UNION ALL SELECT oid || ' ' || xmin FROM pg_policy UNION ALL
        SELECT oid || ' ' || xmin FROM pg_type UNION ALL SELECT oid || ' ' || xmin FROM pg_constraint UNION ALL
        SELECT attrelid || ' ' || attnum || ' ' || xmin FROM pg_attribute UNION ALL
        SELECT setdatabase || ' ' || setrole || ' ' || xmin FROM pg_db_role_setting
    ) AS each(made)
"""
"""A number that changes when tables, columns, triggers, functions, policies or settings are created or altered."""
_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle'
        AND pid <> pg_backend_pid()
"""
"""Connections in a transaction: their writes would appear in the next test."""
_numbers = count(1)


@dataclass(frozen=True)
class _Kept:
    """A database with the initial content, and its shape."""

    database: Database
    shape: object


class Databases:
    """Databases with the same initial content."""

    def __init__(self, server: EmbeddedPostgres, name: str, fill: Callable[[Database], None]) -> None:
        """`fill` creates the initial content."""
        self._server, self._name = server, name
        self._free: list[_Kept] = []
        _run(server.url(), f"CREATE DATABASE {name}")
        with closing(Database(server.url(name))) as first:
            fill(first)
        _run(server.url(name), _KEEP)

    @contextmanager
    def lent(self) -> Iterator[Database]:
        """A database for one test. Its connections stay open, as their caches of the tables serve the next test."""
        kept = self._free.pop() if self._free else self._another()
        try:
            yield kept.database
        finally:
            if _is_put_back(kept):
                self._free.append(kept)
            else:
                kept.database.close()
                _run(self._server.url(), f"DROP DATABASE {kept.database.url.database} WITH (FORCE)")

    def close(self) -> None:
        """Let go of every connection."""
        for kept in self._free:
            kept.database.close()

    def _another(self) -> _Kept:
        name = f"{self._name}_{next(_numbers)}"
        _run(self._server.url(), f"CREATE DATABASE {name} TEMPLATE {self._name} STRATEGY file_copy")
        url = self._server.url(name)
        return _Kept(Database(url), _run(url, _SHAPE))


def _is_put_back(kept: _Kept) -> bool:
    """Whether the database has its initial content again. One connection does it all: each costs a server process."""
    with closing(_connected(kept.database.conninfo)) as connection:
        if _first_row(connection, _AT_WORK) != (0,):
            return False
        try:
            _first_row(connection, _PUT_BACK)
        except psycopg.OperationalError:  # somebody writes there
            return False
        return _first_row(connection, _SHAPE) == kept.shape


def _run(url: str, statements: str) -> object:
    """Run statements on a connection of their own and return the first row of the last one."""
    with closing(_connected(url)) as connection:
        return _first_row(connection, statements)


def _connected(url: str) -> _Connection:
    return psycopg.connect(url, autocommit=True)


def _first_row(connection: _Connection, statements: str) -> object:
    cursor = connection.execute(statements.encode())
    while cursor.nextset():
        pass
    return cursor.fetchone() if cursor.description else None
