"""The SQL of Citus: what it has, and the functions that spread a table."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, text

from hq.storage.guards import APP, PLATFORM

_VERSION = text("SELECT extversion FROM pg_extension WHERE extname = 'citus'")
_INSTALLED = text("SELECT count(*) FROM pg_available_extensions WHERE name = 'citus'")
_SUPERUSER = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
_GROUP = text("SELECT groupid FROM pg_dist_local_group")
_NODES = text("SELECT nodename || ':' || nodeport FROM pg_dist_node WHERE isactive AND shouldhaveshards ORDER BY 1")
_PLACED = text("""
    SELECT c.relname, p.partmethod, p.repmodel, p.colocationid,
        CASE p.partmethod WHEN 'h' THEN column_to_column_name(p.logicalrelid, p.partkey) END
    FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid
    WHERE c.relnamespace = 'public'::regnamespace
""")
_ON_EVERY_NODE = text("SELECT nodeid, success, result FROM run_command_on_all_nodes(:command)")
_UNSAFE_TRIGGERS = text("SET LOCAL citus.enable_unsafe_triggers = on")
_LONGEST_WAIT = text("SET LOCAL lock_timeout = '30s'")

LOGIN_ROLES = f"""DO $$ DECLARE role text; BEGIN
    -- Each server is told by itself, so none of them tells the others.
    PERFORM set_config('citus.enable_ddl_propagation', 'off', true);
    PERFORM set_config('citus.enable_create_role_propagation', 'off', true);
    PERFORM set_config('citus.enable_alter_role_propagation', 'off', true);
    FOREACH role IN ARRAY ARRAY['{APP}', '{PLATFORM}'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN EXECUTE format('CREATE ROLE %I', role); END IF;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS', role);
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
    END LOOP;
END $$"""  # names of our own roles
"""Between its servers Citus connects as the role of the transaction, so that role must be one that may connect."""


class Placed(NamedTuple):
    """A table that Citus has: spread by a column (`h`) in a group of tables that lie together, or whole (`n`)."""

    name: str
    method: str
    replication: str
    group: int
    column: str | None


class Answer(NamedTuple):
    """What one server answered to a command."""

    node: int
    success: bool
    result: str


def version(connection: Connection) -> str | None:
    """The version of the extension in this database; None if it was not created."""
    release: str | None = connection.execute(_VERSION).scalar_one_or_none()
    return release


def is_installed(connection: Connection) -> bool:
    """Whether the server has the files of the extension."""
    return bool(connection.execute(_INSTALLED).scalar_one())


def is_superuser(connection: Connection) -> bool:
    """Whether the connection is a superuser's."""
    return bool(connection.execute(_SUPERUSER).scalar_one())


def is_coordinator(connection: Connection) -> bool:
    """Whether this server is the coordinator, or the only one."""
    return int(connection.execute(_GROUP).scalar_one()) == 0


def nodes(connection: Connection) -> list[str]:
    """The address of each server that may have shards."""
    return list(connection.execute(_NODES).scalars())


def placed(connection: Connection) -> dict[str, Placed]:
    """What Citus has of each table."""
    return {row[0]: Placed._make(row) for row in connection.execute(_PLACED)}


def on_every_node(connection: Connection, command: str) -> Iterable[Answer]:
    """Run a command on every server, this one included."""
    return [Answer._make(row) for row in connection.execute(_ON_EVERY_NODE, {"command": command})]


def spread(connection: Connection, statement: str) -> None:
    """Run a statement that spreads a table, with its triggers. Waits at most 30 s for the table's lock."""
    connection.execute(_LONGEST_WAIT)
    connection.execute(_UNSAFE_TRIGGERS)
    connection.execute(text(statement.replace(":", r"\:")))


def plan_by_values(connection: Connection, function: str) -> None:
    """Plan the statements of a function anew with the values of each call, which tell Citus the server."""
    connection.execute(text(f"ALTER FUNCTION public.{function} SET plan_cache_mode = force_custom_plan"))


def count(connection: Connection, table: str) -> int:
    """How many rows a table has, of all tenants."""
    return int(connection.execute(text(f'SELECT count(*) FROM public."{table}"')).scalar_one())  # noqa: S608  # our own
