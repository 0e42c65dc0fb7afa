"""The lane of requests that read much: a few at once, so that connections and threads are left for sales."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Depends, Request

PART_OF_CONNECTIONS = 4
"""One connection of so many is theirs."""


def slow_lane(connections: int) -> asyncio.Semaphore:
    """The lane of a process with so many connections to its database."""
    return asyncio.Semaphore(max(1, connections // PART_OF_CONNECTIONS))


async def _in_turn(request: Request) -> AsyncIterator[None]:
    lane: asyncio.Semaphore = request.app.state.slow_lane
    async with lane:
        yield


InTurn = Depends(_in_turn, scope="function")
"""Declares that a route waits for its turn, and gives it up before its answer is sent."""
