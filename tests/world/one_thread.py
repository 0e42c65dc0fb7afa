"""HQ's application in the world's own thread, so that a world is the same in every run.

Every push is therefore a batch of its own. The storm and the tests of ingest cover batches of several stations.
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
from hq.web.slow_lane import slow_lane
from sync.line.messages import Acknowledged
from tests.builders.in_process import InProcess

T = TypeVar("T")


class _SameThread:
    """Takes the place of the portal: runs the application's coroutines in the caller's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def call(self, work: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        async def awaited() -> T:
            return await work(*arguments)

        return self._loop.run_until_complete(awaited())


class _WithoutQueue:
    """Takes the place of the queue of pushes and its threads: receives each push at once."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def put(self, tenant_id: UUID, arrived: Arrived) -> Acknowledged:
        [answer] = ingest.receive(self._office, tenant_id, [arrived])
        if isinstance(answer, Refused):
            raise answer
        return answer


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.BaseTransport]:
    """The transport to an application. Its lifespan is not run, because that would start threads."""
    with asyncio.Runner() as runner, _without_thread_pool():
        app.state.pushes, app.state.slow_lane = _WithoutQueue(app.state.office), slow_lane(1)
        yield InProcess(app, cast("BlockingPortal", _SameThread(runner.get_loop())))


@contextmanager
def _without_thread_pool() -> Iterator[None]:
    """Run at once, in this thread, what anyio would run in its thread pool."""

    async def run_sync(work: Callable[..., T], *arguments: Any, **_: Any) -> T:
        return work(*arguments)

    before = anyio.to_thread.run_sync
    vars(anyio.to_thread)["run_sync"] = run_sync
    try:
        yield
    finally:
        vars(anyio.to_thread)["run_sync"] = before
