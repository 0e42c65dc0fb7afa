"""Slow clients, endless headers and forwarded addresses, against a real server with a short patience."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
import uvicorn

from hq.addresses import OpenCounts
from hq.app import create_app
from hq.connection import Connection, Patience, with_patience
from hq.office import Office
from hq.serving import KEEP_ALIVE_S, server_config
from hq.settings import Limits, Settings
from tests.builders.processes import SECRET
from tests.log_guard import LogGuard

HASTY = Patience(headers_s=0.6, body_s=0.6, kibibyte_s=0.2, unread_s=0.6)
HEAD = b"POST /v1/sign-in HTTP/1.1\r\nHost: hq\r\nContent-Type: application/json\r\n"


@contextmanager
def serving(office: Office, *proxies: str, limits: Limits | None = None) -> Iterator[int]:
    """The port of a server as `taquilla-hq serve` configures it, with a short patience."""
    settings = Settings(SECRET, Path(), proxies=proxies, limits=limits or Limits())
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        server = uvicorn.Server(server_config(create_app(office, limits), settings, with_patience(HASTY)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive()
        yield int(taken.getsockname()[1])
        server.should_exit = True
        thread.join()


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    with serving(office) as port:
        yield port


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def sent_slowly(port: int, first: bytes, then: bytes, every_s: float) -> tuple[bytes, float]:
    """Send a byte now and then until the server closes; returns its answer, and after how long it closed."""
    began, pause = time.monotonic(), threading.Event()
    with closing(connect(port)) as line:
        line.sendall(first)
        line.settimeout(every_s)
        answer = b""
        while time.monotonic() - began < 8:
            try:
                part = line.recv(4096)
            except TimeoutError:
                try:
                    line.sendall(then)
                except OSError:
                    break
                pause.wait(0)
                continue
            except ConnectionError:
                break
            if not part:
                break
            answer += part
    return answer, time.monotonic() - began


SLOW = {
    "a connection without a request": (b"", b""),
    "a header that never ends": (HEAD + b"X: ", b"a"),
    "headers one after another": (HEAD, b"X: a\r\n"),
    "a first line byte by byte": (b"GET /", b"a"),
    "a body that does not come": (HEAD + b"Content-Length: 100\r\n\r\n", b""),
    "a body byte by byte": (HEAD + b"Content-Length: 60000\r\n\r\n", b"1"),
    "most of a body, and then no more": (HEAD + b"Content-Length: 60000\r\n\r\n" + b" " * 50_000, b""),
    "a body of small chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n1\r\n"),
}


@pytest.mark.parametrize("slow", SLOW.values(), ids=SLOW)
def test_a_slow_client_is_let_go(port: int, slow: tuple[bytes, bytes]) -> None:
    answer, took_s = sent_slowly(port, *slow, every_s=0.05)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert 0.5 < took_s < 4


def test_the_next_request_of_a_connection_is_waited_for_no_longer(port: int) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: hq\r\n\r\n"
    answer, took_s = sent_slowly(port, first + HEAD, b"", every_s=0.05)
    assert answer.count(b"HTTP/1.1 200 ") == 1
    assert b"HTTP/1.1 408 " in answer
    assert took_s < 4


def test_headers_without_end_are_refused_at_once(port: int) -> None:
    with closing(connect(port)) as line:
        began = time.monotonic()
        with suppress(OSError):
            line.sendall(HEAD)
            for _ in range(100):
                line.sendall(b"X: " + b"a" * 4096 + b"\r\n")
        answer = b""
        with suppress(ConnectionError):
            answer = line.recv(4096)
        assert time.monotonic() - began < 5
    assert answer.startswith(b"HTTP/1.1 431 ") or not answer


def test_a_body_at_the_speed_of_a_poor_line_comes_through(port: int) -> None:
    body = b'{"a":"' + b"a" * 20_000 + b'"}'
    pause = threading.Event()
    with closing(connect(port)) as line:
        line.sendall(HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body))
        for start in range(0, len(body), 2_000):
            line.sendall(body[start : start + 2_000])
            pause.wait(0.15)
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 422 ")


def test_slow_clients_delay_nobody_else(port: int) -> None:
    slow = [connect(port) for _ in range(200)]
    for line in slow:
        line.sendall(HEAD + b"Content-Length: 100\r\n\r\n")
    began = time.monotonic()
    with closing(connect(port)) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: hq\r\nConnection: close\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - began < 10  # a loaded machine, not two hundred waits
    assert all(line.recv(4096).startswith(b"HTTP/1.1 408 ") for line in slow)
    for line in slow:
        line.close()


def answers(port: int, *forwarded: str) -> list[bytes]:
    """The statuses of requests without a token, each with a forwarded address."""
    statuses = []
    for address in forwarded:
        with closing(connect(port)) as line:
            head = f"GET /v1/me HTTP/1.1\r\nHost: hq\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
            line.sendall(head.encode())
            statuses.append(line.recv(4096).split(b" ")[1])
    return statuses


@pytest.mark.parametrize(
    ("proxies", "last"), [((), b"429"), (("10.0.0.1",), b"429"), (("127.0.0.1",), b"401"), (("127.0.0.0/8",), b"401")]
)
def test_only_named_proxies_are_believed_about_addresses(office: Office, proxies: tuple[str, ...], last: bytes) -> None:
    with serving(office, *proxies, limits=Limits(per_address="2/hour")) as port:
        assert answers(port, "192.0.2.1", "192.0.2.2", "192.0.2.3") == [b"401", b"401", last]


def test_a_client_behind_a_proxy_invents_no_address_for_itself(office: Office) -> None:
    """The proxy appends the address that it saw: what stood there before was sent by the client."""
    with serving(office, "127.0.0.1", limits=Limits(per_address="2/hour")) as port:
        forwarded = [f"198.51.100.{n}, 192.0.2.1" for n in range(3)]
        assert answers(port, *forwarded) == [b"401", b"401", b"429"]


UNFINISHED = "POST /v1/sign-in HTTP/1.1\r\nHost: hq\r\nX-Forwarded-For: {}\r\nContent-Length: 9\r\n\r\n"


def test_an_address_has_so_many_connections_and_another_when_one_ends(office: Office, log_guard: LogGuard) -> None:
    log_guard.expect("127.0.0.1 has 3 connections open")
    with serving(office, limits=Limits(connections=3)) as port:
        taken = [connect(port) for _ in range(3)]
        for _ in range(20):
            with closing(connect(port)) as line:
                assert line.recv(4096).startswith(b"HTTP/1.1 429 ")
                assert line.recv(4096) == b""
        taken.pop().close()
        assert _until_answered(port) == b"401"
        for line in taken:
            line.close()


def test_a_named_proxy_has_as_many_as_it_wants_and_each_address_behind_it_its_own(
    office: Office, log_guard: LogGuard
) -> None:
    log_guard.expect("192.0.2.1 has 3 requests open")
    with serving(office, "127.0.0.1", limits=Limits(connections=3)) as port:
        lines = [connect(port) for _ in range(8)]
        for line in lines[:3]:
            line.sendall(UNFINISHED.format("192.0.2.1").encode())
        assert answers(port, "192.0.2.2") == [b"401"]
        refused = answers(port, "192.0.2.1", "198.51.100.7, 192.0.2.1", "192.0.2.2")
        assert refused == [b"429", b"429", b"401"]
        for line in lines:
            line.close()
        assert _until_answered(port, "192.0.2.1") == b"401"


def test_addresses_of_one_network_are_one_caller_and_what_ended_is_forgotten(log_guard: LogGuard) -> None:
    log_guard.expect("192.0.2.1 has 2 connections open")
    counts = OpenCounts("connections", 2, ["10.0.0.0/8"])
    for one, same in (("192.0.2.1", "::ffff:192.0.2.1"), ("2001:db8::1", "2001:db8::2")):
        assert (counts.enter(one), counts.enter(same), counts.enter(one), counts.enter(same)) == (
            True,
            True,
            False,
            False,
        )
        counts.leave(same)
        assert (counts.enter(one), counts.enter(one)) == (True, False)
    assert counts.enter("2001:db8:0:1::1")
    for proxy in ("10.1.2.3", "::ffff:10.1.2.3", ""):
        assert all(counts.enter(proxy) for _ in range(5))


def _until_answered(port: int, forwarded: str = "192.0.2.9") -> bytes:
    """The status of a request as soon as it is another than 429: the server notices later that a client is gone."""
    pause = threading.Event()
    for _ in range(200):
        with suppress(ConnectionError, IndexError):
            (status,) = answers(port, forwarded)
            if status != b"429":
                return status
        pause.wait(0.05)
    return b"429"


def test_stations_keep_their_connection() -> None:
    config = server_config(None, Settings(SECRET, Path()))  # type: ignore[arg-type]  # not called
    assert config.timeout_keep_alive == KEEP_ALIVE_S == 75
    assert isinstance(config.http, type)
    assert issubclass(config.http, Connection)


def test_a_client_that_does_not_read_its_answers_is_let_go(port: int) -> None:
    ask = b"GET /v1/openapi.json HTTP/1.1\r\nHost: hq\r\n\r\n"
    with closing(connect(port)) as first:  # the document is made once, which takes seconds
        first.sendall(ask.replace(b"Host", b"Connection: close\r\nHost"))
        assert b"".join(iter(lambda: first.recv(1 << 16), b"")).startswith(b"HTTP/1.1 200 ")
    with closing(socket.socket()) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(10)
        line.connect(("127.0.0.1", port))
        line.sendall(ask * 100)
        threading.Event().wait(3)
        received, is_reset = 0, False
        try:
            while part := line.recv(1 << 16):
                received += part.count(b"HTTP/1.1 200 ")
        except ConnectionError:
            is_reset = True
    assert is_reset or received < 100
