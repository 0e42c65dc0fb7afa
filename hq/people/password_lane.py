"""The lane of requests that hash a password: few at once, a bounded queue, and threads that no other request needs."""

import time
from collections.abc import Callable
from typing import Annotated, TypeVar

import anyio
from anyio.to_thread import run_sync
from fastapi import Depends, Request

from hq.people import passwords
from hq.web.busy import Busy

T = TypeVar("T")
MOST_WAITING = 200
"""Requests in the queue: the last of them waits for about half a minute."""
_EVEN_S = 0.25


class PasswordLane:
    """Runs functions that hash a password, on threads of their own."""

    def __init__(self) -> None:
        self._threads = anyio.CapacityLimiter(passwords.MOST_AT_ONCE)

    async def run(self, act: Callable[[], T]) -> T:
        """Run a function when it is its turn. Raises Busy, and what the function raises."""
        if self._threads.statistics().tasks_waiting >= MOST_WAITING:
            raise Busy("passwords", f"{MOST_WAITING} waiting")
        return await run_sync(act, limiter=self._threads)

    async def run_evenly(self, act: Callable[[], T]) -> T:
        """The same for a sign-in: however it ends, the time that it takes does not show which look-ups it made."""
        began = time.monotonic()
        try:
            return await self.run(act)
        finally:
            took = time.monotonic() - began
            await anyio.sleep(_EVEN_S - took % _EVEN_S)


async def lane_of(request: Request) -> PasswordLane:
    """The lane of this process."""
    lane: PasswordLane = request.app.state.passwords
    return lane


TheLane = Annotated[PasswordLane, Depends(lane_of)]
