"""A network that is cut under a running station: noticed within three seconds, named, and over when it is back."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from hq.app import create_app
from pos_app import cli, running, vault
from pos_app.demo.cable import Cable
from pos_app.live_thread import LiveThread
from pos_app.running import Running
from pos_app.services import health
from pos_app.services.rights.link_state import ConnectionState
from pos_app.ui import status
from pos_app.ui.status_part import Part
from tests.builders import stations
from tests.pos_app.with_hq.conftest import UNLIMITED
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.serving import served

NOTICED_WITHIN_S, SOON_S = 3.0, 30.0


class DeafCable(Cable):
    """A cable that can also swallow what goes through it, as a switch without power does: no connection is closed."""

    def __init__(self, to_port: int) -> None:
        super().__init__(to_port)
        self.flows = threading.Event()
        self.flows.set()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while part := one.recv(65_536):
                self.flows.wait()
                other.sendall(part)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def cable(hq: HeadOffice) -> Iterator[DeafCable]:
    with served(create_app(hq.office, UNLIMITED)) as url:
        made = DeafCable(int(url.rpartition(":")[2]))
        made.plug_in()
        yield made
        made.flows.set()
        made.pull_out()


@pytest.fixture
def at_work(hq: HeadOffice, cable: DeafCable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A running station that is online and hears HQ's signs of life."""
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())
    folder = tmp_path / "caja-1"
    assert cli.main(["enrol", str(folder), cable.url, hq.code(), "--vault", "environment"]) == 0
    made = running.start(folder, str)
    with closing(_Stopping(made)):
        assert made.sync is not None
        assert made.sync.try_now(SOON_S)
        assert isinstance(made.live, LiveThread)
        assert until(lambda: made.live is not None and made.live.hears)
        assert until(lambda: state(made) is ConnectionState.ONLINE)
        yield made


class _Stopping:
    def __init__(self, at_work: Running) -> None:
        self._at_work = at_work

    def close(self) -> None:
        self._at_work.stop()


def until(condition: Callable[[], bool]) -> bool:
    ends_s, pause = time.monotonic() + SOON_S, threading.Event()
    while not condition():
        if time.monotonic() > ends_s:
            return False
        pause.wait(0.02)
    return True


def state(at_work: Running) -> ConnectionState:
    return health.read(at_work.station).connection.state


def words(at_work: Running) -> str:
    (connection,) = (part for part in status.parts(health.read(at_work.station)) if part.part is Part.CONNECTION)
    return connection.words


@pytest.mark.parametrize("closes", [True, False], ids=["pulled out", "swallowed"])
def test_a_cut_network_is_noticed_and_named_within_three_seconds(
    at_work: Running, cable: DeafCable, closes: bool
) -> None:
    cut_s = time.monotonic()
    cable.pull_out() if closes else cable.flows.clear()
    assert until(lambda: state(at_work) is ConnectionState.OFFLINE)
    assert time.monotonic() - cut_s < NOTICED_WITHIN_S
    assert words(at_work).startswith("○ La central no responde")
    cable.plug_in()
    cable.flows.set()
    assert until(lambda: state(at_work) is ConnectionState.ONLINE)
