"""Live updates: one connection of this process receives PostgreSQL's notices and passes them to subscribers.

Notices of sales and grants are gathered by performance (`hq.live.gathering`); the others are passed on at once.
"""

import asyncio
import logging
import threading
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
import psycopg
from psycopg import sql

from hq.live.availability import CHANNEL, Notice
from hq.live.gathering import Gathering, Update
from hq.live.lines import Lines
from hq.people import ended
from hq.people.ended import Ended
from hq.storage.database import Database
from sync.tables import canonical

log = logging.getLogger(__name__)

_KINDS: dict[str, type[Notice] | type[Ended]] = {CHANNEL: Notice, ended.CHANNEL: Ended}
"""What comes on each channel."""
_POLL_S = 0.1
_RECONNECT_AFTER_S = 1.0
_LONGEST_QUEUE = 256
"""Items that wait for a slow subscriber. When its queue is full, one LOOK replaces them all."""

_AT_ONCE = 50
"""Subscribers that receive an item at once; the next ones follow after `_PAUSE_S`, so that requests are answered."""
_PAUSE_S = 0.003

LOOK = None
"""The first item of every queue, and the item after a gap: the subscriber must ask for the availability."""

Item = Update | Ended | None
Queue = asyncio.Queue[Item]


class Live:
    """Listens on one connection of its own, for any number of subscribers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._subscriptions: dict[Queue, tuple[UUID, asyncio.AbstractEventLoop]] = {}
        self._guard = threading.Lock()
        self._gathering = Gathering()
        self._pumps: dict[asyncio.AbstractEventLoop, Pump] = {}
        self.lines = Lines()
        self._connected = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._thread.start()

    @asynccontextmanager
    async def subscription(self, tenant_id: UUID) -> AsyncIterator[Queue]:
        """A queue of a tenant's updates. It begins with LOOK, as soon as the connection to PostgreSQL is open."""
        queue: Queue = asyncio.Queue(_LONGEST_QUEUE)
        with self._guard:
            self._subscriptions[queue] = (tenant_id, asyncio.get_running_loop())
            if self._connected:
                queue.put_nowait(LOOK)
        try:
            yield queue
        finally:
            with self._guard:
                del self._subscriptions[queue]

    def close(self) -> None:
        """Stop the thread and wait for its end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.info("live updates lost: %s", type(error).__name__)
                self._stopping.wait(_RECONNECT_AFTER_S)
            finally:
                self._connected = False

    def _listen(self) -> None:
        with psycopg.connect(self._database.conninfo, autocommit=True) as connection:
            for channel in _KINDS:
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            self._send_look_to_all()
            while not self._stopping.is_set():
                for notice in connection.notifies(timeout=_POLL_S):
                    self._receive(notice.channel, notice.payload)
                for update in self._gathering.due(time.monotonic()):
                    self._send(update.notice.tenant, update)

    def _receive(self, channel: str, payload: str) -> None:
        try:
            notice = canonical.decode(payload, _KINDS[channel])
        except msgspec.MsgspecError:
            return  # any client of the database may send on the channel
        if isinstance(notice, Notice):
            self._gathering.add(notice)
        else:
            self._send(notice.tenant, notice)

    def _send_look_to_all(self) -> None:
        self._gathering.clear()
        with self._guard:
            self._connected = True
            tenants = {tenant_id for tenant_id, _ in self._subscriptions.values()}
        for tenant_id in tenants:
            self._send(tenant_id, LOOK)

    def _send(self, tenant_id: UUID, item: Item) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[Queue]] = defaultdict(list)
        with self._guard:
            for queue, (of, loop) in self._subscriptions.items():
                if of == tenant_id:
                    by_loop[loop].append(queue)
        for loop, queues in by_loop.items():
            pump = self._pumps.setdefault(loop, Pump(loop))
            loop.call_soon_threadsafe(pump.add, queues, item)


class Pump:
    """Puts items into the queues of one event loop, few at a time and in their order.

    Each item wakes the task that sends it. A thousand at once would hold up every request for as long as they all take.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[tuple[list[Queue], Item]] = deque()
        self._is_due = False

    def add(self, queues: list[Queue], item: Item) -> None:
        """Put the item into each queue, after the items that were added before."""
        self._waiting.extend((queues[i : i + _AT_ONCE], item) for i in range(0, len(queues), _AT_ONCE))
        if not self._is_due:
            self._put_some()

    def _put_some(self) -> None:
        count = 0
        while self._waiting and count < _AT_ONCE:
            queues, item = self._waiting.popleft()
            _put(queues, item)
            count += len(queues)
        self._is_due = bool(self._waiting)
        if self._is_due:
            self._loop.call_later(_PAUSE_S, self._put_some)


def _put(queues: list[Queue], item: Item) -> None:
    for queue in queues:
        if queue.full():
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(LOOK)
        else:
            queue.put_nowait(item)
