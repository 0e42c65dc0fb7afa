"""HQ in a world: the real application over a real PostgreSQL, which can be killed at any statement."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from random import Random
from typing import Any, ClassVar
from uuid import UUID

import httpx
import psycopg
from sqlalchemy import event, text

from hq.app import create_app
from hq.office import Office, open_office
from hq.people.accounts import Author
from hq.recovery.recovery import recover
from hq.settings import Limits
from hq.storage.database import Database
from hq.storage.issue_log import IssueLog
from sync.line.messages import Acknowledged
from tests.builders.office import SEAL
from tests.world import one_thread
from tests.world.faults import Faults, HqFuse, Tally
from tests.world.schedule import Schedule

_AT = "WHERE tenant_id = :tenant AND station_id = :station AND epoch = :epoch AND seq = :seq"
_HASHES = text(f"SELECT hash FROM journal {_AT} UNION ALL SELECT hash FROM quarantine {_AT}")  # noqa: S608  # two tables of our own
_NO_LIMIT = Limits(per_token="100000000/second", per_address="100000000/second")
Wrong = Callable[[str], None]


class Headquarters:
    """HQ for the stations' lines, which send requests, and for its staff, who call its use cases."""

    office: Office
    fuse: HqFuse

    def __init__(self, schedule: Schedule, chance: Random, issued: IssueLog, wrong: Wrong) -> None:
        self.schedule, self.wrong, self.url = schedule, wrong, ""
        self._chance, self._issued, self._running = chance, issued, ExitStack()
        self.faults = Faults.none()
        self.tally = Tally()
        self.is_held = False
        """Whether a transaction of staff is open: other transactions may time out while they wait for it."""
        self._transport: httpx.BaseTransport | None = None

    @property
    def tenant_id(self) -> UUID:
        """The one tenant of the world."""
        return TENANT_ID

    @property
    def administrator(self) -> Author:
        """The author of every act of staff."""
        return Author(TENANT_ID, None)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the application."""
        assert self._transport is not None
        self.tally.add("requests")
        return self._transport.handle_request(request)

    def must_have(self, acknowledged: Acknowledged, request: httpx.Request) -> None:
        """Report a finding unless the acknowledged entry is committed in HQ's database."""
        self.fuse.put_out()
        station_id = UUID(request.url.path.split("/")[3])
        epoch, seq = acknowledged.epoch, acknowledged.acknowledged
        position = {"tenant": TENANT_ID, "station": station_id, "epoch": epoch, "seq": seq}
        with self.office.database.tenant(TENANT_ID) as tx:
            hashes = {bytes(hash_).hex() for hash_ in tx.execute(_HASHES, position).scalars()}
        if seq and acknowledged.head_hash not in hashes:
            self.wrong(f"HQ acknowledged {epoch}/{seq} and does not have it")

    def open(self, url: str) -> None:
        """Run HQ on a database in which the house is loaded, after closing the HQ that runs now."""
        self.close()
        self.url, self.fuse = url, HqFuse(url)
        database = self._running.enter_context(closing(Database(url)))
        _make_killable(database, self.fuse)
        office = open_office(database, self.schedule, self._chance.randbytes, SEAL, self._issued)
        self.office = recover(office)
        self._transport = self._running.enter_context(one_thread.running(create_app(self.office, _NO_LIMIT)))

    def close(self) -> None:
        """Stop HQ."""
        self._running.close()


TENANT_ID = UUID("bae0b365-477b-5cb4-a612-61cac53aeaa3")
"""The organisation of house.toml."""


def _make_killable(database: Database, fuse: HqFuse) -> None:
    class KillableCursor(psycopg.Cursor[Any]):
        """Asks the fuse before each statement whether HQ is killed there."""

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
