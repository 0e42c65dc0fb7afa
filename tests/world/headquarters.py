"""HQ in the world: its real application over its real PostgreSQL, which can be killed at any statement."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from random import Random
from typing import Any, ClassVar
from uuid import UUID

import httpx
import psycopg
from sqlalchemy import event, text

from hq.app import create_app
from hq.key_seal import KeySeal
from hq.office import Office, open_office
from hq.people.accounts import Author
from hq.recovery.recovery import recover
from hq.settings import Limits
from hq.storage.database import Database
from hq.storage.issue_log import IssueLog
from sync.line.messages import Acknowledged
from tests.world import one_thread
from tests.world.faults import Faults, HqFuse, Tally
from tests.world.schedule import Schedule

_AT = "WHERE tenant_id = :tenant AND station_id = :station AND epoch = :epoch AND seq = :seq"
_THERE = text(f"SELECT hash FROM journal {_AT} UNION ALL SELECT hash FROM quarantine {_AT}")  # noqa: S608  # two tables of our own
_NO_LIMIT = Limits(per_token="100000000/second", per_address="100000000/second")
Wrong = Callable[[str], None]


class Headquarters:
    """HQ as the stations' lines reach it, and as its administrators do."""

    office: Office
    fuse: HqFuse

    def __init__(self, schedule: Schedule, chance: Random, issued: IssueLog, wrong: Wrong) -> None:
        self.schedule, self.wrong, self.url = schedule, wrong, ""
        self._chance, self._issued, self._running = chance, issued, ExitStack()
        self.faults = Faults.none()
        self.tally = Tally()
        self.is_held = False
        """Whether an administrator's transaction is open, and others may have to give up waiting for it."""
        self._transport: httpx.BaseTransport | None = None

    @property
    def tenant_id(self) -> UUID:
        """The one tenant of the world."""
        return TENANT_ID

    @property
    def administrator(self) -> Author:
        """Whoever sits at HQ."""
        return Author(TENANT_ID, None)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the application."""
        assert self._transport is not None
        self.tally.add("requests")
        return self._transport.handle_request(request)

    def must_have(self, said: Acknowledged, request: httpx.Request) -> None:
        """What is acknowledged is there, whatever happens next."""
        self.fuse.put_out()
        station_id = UUID(request.url.path.split("/")[3])
        place = {"tenant": TENANT_ID, "station": station_id, "epoch": said.epoch, "seq": said.acknowledged}
        with self.office.database.tenant(TENANT_ID) as tx:
            found = {bytes(hash_).hex() for hash_ in tx.execute(_THERE, place).scalars()}
        if said.acknowledged and said.head_hash not in found:
            self.wrong(f"HQ acknowledged {said.epoch}/{said.acknowledged} and does not have it")

    def open(self, url: str) -> None:
        """Run over a database in which the house is loaded; what runs over another one ends."""
        self.close()
        self.url, self.fuse = url, HqFuse(url)
        database = self._running.enter_context(closing(Database(url)))
        _make_killable(database, self.fuse)
        found = open_office(database, self.schedule, self._chance.randbytes, KeySeal(bytes(32)), self._issued)
        self.office = recover(found)
        self._transport = self._running.enter_context(one_thread.running(create_app(self.office, _NO_LIMIT)))

    def close(self) -> None:
        """End."""
        self._running.close()


TENANT_ID = UUID("bae0b365-477b-5cb4-a612-61cac53aeaa3")
"""Of the house in house.toml."""


def _make_killable(database: Database, fuse: HqFuse) -> None:
    class KillableCursor(psycopg.Cursor[Any]):
        """Asks before each statement whether it is still alive."""

        lit: ClassVar[HqFuse] = fuse

        def execute(self, *statement: Any, **options: Any) -> "KillableCursor":
            self.lit.statement(self.connection.info.backend_pid)
            super().execute(*statement, **options)
            return self

        def executemany(self, *statement: Any, **options: Any) -> None:
            self.lit.statement(self.connection.info.backend_pid)
            super().executemany(*statement, **options)

    def connected(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.cursor_factory = KillableCursor

    def committing(_connection: object) -> None:
        fuse.commit()

    engine = database._engine
    event.listen(engine, "connect", connected)
    event.listen(engine, "commit", committing)
