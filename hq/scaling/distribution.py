"""Spreading HQ's tables over the servers of Citus, table by table. It can be stopped and run again at any time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from domain.errors import Refused
from hq.intake import lane_function
from hq.scaling.layout import DISTRIBUTED, DISTRIBUTION_COLUMN, REFERENCE
from hq.scaling.rows import citus
from hq.scaling.rules import Breach, breaches
from hq.storage import migrations
from hq.storage.database import Database

LEAST_VERSION = (11, 0)
"""The first release of Citus in which row security and roles reach the other servers."""


@dataclass(eq=False)
class CitusAbsent(Refused):
    """The PostgreSQL server does not have the extension Citus."""

    code: ClassVar[str] = "CITUS_ABSENT"


@dataclass(eq=False)
class CitusNotCreated(Refused):
    """The PostgreSQL server has the extension Citus, but this database does not."""

    code: ClassVar[str] = "CITUS_NOT_CREATED"


@dataclass(eq=False)
class CitusTooOld(Refused):
    """This release of Citus does not take row security to its other servers."""

    code: ClassVar[str] = "CITUS_TOO_OLD"

    version: str
    least: str = ".".join(map(str, LEAST_VERSION))


@dataclass(eq=False)
class NotCoordinator(Refused):
    """The URL is that of a worker; only the coordinator spreads tables."""

    code: ClassVar[str] = "CITUS_WORKER"


@dataclass(eq=False)
class NoNodes(Refused):
    """Citus has no server that may hold rows."""

    code: ClassVar[str] = "CITUS_NO_NODES"


@dataclass(eq=False)
class NotSuperuser(Refused):
    """The role of the URL is no superuser: row security would hide the rows that are to be moved."""

    code: ClassVar[str] = "CITUS_ROLE"


@dataclass(eq=False)
class NotDistributable(Refused):
    """Tables of this database break rules of Citus."""

    code: ClassVar[str] = "NOT_DISTRIBUTABLE"

    broken: tuple[Breach, ...]


@dataclass(eq=False)
class DistributedOtherwise(Refused):
    """Citus has this table in another way than HQ needs it."""

    code: ClassVar[str] = "DISTRIBUTED_OTHERWISE"

    table: str


@dataclass(eq=False)
class DistributionStopped(Refused):
    """A server refused a step. The tables before it are spread, this one is as it was."""

    code: ClassVar[str] = "DISTRIBUTION_STOPPED"

    table: str
    cause: str


@dataclass(frozen=True, slots=True)
class Step:
    """A statement that spreads a table."""

    table: str
    statement: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left to do, how many tables are as they should be, and the servers that get the rows."""

    steps: Sequence[Step]
    done: int
    nodes: Sequence[str]


def plan(database: Database) -> Plan:
    """What is left to do. Changes nothing.

    Raises SchemaBehind, SchemaAhead, CitusAbsent, CitusNotCreated, CitusTooOld, NotCoordinator, NoNodes, NotSuperuser,
    NotDistributable or DistributedOtherwise.
    """
    migrations.check(database)
    with database.owner() as connection:
        _must_have_citus(connection)
        if not citus.is_coordinator(connection):
            raise NotCoordinator
        nodes = citus.nodes(connection)
        if not nodes:
            raise NoNodes
        if not citus.is_superuser(connection):
            raise NotSuperuser
        if broken := breaches(connection):
            raise NotDistributable(tuple(broken))
        placed = citus.placed(connection)
    steps = tuple(_steps(placed))
    return Plan(steps, len(REFERENCE) + len(DISTRIBUTED) - len(steps), nodes)


def carry_out(database: Database, planned: Plan, progress: Callable[[int, Step], None]) -> None:
    """Let the roles connect to every server, and spread table by table. `progress` is called before each.

    Raises DistributionStopped.
    """
    with database.owner() as connection, _stopping("taquilla_app"):
        for answer in citus.on_every_node(connection, citus.LOGIN_ROLES):
            if not answer.success:
                raise DistributionStopped("taquilla_app", answer.result)
        citus.plan_by_values(connection, lane_function.NAME)
    for number, step in enumerate(planned.steps, start=1):
        progress(number, step)
        _take(database, step)


def _take(database: Database, step: Step) -> None:
    with database.owner() as connection, _stopping(step.table):
        before = citus.count(connection, step.table)
        citus.spread(connection, step.statement)
        after = citus.count(connection, step.table)
        if after != before:  # the transaction is undone
            raise DistributionStopped(step.table, f"{before} rows before, {after} after")


@contextmanager
def _stopping(table: str) -> Iterator[None]:
    """Raise DistributionStopped for what a server refuses."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise DistributionStopped(table, str(error.orig).partition("\n")[0]) from error


def _must_have_citus(connection: Connection) -> None:
    version = citus.version(connection)
    if version is None:
        raise CitusNotCreated if citus.is_installed(connection) else CitusAbsent
    if tuple(int(part) for part in version.replace("-", ".").split(".")[:2]) < LEAST_VERSION:
        raise CitusTooOld(version)


def _steps(placed: dict[str, citus.Placed]) -> Iterator[Step]:
    for table in REFERENCE:
        if table.name not in placed:
            yield Step(table.name, f"SELECT create_reference_table('public.{table.name}')")
        elif (placed[table.name].method, placed[table.name].replication) != ("n", "t"):
            raise DistributedOtherwise(table.name)
    spread = [placed[table.name] for table in DISTRIBUTED if table.name in placed]
    first = spread[0].name if spread else None
    for table in DISTRIBUTED:
        beside = f"'public.{first}'" if first else "'none'"
        if table.name not in placed:
            first = first or table.name
            yield Step(
                table.name,
                f"SELECT create_distributed_table('public.{table.name}', '{DISTRIBUTION_COLUMN}', "
                f"colocate_with => {beside})",
            )
        elif (placed[table.name].column, placed[table.name].group) != (DISTRIBUTION_COLUMN, spread[0].group):
            raise DistributedOtherwise(table.name)
