"""One HQ twice: the same pushes are received by `ingest.receive` and by the lane, and both must make the same rows."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy import select

from domain.errors import Refused
from hq.intake import ingest, lane_rows
from hq.intake.group_commit import GroupCommit
from hq.intake.lane import Lane
from hq.intake.lane_rows import RecordedGroup
from hq.journals.arrivals import Arrived
from hq.live.availability import CHANNEL, Notice
from hq.live.gathering import Gathering
from hq.office import Office
from hq.storage.database import Database
from hq.storage.schema import TABLES
from sync.line.messages import Acknowledged
from sync.tables import canonical
from tests.builders.counters import Counter
from tests.builders.office import office_on

Answer = Acknowledged | Refused
_numbers = count(1)


@dataclass
class Twins:
    """Two offices on copies of one database. `by_lane` counts the pushes that the lane recorded by itself."""

    usual: Office
    other: Office
    lane: Lane
    runner: asyncio.Runner
    listeners: Sequence[psycopg.Connection[Any]]
    by_lane: int = 0
    refusals: list[str] = field(default_factory=list)

    def push(self, *counters: Counter) -> list[Answer]:
        """Send what the stations have, to both. The answers are those of both."""
        sent = [Arrived(one.holder.station_id, one.next_push()) for one in counters]
        answers = self.receive(counters[0].holder.tenant_id, sent)
        for one, answer in zip(counters, answers, strict=True):
            if isinstance(answer, Acknowledged):
                one.pushed_to = answer.acknowledged
        return answers

    def receive(self, tenant_id: UUID, sent: Sequence[Arrived], *, together: bool = True) -> list[Answer]:
        """Send these pushes to both, and compare answers, rows and notices.

        Of groups that run side by side (not `together`) neither counts what the other sells, so counters differ.
        """
        usual = list(ingest.receive(self.usual, tenant_id, sent))
        other = self.runner.run(self._put(tenant_id, sent))
        assert list(map(_shown, usual)) == list(map(_shown, other))
        assert rows(self.usual, tenant_id) == rows(self.other, tenant_id)
        usual_updates, other_updates = (_updates(each, with_zones=together) for each in self.listeners)
        assert usual_updates == other_updates
        return usual

    async def _put(self, tenant_id: UUID, sent: Sequence[Arrived]) -> list[Answer]:
        answers = await asyncio.gather(*(self.lane.put(tenant_id, one) for one in sent), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, Refused):
                raise answer
        return [answer for answer in answers if isinstance(answer, (Acknowledged, Refused))]


def _updates(listener: psycopg.Connection[Any], *, with_zones: bool) -> list[str]:
    """What subscribers are told by the notices of a push, which may come in one or in several."""
    gathering = Gathering()
    listener.execute("SELECT 1")  # notices come before the answer
    for notice in listener.notifies(timeout=0):
        read = canonical.decode(notice.payload, Notice)
        if read.changed is not None and not with_zones:
            read = msgspec.structs.replace(read, changed=msgspec.structs.replace(read.changed, zones=()))
        gathering.add(read)
    return sorted(update.event for update in gathering.due(0.0))


def _shown(answer: Answer) -> object:
    return answer if isinstance(answer, Acknowledged) else (type(answer), str(answer))


def rows(office: Office, tenant_id: UUID) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tenant in every table, in the order of the keys."""
    with office.database.tenant(tenant_id) as tx:
        return {
            table.name: [
                tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))
            ]
            for table in TABLES
        }  # fmt: skip


@contextmanager
def twins(office: Office, monkeypatch: Any) -> Iterator[Twins]:
    """Two offices on the database of this one and on a copy of it."""
    url = office.database.url
    office.database.close()  # a template must have no connections
    copy = url.set(database=f"twin_{next(_numbers)}")
    _run(url, f"CREATE DATABASE {copy.database} TEMPLATE {url.database} STRATEGY file_copy")
    with ExitStack() as stack:
        stack.callback(_run, url, f"DROP DATABASE {copy.database} WITH (FORCE)")
        database = stack.enter_context(closing(Database(copy.render_as_string(hide_password=False))))
        usual, other = office_on(office.database, office.clock, "twin"), office_on(database, office.clock, "twin")
        listeners = [stack.enter_context(_listener(each)) for each in (usual, other)]
        runner = stack.enter_context(asyncio.Runner())
        lane = Lane(other, GroupCommit(partial(ingest.receive, other)))
        stack.callback(lambda: runner.run(lane.aclose()))
        made = Twins(usual, other, lane, runner, listeners)
        call = lane_rows.call

        async def counted(*arguments: Any) -> RecordedGroup:
            try:
                recorded = await call(*arguments)
            except psycopg.Error as error:
                made.refusals.append(str(error).partition("\n")[0])
                raise
            made.by_lane += len(arguments[2])
            return recorded

        monkeypatch.setattr(lane_rows, "call", counted)
        yield made


@contextmanager
def _listener(office: Office) -> Iterator[psycopg.Connection[Any]]:
    with closing(psycopg.connect(office.database.conninfo, autocommit=True)) as connection:
        connection.execute(f"LISTEN {CHANNEL}".encode())
        yield connection


def _run(url: Any, statement: str) -> None:
    conninfo = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with closing(psycopg.connect(conninfo, autocommit=True)) as connection:
        connection.execute(statement.encode())
