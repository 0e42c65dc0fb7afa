"""Copies of HQ's database, and helpers for what happens before and after one is restored."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import psycopg
from sqlalchemy import select

from domain.rights import GrantId, NumberGrant, SeatGrant, spans
from hq.conflicts import cases
from hq.office import Office
from hq.rights import grants
from hq.rights.grants import Numbers
from hq.storage import ledger_tables
from hq.storage.database import Database, TenantTx
from hq.storage.issue_log import IssueLog
from tests.builders import stations as small
from tests.builders.counters import Counter
from tests.builders.office import office_on

_names = count(1)
BLOCK = 10


@dataclass
class Safe:
    """Copies of HQ's database, like backups of the server."""

    stack: ExitStack

    def copy_of(self, office: Office) -> str:
        """Copy the database as it is now, and return the name of the copy."""
        name = f"copy_{next(_names)}"
        self._run(office, f'CREATE DATABASE {name} TEMPLATE "{office.database.url.database}" STRATEGY file_copy')
        self.stack.callback(self._run, office, f"DROP DATABASE {name} WITH (FORCE)")
        return name

    def opened(self, office: Office, name: str, issued: IssueLog) -> Office:
        """HQ over a copy."""
        url = office.database.url.set(database=name).render_as_string(hide_password=False)
        database = self.stack.enter_context(closing(Database(url)))
        return office_on(database, office.clock, name, issued)

    @staticmethod
    def _run(office: Office, statement: str) -> None:
        office.database.close()  # PostgreSQL copies no database that has connections
        url = office.database.url.set(drivername="postgresql", database="postgres")
        with closing(psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)) as connection:
            connection.execute(statement.encode())


PutBack = Callable[[Office, str], Office]


def numbers(office: Office, to: Counter) -> NumberGrant:
    with office.database.tenant(to.holder.tenant_id) as tx:
        return grants.grant_numbers(tx, office, to.holder, Numbers("A", BLOCK))


def stop_after_writing(tx: TenantTx) -> None:
    """End the program when the lines are on the disk and the transaction is open."""
    write = tx.last

    def stop() -> None:
        write()
        raise KeyboardInterrupt

    tx.last = stop


def stop_before_the_commit(*to: Counter) -> None:
    office = to[0].office
    with office.database.tenant(to[0].holder.tenant_id) as tx:
        for station in to:
            grants.grant_numbers(tx, office, station.holder, Numbers("A", BLOCK))
        stop_after_writing(tx)


def seats(office: Office, to: Counter, *names: str) -> SeatGrant:
    performance = small.offering(to.station).performance.id
    grant = SeatGrant(GrantId(office.ids.new()), performance, spans(map(small.seat_id, names)))
    with office.database.tenant(to.holder.tenant_id) as tx:
        return grants.grant_seats(tx, office, to.holder, grant)


def move_to(office: Office, station: Counter) -> None:
    """Open a session of the counter with the restored HQ, and push what HQ lacks."""
    station.office = office
    station.pushed_to = station.open_session().acknowledged
    station.push()


def open_cases(office: Office, tenant_id: UUID) -> int:
    with office.database.tenant(tenant_id) as tx:
        return cases.count_open(tx, tenant_id)


def rights(office: Office, tenant_id: UUID) -> set[tuple[UUID, int]]:
    t = ledger_tables.number_right.c
    with office.database.tenant(tenant_id) as tx:
        return {(row.station_id, row.first) for row in tx.execute(select(t.station_id, t.first))}
