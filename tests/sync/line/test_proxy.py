"""HQ far away is reached through the proxy that the system names, HQ on this machine never."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.line.client import Caller, HqClient
from sync.line.hq_errors import HqUnreachable
from sync.line.proxy import proxy_of
from tests.network_guard import DEAD_PROXY

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
PROXY = "http://proxy.test:3128"
FAR = "https://hq.test"


@pytest.fixture
def no_variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A port that hangs up on each caller, and the first line of what each asked."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller, caller.makefile("rb") as lines:
                    asked.append(lines.readline().decode().strip())

        thread = threading.Thread(target=answer)
        thread.start()
        yield int(server.getsockname()[1]), asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def ask(url: str) -> None:
    client = HqClient(Caller(url, "", UUID(int=1), UUID(int=2), Ed25519PrivateKey.generate()))
    try:
        with pytest.raises(HqUnreachable):
            client.head()
    finally:
        client.close()


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_station_reaches_hq_through_the_proxy(no_variables: pytest.MonkeyPatch, name: str) -> None:
    with listening() as (port, asked):
        no_variables.setenv(name, f"http://127.0.0.1:{port}")
        ask(FAR)
    assert asked == ["CONNECT hq.test:443 HTTP/1.1"]


def test_a_station_reaches_hq_on_this_machine_directly(no_variables: pytest.MonkeyPatch) -> None:
    for name in NAMES[:3]:
        no_variables.setenv(name, DEAD_PROXY)
        no_variables.setenv(name.upper(), DEAD_PROXY)
    with listening() as (port, asked):
        ask(f"http://127.0.0.1:{port}")
        ask(f"http://localhost:{port}")
    assert asked == ["POST /v1/auth/challenge HTTP/1.1"] * 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:8470", "http://127.0.0.2", "http://[::1]:8470", "https://localhost"])
def test_no_proxy_is_between_two_programs_of_one_machine(no_variables: pytest.MonkeyPatch, url: str) -> None:
    no_variables.setenv("all_proxy", PROXY)
    assert proxy_of(url) is None


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"https_proxy": PROXY}, PROXY),
        ({"https_proxy": "proxy.test:3128"}, PROXY),
        ({"http_proxy": PROXY}, None),
        ({"https_proxy": PROXY, "all_proxy": "http://other.test:1"}, PROXY),
        ({"https_proxy": PROXY, "no_proxy": "hq.test"}, None),
        ({"https_proxy": PROXY, "no_proxy": ".test"}, None),
        ({"https_proxy": PROXY, "no_proxy": "*"}, None),
        ({"https_proxy": PROXY, "no_proxy": "example.test"}, PROXY),
        ({"all_proxy": "socks5://proxy.test:1080"}, None),
        ({"https_proxy": "http://proxy.test:port"}, None),
        ({"https_proxy": "http://"}, None),
    ],
)
def test_the_variables_name_the_proxy(
    no_variables: pytest.MonkeyPatch, variables: dict[str, str], proxy: str | None
) -> None:
    for name, text in variables.items():
        no_variables.setenv(name, text)
    assert proxy_of(FAR) == proxy
