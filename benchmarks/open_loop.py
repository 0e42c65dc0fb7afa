"""An HTTP client that sends requests at given instants, whether earlier ones are answered or not, beside live lines.

The time of an answer counts from the instant at which its request was due, so that a server that falls behind shows it.
"""

import random
import selectors
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks.raw_http import allow

_HEAD_ENDS, _LENGTH = b"\r\n\r\n", b"content-length: "
_READ = 1 << 16
_LONGEST_REST_S = 30.0
"""How long answers are awaited after the last request was due."""


@dataclass(frozen=True, slots=True)
class Due:
    """A request: seconds after the start, and the connection that sends it."""

    at_s: float
    line: int


@dataclass(slots=True)
class Outcome:
    """The seconds that each answer took from the instant its request was due, and what was no 200.

    `notices` counts the events of each live line; a line that the server ended is in `ended`.
    """

    took: list[float] = field(default_factory=list)
    failures: list[bytes] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    ended: int = 0


@dataclass(slots=True)
class _Line:
    socket: socket.socket
    requests: Iterator[bytes]
    waiting: deque[float] = field(default_factory=deque)
    is_busy: bool = False
    read: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class _Live:
    socket: socket.socket
    no: int


def poisson(chance: random.Random, a_second: float, seconds: float, lines: int) -> list[Due]:
    """Requests at random instants, `a_second` on average, each on a random connection."""
    due, at_s = list[Due](), chance.expovariate(a_second)
    while at_s < seconds:
        due.append(Due(at_s, chance.randrange(lines)))
        at_s += chance.expovariate(a_second)
    return due


def send_at(port: int, due: Sequence[Due], requests: Sequence[Sequence[bytes]], live: Sequence[bytes] = ()) -> Outcome:
    """Send the requests of each connection in order, each when it is due, or as soon as the one before is answered."""
    allow(len(requests) + len(live) + 100)
    outcome, waiting = Outcome(notices=[0] * len(live)), selectors.DefaultSelector()
    for no, opening in enumerate(live):
        opened = _connected(port)
        opened.sendall(opening)
        waiting.register(opened, selectors.EVENT_READ, _Live(opened, no))
    lines: dict[int, _Line] = {}
    _until_open(waiting, outcome, len(live))
    started, next_no = perf_counter(), 0
    while len(outcome.took) < len(due) and perf_counter() - started < due[-1].at_s + _LONGEST_REST_S:
        while next_no < len(due) and due[next_no].at_s <= perf_counter() - started:
            no = due[next_no].line
            if no not in lines:  # HQ lets a connection go that sends nothing
                lines[no] = _Line(_connected(port), iter(requests[no]))
                waiting.register(lines[no].socket, selectors.EVENT_READ, lines[no])
            line = lines[no]
            line.waiting.append(started + due[next_no].at_s)
            _send_next(line)
            next_no += 1
        rest_s = due[next_no].at_s - (perf_counter() - started) if next_no < len(due) else 1.0
        for key, _ in waiting.select(max(0.0, rest_s)):
            _receive(waiting, key.data, outcome)
    for key in list(waiting.get_map().values()):
        key.data.socket.close()
    return outcome


def _until_open(waiting: selectors.BaseSelector, outcome: Outcome, live: int) -> None:
    """Read until each live line has had its first event."""
    until = perf_counter() + _LONGEST_REST_S
    while sum(count > 0 for count in outcome.notices) < live and perf_counter() < until:
        for key, _ in waiting.select(1.0):
            _receive(waiting, key.data, outcome)


def _connected(port: int) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port))
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def _send_next(line: _Line) -> None:
    if line.waiting and not line.is_busy:
        line.socket.sendall(next(line.requests))
        line.is_busy = True


def _receive(waiting: selectors.BaseSelector, line: "_Line | _Live", outcome: Outcome) -> None:
    part = line.socket.recv(_READ)
    if isinstance(line, _Live):
        outcome.notices[line.no] += part.count(b"event: ")
        if not part:
            outcome.ended += 1
            waiting.unregister(line.socket)
            line.socket.close()
        return
    if not part:
        raise ConnectionError(bytes(line.read))
    line.read += part
    if _is_whole(line.read):
        outcome.took.append(perf_counter() - line.waiting.popleft())
        if not line.read.startswith(b"HTTP/1.1 200"):
            outcome.failures.append(bytes(line.read))
        line.read.clear()
        line.is_busy = False
        _send_next(line)


def _is_whole(read: bytearray) -> bool:
    head = read.find(_HEAD_ENDS)
    if head < 0:
        return False
    at = read.lower().find(_LENGTH, 0, head) + len(_LENGTH)
    return len(read) >= head + len(_HEAD_ENDS) + int(read[at : read.index(b"\r\n", at)])
