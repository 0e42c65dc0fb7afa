"""The protocol of a connection: uvicorn's, without patience for a client that sends or reads slowly or without end.

uvicorn itself waits for ever for the rest of a request or for a reader, and takes headers of any size.
"""

import sys
from asyncio import TimerHandle, Transport
from dataclasses import dataclass
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from hq.addresses import OpenCounts

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_MANY = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 10\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long HQ waits for a client, in seconds."""

    headers_s: float = 10
    body_s: float = 20
    """For the next bytes of a body. The whole body may take as long, and `kibibyte_s` for each kibibyte of it."""
    kibibyte_s: float = 1
    headers_bytes: int = 32 << 10
    unread_s: float = 60
    """For a client that does not read its answer."""

    def body_until_s(self, received: int) -> float:
        """How long a body may take of which so many bytes were received."""
        return self.body_s + received / 1024 * self.kibibyte_s


class Connection(HttpToolsProtocol):
    """A connection that is closed when its request takes longer than the patience, or its address has too many."""

    patience: ClassVar[Patience] = Patience()
    counts: ClassVar[OpenCounts] = OpenCounts("connections", sys.maxsize)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._timer: TimerHandle | None = None
        self._unread: TimerHandle | None = None
        self._answered: RequestResponseCycle | None = None
        self._header_bytes = self._body_bytes = 0
        self._body_began_s = 0.0
        self._in_headers = True
        self._address: str | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Wait for the first request."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        if not self.counts.enter(address):
            transport.write(_TOO_MANY)
            transport.close()
            return
        self._address = address
        self._wait(self.patience.headers_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more, and let the requests that were sent in one go write nothing more.

        uvicorn tells only the last of them that its client is gone; the first would write to a closed connection.
        """
        for cycle in (self._answered, *(cycle for cycle, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        if self._address is not None:
            self.counts.leave(self._address)
            self._address = None
        self._stop_waiting()
        self._stop_waiting_for_reader()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        """Pass on what was received, unless these are headers without end."""
        if self._in_headers:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._in_headers and self._header_bytes > self.patience.headers_bytes:
            self._close(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """The first bytes of a request arrived."""
        super().on_message_begin()
        self._in_headers = True
        self._wait(self.patience.headers_s)

    def on_headers_complete(self) -> None:
        """The body, if there is one, comes next."""
        super().on_headers_complete()
        self._in_headers, self._header_bytes, self._body_bytes = False, 0, 0
        self._body_began_s = self.loop.time()
        self._wait(self.patience.body_s)

    def on_body(self, body: bytes) -> None:
        """A part of the body arrived."""
        super().on_body(body)
        self._body_bytes += len(body)
        waited_s = self.loop.time() - self._body_began_s
        self._wait(min(self.patience.body_s, self.patience.body_until_s(self._body_bytes) - waited_s))

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop_waiting()
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client has not read what was sent to it."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.patience.unread_s, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads on."""
        self._stop_waiting_for_reader()
        super().resume_writing()

    def _stop_waiting_for_reader(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(max(0.0, seconds), self._close, _TOO_SLOW)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _close(self, answer: bytes) -> None:
        """Close the connection, with an answer unless another one has begun."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or not cycle.response_started or (self._in_headers and cycle.response_complete):
            self.transport.write(answer)
        self.transport.close()


def with_limit(connection: type[Connection], counts: OpenCounts) -> type[Connection]:
    """Connections that are counted by address, up to a limit."""
    return type("Connection", (connection,), {"counts": counts})


def with_patience(patience: Patience) -> type[Connection]:
    """Connections with this patience."""
    return type("Connection", (Connection,), {"patience": patience})
