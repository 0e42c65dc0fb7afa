"""HQ's PostgreSQL: a pool of connections, transactions of one tenant, and the adapters of the driver."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import Unavailable
from domain.rights import Holder
from hq.storage.guards import APP, PLATFORM, TENANT_SETTING
from hq.storage.issue_log import LineBody
from sync.tables.transaction import Tx, driver_forms

# An aborted pipeline raises; the driver's warning about it would repeat the exception.
logging.getLogger("psycopg").setLevel(logging.ERROR)

_TIMEOUT_S = 10
"""How long a connection may take to open, and a transaction to get one from the pool."""
_REPEATABLE_READ = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
_TO_WORKERS = "SET LOCAL citus.propagate_set_commands = 'local'"
"""Lets Citus repeat every later SET LOCAL on its other servers; it does not repeat `set_config()`. Any other PostgreSQL
takes it as a setting that nobody reads."""


def _settings(role: str, tenant: str) -> tuple[str, ...]:
    """The statements that make a transaction one of a tenant."""
    return _TO_WORKERS, f"SET LOCAL ROLE {role}", f"SET LOCAL {TENANT_SETTING} = '{tenant}'"


class TenantTx(Tx):
    """A transaction of one tenant. It collects the grants made in it, and calls `last` right before the commit."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.granted: list[tuple[Holder, LineBody]] = []
        self.last: Callable[[], None] = lambda: None


class DatabaseUnavailable(Unavailable):
    """PostgreSQL does not answer, or aborted the transaction.

    When it stopped answering during the commit, nobody knows whether the changes of the request were kept.
    """

    code: ClassVar[str] = "DATABASE_UNAVAILABLE"


class Database:
    """One database. A transaction commits whole or not at all; `tenant` opens one that sees the rows of one tenant."""

    def __init__(self, url: str, *, connections: int = 16) -> None:
        """Opens no connection; the first transaction does. `connections` limits the pool."""
        self.url, self.connections = _address(url), connections
        self._engine = create_engine(
            self.url,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=_TIMEOUT_S,
            pool_use_lifo=True,
            connect_args={"connect_timeout": _TIMEOUT_S, "application_name": "taquilla-hq"},
        )
        event.listen(self._engine, "connect", _adapt)

    @contextmanager
    def tenant(self, tenant_id: UUID) -> Iterator[TenantTx]:
        """A transaction that reads and writes the rows of one tenant. Raises DatabaseUnavailable."""
        with self._transaction(APP, str(tenant_id)) as connection:
            tx = TenantTx(connection)
            yield tx
            tx.last()

    @contextmanager
    def snapshot(self, tenant_id: UUID) -> Iterator[Tx]:
        """A transaction of one tenant in which every statement sees the same state (REPEATABLE READ)."""
        with self.owner() as connection:
            connection.execute(_REPEATABLE_READ)
            self._enter(connection, APP, str(tenant_id))
            yield Tx(connection)

    @contextmanager
    def platform(self) -> Iterator[Tx]:
        """A transaction without a tenant, for tenants, the look-up of an enrolment code, and incarnations."""
        with self._transaction(PLATFORM, "") as connection:
            yield Tx(connection)

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """A transaction as the role that owns the tables. Only migrations need it."""
        with _unavailable(str(self.url.host or "socket")), self._engine.begin() as connection:
            yield connection

    async def connect_alone(self) -> psycopg.AsyncConnection[Any]:
        """A connection outside the pool, for the event loop. `enter` begins its transactions. Raises psycopg.Error."""
        return await psycopg.AsyncConnection.connect(
            self.conninfo, connect_timeout=_TIMEOUT_S, application_name="taquilla-hq"
        )

    @staticmethod
    async def enter(connection: psycopg.AsyncConnection[Any], tenant_id: UUID) -> None:
        """Begin a transaction of one tenant on a connection outside the pool."""
        for setting in _settings(APP, str(tenant_id)):
            await connection.execute(setting.encode(), prepare=False)

    @property
    def conninfo(self) -> str:
        """The connection string for a connection outside the pool, such as one that listens."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, role: str, tenant: str) -> Iterator[Connection]:
        with self.owner() as connection:
            self._enter(connection, role, tenant)
            yield connection

    def _enter(self, connection: Connection, role: str, tenant: str) -> None:
        """Take a role and a tenant until the transaction ends, in one round trip."""
        driver: Any = connection.connection.driver_connection
        try:
            with driver.pipeline():
                for setting in _settings(role, tenant):
                    # Not prepared: it is quick to parse, and one text for each tenant would fill the cache.
                    driver.execute(setting, prepare=False)
        except psycopg.OperationalError:
            if driver.broken:  # the server went away, and with it every connection that waits in the pool
                self._engine.dispose()
            raise


@contextmanager
def _unavailable(server: str) -> Iterator[None]:
    """Raise DatabaseUnavailable for failures of the network, the server or the pool."""
    try:
        yield
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise DatabaseUnavailable("database", f"{server}: {type(error).__name__}") from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.OperationalError):
            raise DatabaseUnavailable("database", f"{server}: {type(error.orig).__name__}") from error
        raise


def _address(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _adapt(connection: psycopg.Connection[Any], _record: object) -> None:
    """Convert values that bypass SQLAlchemy's column types to the same forms as those types do."""
    for kind, form in driver_forms().items():
        if kind is not UUID:  # psycopg sends a UUID as it is
            connection.adapters.register_dumper(kind, _dumper("int8" if kind is datetime else "text", form))


@cache
def _dumper(sql_type: str, form: Callable[[Any], object]) -> type[Dumper]:
    class Form(Dumper):
        """Writes a value as its column stores it."""

        oid = psycopg.adapters.types[sql_type].oid

        def dump(self, obj: Any) -> bytes:
            return str(form(obj)).encode()

    return Form
