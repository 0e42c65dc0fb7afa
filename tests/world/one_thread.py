"""HQ's application in the world's own thread: requests are answered where they are asked, and nothing runs beside.

So every push is a group of its own; groups of several stations are received by the storm and the tests of ingest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from uuid import UUID

import anyio.to_thread
import httpx
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI

from domain.errors import Refused
from hq.intake import ingest
from hq.journals.arrivals import Arrived
from hq.office import Office
from sync.line.messages import Acknowledged
from tests.hq.in_process import InProcess

T = TypeVar("T")


class _Here:
    """Runs what would run in the application's own loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def call(self, work: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        async def awaited() -> T:
            return await work(*arguments)

        return self._loop.run_until_complete(awaited())


class _AtOnce:
    """In the place of the queue of pushes and its threads: each push is received as it comes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def put(self, tenant_id: UUID, arrived: Arrived) -> Acknowledged:
        [said] = ingest.receive(self._office, tenant_id, [arrived])
        if isinstance(said, Refused):
            raise said
        return said


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.BaseTransport]:
    """The way to an application, while it runs. Its lifespan would start threads: what they do is done here."""
    with asyncio.Runner() as runner, _no_pool():
        app.state.pushes = _AtOnce(app.state.office)
        yield InProcess(app, cast("BlockingPortal", _Here(runner.get_loop())))


@contextmanager
def _no_pool() -> Iterator[None]:
    """What would go to a thread of its own runs at once."""

    async def run_sync(work: Callable[..., T], *arguments: Any, **_: Any) -> T:
        return work(*arguments)

    before = anyio.to_thread.run_sync
    vars(anyio.to_thread)["run_sync"] = run_sync
    try:
        yield
    finally:
        vars(anyio.to_thread)["run_sync"] = before
