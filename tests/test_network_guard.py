"""A test that reaches for the network fails, in its own process and in those that it starts."""

import os
import socket

import pytest

from tests.network_guard import DEAD_PROXY, LeftTheMachine


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as caller, pytest.raises(LeftTheMachine):
        caller.connect(("192.0.2.1", 80))


def test_the_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(LeftTheMachine):
        socket.create_connection(("hq.test", 443))


def test_a_connection_on_this_machine_is_let_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()


def test_a_process_that_a_test_starts_has_a_proxy_that_does_not_answer() -> None:
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    assert {os.environ[name] for name in names} == {DEAD_PROXY}
    assert not {"no_proxy", "NO_PROXY"} & set(os.environ)
