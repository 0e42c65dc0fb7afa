"""Reports from a read replica, as long as it is near enough to the primary; otherwise from the primary.

How far the replica is behind is measured at each report: position and time are asked of the primary first, then the
position that the replica has replayed. When that is the same or later, the replica shows all that was committed when
the report was asked for. Otherwise it shows at least what was committed at the time of the last transaction that it
replayed, and the primary's own clock says how long that is ago.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from domain.errors import Refused
from hq.storage.database import Database, DatabaseUnavailable
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

T = TypeVar("T")
_REST_S = 30.0
"""How long a replica that failed is left alone: otherwise each report would wait for it to time out."""
_NOW = text("""
    SELECT clock_timestamp()::text AS at, (CASE current_setting('synchronous_commit')
        WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END)::text AS position
""")
"""Everything committed lies before the position: a commit is seen after it is flushed, unless it waits for no flush."""
_REPLAYED = text("""
    SELECT pg_is_in_recovery() AS follows, pg_last_wal_replay_lsn() >= CAST(:position AS pg_lsn) AS level,
        extract(epoch FROM CAST(:at AS timestamptz) - pg_last_xact_replay_timestamp())::float8 AS behind_s
""")
_IDENTITY = text("""
    SELECT (SELECT system_identifier FROM pg_control_system())::text, oid::text
    FROM pg_database WHERE datname = current_database()
""")


@dataclass(eq=False)
class ForeignReplica(Refused):
    """The database for reports is no copy of HQ's database."""

    code: ClassVar[str] = "REPORTS_FOREIGN"

    host: str


class _NotNear(Exception):  # the replica cannot answer this report; the primary does
    pass


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a report contains, and how many seconds it may be behind the primary; 0 if it lacks nothing."""

    content: T
    behind_s: float


@dataclass(eq=False)
class Replica:
    """A database that follows the primary. It is not used while it is more than `most_s` behind."""

    database: Database
    most_s: float
    clock: Callable[[], float] = time.monotonic
    _rests_until: float = field(default=0.0, init=False)

    def read(self, primary: Database, tenant_id: UUID, query: Callable[[Tx], T]) -> Reading[T]:
        """The report from the replica. Raises _NotNear."""
        if self.clock() < self._rests_until:
            raise _NotNear
        try:
            behind_s = self._behind_s(primary)
            with self.database.snapshot(tenant_id) as tx:
                return Reading(query(tx), behind_s)
        except DatabaseUnavailable as error:
            self._rest("it does not answer: %s", error.cause)
            raise _NotNear from error
        except (psycopg.ProgrammingError, ProgrammingError) as error:
            # It has not replayed a change of the tables. An error of the query itself is the primary's to raise.
            log.info("report from the primary: the replica cannot run the query: %s", type(error).__name__)
            raise _NotNear from error

    def _behind_s(self, primary: Database) -> float:
        with primary.owner() as connection:
            now = connection.execute(_NOW).one()
        with self.database.owner() as connection:
            replayed = connection.execute(_REPLAYED, {"position": now.position, "at": now.at}).one()
        if not replayed.follows:
            self._rest("it follows no server")
            raise _NotNear
        if replayed.level:
            return 0.0
        if replayed.behind_s is None or replayed.behind_s > self.most_s:
            log.info(
                "report from the primary: the replica lacks something, and what it has is from %s s ago",
                replayed.behind_s,
            )
            raise _NotNear
        return max(0.0, float(replayed.behind_s))

    def _rest(self, why: str, *values: object) -> None:
        self._rests_until = self.clock() + _REST_S
        log.warning(f"reports from the primary for {_REST_S:.0f} s: the replica cannot be used, {why}", *values)  # noqa: G004  # constant

    def must_follow(self, primary: Database) -> None:
        """Check that this is a copy of the primary. A replica that does not answer is left for later.

        Raises ForeignReplica.
        """
        with primary.owner() as connection:
            expected = _identity(connection)
        try:
            with self.database.owner() as connection:
                identity = _identity(connection)
        except DatabaseUnavailable as error:
            self._rest("it does not answer: %s", error.cause)
            return
        if identity != expected:
            raise ForeignReplica(str(self.database.url.host or "socket"))


@dataclass(frozen=True, slots=True)
class Reports:
    """Where reports are read."""

    primary: Database
    replica: Replica | None = None

    def read(self, tenant_id: UUID, query: Callable[[Tx], T]) -> Reading[T]:
        """Run a query of one tenant in one consistent view: on the replica if it is near, else on the primary.

        `query` may run twice: a replica aborts what it reads when the primary's changes must not wait for it. Raises
        DatabaseUnavailable.
        """
        if self.replica is not None:
            with suppress(_NotNear):
                return self.replica.read(self.primary, tenant_id, query)
        with self.primary.snapshot(tenant_id) as tx:
            return Reading(query(tx), 0.0)


def _identity(connection: Connection) -> tuple[str, ...]:
    """The cluster and the database in it; a replica has both from its primary."""
    return tuple(connection.execute(_IDENTITY).one())
