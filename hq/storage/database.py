"""HQ's PostgreSQL: a pool of connections, transactions of one tenant, and how values reach the driver."""

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
from hq.storage.issue_log import Said
from sync.tables.transaction import Tx, driver_forms

# An aborted pipeline is told by its exception; the driver warns of it besides.
logging.getLogger("psycopg").setLevel(logging.ERROR)

_PATIENCE_S = 10
_AT_ONE_INSTANT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
_ENTER = text(f"SELECT set_config('role', :role, true), set_config('{TENANT_SETTING}', :tenant, true)")


class TenantTx(Tx):
    """A transaction of one tenant; what it grants is gathered, and `last` is done before it commits."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.granted: list[tuple[Holder, Said]] = []
        self.last: Callable[[], None] = lambda: None


class DatabaseUnavailable(Unavailable):
    """PostgreSQL does not answer, or gave the transaction up: nothing of it was kept."""

    code: ClassVar[str] = "DATABASE_UNAVAILABLE"


class Database:
    """One database. A transaction commits whole or not at all; `tenant` sees the rows of one tenant only."""

    def __init__(self, url: str, *, connections: int = 16) -> None:
        """Nothing is opened before the first transaction."""
        self.url = _address(url)
        self._engine = create_engine(
            self.url,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=_PATIENCE_S,
            pool_use_lifo=True,
            connect_args={"connect_timeout": _PATIENCE_S, "application_name": "taquilla-hq"},
        )
        event.listen(self._engine, "connect", _adapt)

    @contextmanager
    def tenant(self, tenant_id: UUID) -> Iterator[TenantTx]:
        """A transaction that sees and writes the rows of one tenant."""
        with self._transaction(APP, str(tenant_id)) as connection:
            tx = TenantTx(connection)
            yield tx
            tx.last()

    @contextmanager
    def snapshot(self, tenant_id: UUID) -> Iterator[Tx]:
        """The same at one instant: every statement sees the database as it was at the first (REPEATABLE READ)."""
        with self.owner() as connection:
            connection.execute(_AT_ONE_INSTANT)
            connection.execute(_ENTER, {"role": APP, "tenant": str(tenant_id)})
            yield Tx(connection)

    @contextmanager
    def platform(self) -> Iterator[Tx]:
        """A transaction for what has no tenant yet: the list of tenants, finding an enrolment code, the incarnation."""
        with self._transaction(PLATFORM, "") as connection:
            yield Tx(connection)

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """A transaction as the role that owns the tables: for migrations only."""
        with _named(str(self.url.host or "socket")), self._engine.begin() as connection:
            yield connection

    @property
    def conninfo(self) -> str:
        """For a connection that listens, outside the pool."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, role: str, tenant: str) -> Iterator[Connection]:
        with self.owner() as connection:
            connection.execute(_ENTER, {"role": role, "tenant": tenant})
            yield connection


@contextmanager
def _named(server: str) -> Iterator[None]:
    """Turn what the network, the server or the pool say into DatabaseUnavailable."""
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
    """Rows that bypass SQLAlchemy's column types reach the driver in the same forms."""
    for kind, form in driver_forms().items():
        if kind is not UUID:  # native
            connection.adapters.register_dumper(kind, _dumper("int8" if kind is datetime else "text", form))


@cache
def _dumper(sql_type: str, form: Callable[[Any], object]) -> type[Dumper]:
    class Form(Dumper):
        """Says a value as its column stores it."""

        oid = psycopg.adapters.types[sql_type].oid

        def dump(self, obj: Any) -> bytes:
            return str(form(obj)).encode()

    return Form
