"""The lane of requests that hash a password: few at once, a bounded queue, and threads that no other request needs.

Networks take turns: whoever floods HQ with sign-ins waits behind himself, and a person elsewhere is next but one.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, TypeVar

import anyio
from anyio.to_thread import run_sync
from fastapi import Depends, Request

from hq.people import passwords
from hq.web.busy import Busy

log = logging.getLogger(__name__)

T = TypeVar("T")
MOST_WAITING = 200
"""Requests in the queues of all networks. When they are full, the last one of the longest queue is refused."""
MOST_OF_ONE = 100
"""Requests in the queue of one network: many people may share its address."""
_EVEN_S = 0.25
_Turn = asyncio.Future[None]


class PasswordLane:
    """Runs functions that hash a password, on threads of their own. Used on one event loop."""

    def __init__(self) -> None:
        self._threads = anyio.CapacityLimiter(passwords.MOST_AT_ONCE)
        self._after = ThreadPoolExecutor(1, thread_name_prefix="sign-ins")
        self._at_work = 0
        self._waiting: dict[str, deque[_Turn]] = {}

    async def run(self, act: Callable[[], T], network: str) -> T:
        """Run a function when it is the turn of this network. Raises Busy, and what the function raises."""
        await self._take_turn(network)
        try:
            return await run_sync(act, limiter=self._threads)
        finally:
            self._give_turn()

    async def run_evenly(self, act: Callable[[], T], network: str) -> T:
        """The same for a sign-in: however it ends, the time that it takes does not show which look-ups it made."""
        began = time.monotonic()
        try:
            return await self.run(act, network)
        finally:
            took = time.monotonic() - began
            await anyio.sleep(_EVEN_S - took % _EVEN_S)

    def later(self, act: Callable[[], None]) -> None:
        """Run a function after the answer, one after another."""
        self._after.submit(_logged, act)

    def close(self) -> None:
        """Run what is left to do after answers, and stop."""
        self._after.shutdown()

    async def _take_turn(self, network: str) -> None:
        if self._at_work < passwords.MOST_AT_ONCE:
            self._at_work += 1
            return
        queue = self._waiting.get(network, deque())
        if len(queue) >= MOST_OF_ONE:
            raise Busy("passwords", f"{len(queue)} of one network")
        self._make_room(len(queue))
        turn: _Turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self._waiting[network] = queue
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_turn()  # it was given just before its caller went away
            raise

    def _make_room(self, own: int) -> None:
        """Refuse the last request of the longest queue when all are full. Raises Busy when the own one is as long."""
        if sum(map(len, self._waiting.values())) < MOST_WAITING:
            return
        longest = max(self._waiting, key=lambda network: len(self._waiting[network]))
        queue = self._waiting[longest]
        if len(queue) <= own:
            raise Busy("passwords", f"{MOST_WAITING} waiting")
        last = queue.pop()
        if not queue:
            del self._waiting[longest]
        if not last.done():
            last.set_exception(Busy("passwords", f"{MOST_WAITING} waiting"))

    def _give_turn(self) -> None:
        """Let the first request of the next network begin."""
        while self._waiting:
            network = next(iter(self._waiting))
            queue = self._waiting.pop(network)
            turn = queue.popleft()
            if queue:
                self._waiting[network] = queue  # behind the other networks
            if not turn.done():
                turn.set_result(None)
                return
        self._at_work -= 1


def _logged(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:  # nobody waits for it
        log.exception("a refused sign-in is not in the journal")


async def lane_of(request: Request) -> PasswordLane:
    """The lane of this process."""
    lane: PasswordLane = request.app.state.passwords
    return lane


TheLane = Annotated[PasswordLane, Depends(lane_of)]
