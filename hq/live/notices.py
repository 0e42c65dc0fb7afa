"""Live updates: PostgreSQL's notices heard once in this process, and passed on to whoever listens to a tenant."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
import psycopg
from psycopg import sql

from hq.live.availability import CHANNEL, Notice
from hq.storage.database import Database
from sync.tables import canonical

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.1
_TRY_AGAIN_AFTER_S = 1.0
_MOST_UNHEARD = 256
"""Notices that a slow listener may leave; beyond them it is told to look for itself."""

LOOK = None
"""What a listener hears when it may have missed something, and first of all: it asks for the whole."""


class Live:
    """Listens on one connection of its own, whatever the number of listeners."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ears: dict[asyncio.Queue[Notice | None], tuple[UUID, asyncio.AbstractEventLoop]] = {}
        self._guard = threading.Lock()
        self._stands = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._thread.start()

    @asynccontextmanager
    async def listening(self, tenant_id: UUID) -> AsyncIterator[asyncio.Queue[Notice | None]]:
        """A queue of what happens to this tenant from the first LOOK on, which comes when PostgreSQL is heard."""
        ear: asyncio.Queue[Notice | None] = asyncio.Queue(_MOST_UNHEARD)
        with self._guard:
            self._ears[ear] = (tenant_id, asyncio.get_running_loop())
            if self._stands:
                ear.put_nowait(LOOK)
        try:
            yield ear
        finally:
            with self._guard:
                del self._ears[ear]

    def close(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.info("live updates lost: %s", type(error).__name__)
                self._stopping.wait(_TRY_AGAIN_AFTER_S)
            finally:
                self._stands = False

    def _listen(self) -> None:
        with psycopg.connect(self._database.conninfo, autocommit=True) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self._tell_all_to_look()
            while not self._stopping.is_set():
                for notice in connection.notifies(timeout=_LOOK_EVERY_S):
                    self._pass_on(notice.payload)

    def _pass_on(self, payload: str) -> None:
        try:
            notice = canonical.decode(payload, Notice)
        except msgspec.MsgspecError:
            return  # somebody else's words on our channel
        self._each(notice.tenant, notice)

    def _tell_all_to_look(self) -> None:
        with self._guard:
            self._stands = True
            tenants = {tenant_id for tenant_id, _ in self._ears.values()}
        for tenant_id in tenants:
            self._each(tenant_id, LOOK)

    def _each(self, tenant_id: UUID, notice: Notice | None) -> None:
        with self._guard:
            ears = [(ear, loop) for ear, (mine, loop) in self._ears.items() if mine == tenant_id]
        for ear, loop in ears:
            loop.call_soon_threadsafe(_put, ear, notice)


def _put(ear: "asyncio.Queue[Notice | None]", notice: Notice | None) -> None:
    """A listener that is too slow loses what waits and looks for itself."""
    if ear.full():
        while not ear.empty():
            ear.get_nowait()
        notice = LOOK
    ear.put_nowait(notice)
