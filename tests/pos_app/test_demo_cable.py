"""The demo's cable carries what goes through it, and nothing once it is pulled out."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.demo.cable import Cable
from pos_app.demo.head_office import HeadOffice, HqNotStarted
from printing.virtual_printer import LOOPBACK


@pytest.fixture
def beyond() -> Iterator[socket.socket]:
    with socket.create_server((LOOPBACK, 0)) as server:
        yield server


def reach(cable: Cable) -> socket.socket:
    return socket.create_connection((LOOPBACK, int(cable.url.rpartition(":")[2])), timeout=10)


def test_it_carries_both_ways_until_it_is_pulled_out(beyond: socket.socket) -> None:
    cable = Cable(beyond.getsockname()[1])
    cable.plug_in()
    with reach(cable) as near:
        far, _ = beyond.accept()
        with far:
            near.sendall(b"up")
            assert far.recv(2) == b"up"
            far.sendall(b"down")
            assert near.recv(4) == b"down"
            cable.pull_out()
            assert near.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        reach(cable)


def test_it_is_plugged_in_again_under_the_same_address(beyond: socket.socket) -> None:
    cable = Cable(beyond.getsockname()[1])
    cable.plug_in()
    url = cable.url
    cable.pull_out()
    cable.plug_in()
    with closing(reach(cable)):
        assert cable.url == url
    cable.pull_out()


def test_an_hq_that_cannot_be_started_is_told_in_its_own_words(tmp_path: Path) -> None:
    office = HeadOffice(tmp_path / "hq.log")
    try:
        with pytest.raises(HqNotStarted) as caught:
            office.command("sell")
        assert "sell" in caught.value.cause
    finally:
        office.stop()
