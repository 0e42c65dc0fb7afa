"""A TCP proxy on the loopback between stations and HQ that cuts, delays, repeats and truncates, at random from a seed.

It forwards to several HQ processes in turn, as a load balancer would.
"""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle

from printing.virtual_printer import LOOPBACK

_CHUNK = 65_536
_LONGEST_DELAY_S = 0.3
_LONGEST_PART = 600
"""Bytes. Requests and responses are cut before this position; shorter ones may be forwarded whole."""


class Fate(StrEnum):
    """What happens to a request and its response."""

    CALM = "calm"
    LATE = "late"
    CUT_REQUEST = "cut request"
    CUT_REPLY = "cut reply"
    LOST_REPLY = "lost reply"
    TWICE = "twice"


_ROUGH = (Fate.LATE, Fate.CUT_REQUEST, Fate.CUT_REPLY, Fate.LOST_REPLY, Fate.TWICE)


class _Cut(Exception):
    """Ends a connection at this point."""


@dataclass
class _Exchange:
    """A request in progress and its fate."""

    fate: Fate = Fate.CALM
    cut_after: int = 0
    delay_s: float = 0.0
    request: bytearray = field(default_factory=bytearray)
    answered: int = 0


class RoughLine:
    """Forwards a port of its own to HQ's ports. `rough` is the percentage of exchanges with a fault."""

    def __init__(self, to_ports: Sequence[int], seed: int) -> None:
        self.rough = 0
        self.met: Counter[Fate] = Counter()
        self._chance = random.Random(seed)  # noqa: S311  # the same faults from the same seed
        self._ports = cycle(to_ports)
        self._begun = threading.Event()
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="rough line", daemon=True)

    @property
    def url(self) -> str:
        """The address that stations use for HQ."""
        return f"http://{LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Listen."""
        self._thread.start()
        self._begun.wait()

    def close(self) -> None:
        """Cut every connection and end."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self._loop.set_exception_handler(lambda _loop, _context: None)  # broken connections are the purpose
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, LOOPBACK, 0))
        self._port = server.sockets[0].getsockname()[1]
        self._begun.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(_cut_all())
        self._loop.close()

    async def _serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            far, onward = await asyncio.open_connection(LOOPBACK, next(self._ports))
        except OSError:
            back.close()
            return
        exchange = _Exchange()
        ways = [asyncio.ensure_future(self._up(near, onward, exchange)),
                asyncio.ensure_future(self._down(far, back, exchange))]  # fmt: skip
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for writer in (back, onward):
                writer.close()

    async def _up(self, near: asyncio.StreamReader, onward: asyncio.StreamWriter, exchange: _Exchange) -> None:
        with suppress(OSError, _Cut):
            while part := await near.read(_CHUNK):
                if exchange.answered or not exchange.request:
                    self._begin(exchange)
                sent = len(exchange.request)
                exchange.request += part
                if exchange.fate is Fate.LATE and not sent:
                    await asyncio.sleep(exchange.delay_s)
                if exchange.fate is Fate.CUT_REQUEST and len(exchange.request) > exchange.cut_after:
                    await self._cut(onward, part[: exchange.cut_after - sent], exchange)
                onward.write(part)
                await onward.drain()

    async def _down(self, far: asyncio.StreamReader, back: asyncio.StreamWriter, exchange: _Exchange) -> None:
        with suppress(OSError, _Cut):
            while part := await far.read(_CHUNK):
                sent, exchange.answered = exchange.answered, exchange.answered + len(part)
                if exchange.fate is Fate.LOST_REPLY:
                    await self._cut(back, b"", exchange)
                if exchange.fate is Fate.CUT_REPLY and exchange.answered > exchange.cut_after:
                    await self._cut(back, part[: exchange.cut_after - sent], exchange)
                if exchange.fate is Fate.TWICE and not sent:
                    await self._repeat(bytes(exchange.request))
                back.write(part)
                await back.drain()

    def _begin(self, exchange: _Exchange) -> None:
        """Draw the fate of the next request on this connection."""
        chance = self._chance
        exchange.fate = chance.choice(_ROUGH) if chance.randrange(100) < self.rough else Fate.CALM
        exchange.cut_after = chance.randrange(1, _LONGEST_PART)
        exchange.delay_s = chance.uniform(0, _LONGEST_DELAY_S)
        exchange.request.clear()
        exchange.answered = 0
        if exchange.fate is Fate.LATE:
            self.met[Fate.LATE] += 1

    async def _cut(self, writer: asyncio.StreamWriter, last: bytes, exchange: _Exchange) -> None:
        self.met[exchange.fate] += 1
        writer.write(last)
        await writer.drain()
        raise _Cut

    async def _repeat(self, request: bytes) -> None:
        """Send a request to HQ again, perhaps to another process, and drop the response."""
        with suppress(OSError):
            far, onward = await asyncio.open_connection(LOOPBACK, next(self._ports))
            self.met[Fate.TWICE] += 1
            onward.write(request)
            await onward.drain()
            await far.read(_CHUNK)
            onward.close()


async def _cut_all() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
