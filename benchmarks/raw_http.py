"""An HTTP client for benchmarks: sends prepared requests over many connections, one at a time on each.

It parses as little as possible, because it shares the machine with the server that is measured.
"""

import resource
import selectors
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter

_HEAD_ENDS, _LENGTH = b"\r\n\r\n", b"content-length: "
_READ = 1 << 18


@dataclass(slots=True)
class Answers:
    """The times of answers and connections in seconds, and the responses that were not 200.

    `took` has each answer, `finished` each connection until its last answer, `seconds` is the whole run.
    """

    took: list[float] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)
    failures: list[bytes] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers per second over all connections."""
        return len(self.took) / self.seconds


@dataclass(slots=True)
class _Line:
    socket: socket.socket
    requests: Sequence[bytes]
    next: int = 0
    sent_at: float = 0.0
    out: memoryview = field(default_factory=lambda: memoryview(b""))
    read: bytearray = field(default_factory=bytearray)


def request(method: str, path: str, token: str, body: bytes = b"", kind: str = "") -> bytes:
    """A request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "host: hq", f"authorization: Bearer {token}"]
    if kind:
        lines += [f"content-type: {kind}", f"content-length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def send(port: int, lines: Sequence[Sequence[bytes]], seconds: float = float("inf")) -> Answers:
    """Open a connection for each sequence of requests and send them until all are answered, or for `seconds`."""
    allow(len(lines) + 100)
    answers = Answers()
    waiting = selectors.DefaultSelector()
    opened = [_Line(socket.create_connection(("127.0.0.1", port)), requests) for requests in lines]
    started = perf_counter()
    for line in opened:
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.socket.settimeout(0)
        waiting.register(line.socket, selectors.EVENT_READ, line)
        _send_next(waiting, line)
    open_lines = len(opened)
    while open_lines:
        for key, events in waiting.select():
            line = key.data
            if events & selectors.EVENT_WRITE:
                _go_on(waiting, line)
            if events & selectors.EVENT_READ and _answered(line, answers):
                if line.next == len(line.requests) or perf_counter() - started > seconds:
                    answers.finished.append(perf_counter() - started)
                    waiting.unregister(line.socket)
                    line.socket.close()
                    open_lines -= 1
                else:
                    _send_next(waiting, line)
    answers.seconds = perf_counter() - started
    return answers


def _send_next(waiting: selectors.BaseSelector, line: _Line) -> None:
    line.out = memoryview(line.requests[line.next])
    line.next += 1
    line.sent_at = perf_counter()
    _go_on(waiting, line)


def _go_on(waiting: selectors.BaseSelector, line: _Line) -> None:
    """Send as much as the socket accepts, and wait for room when anything is left."""
    with suppress(BlockingIOError):
        line.out = line.out[line.socket.send(line.out) :]
    wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.out else 0)
    waiting.modify(line.socket, wanted, line)


def _answered(line: _Line, answers: Answers) -> bool:
    """Read from a connection; returns whether its answer is complete."""
    part = line.socket.recv(_READ)
    if not part:
        raise ConnectionError(bytes(line.read))
    line.read += part
    head = line.read.find(_HEAD_ENDS)
    if head < 0:
        return False
    at = line.read.lower().find(_LENGTH, 0, head) + len(_LENGTH)
    length = int(line.read[at : line.read.index(b"\r\n", at)])
    if len(line.read) < head + len(_HEAD_ENDS) + length:
        return False
    answers.took.append(perf_counter() - line.sent_at)
    if not line.read.startswith(b"HTTP/1.1 200"):
        answers.failures.append(bytes(line.read))
    line.read.clear()
    return True


def allow(files: int) -> None:
    """Raise the limit of open files, as far as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, hard), hard))
