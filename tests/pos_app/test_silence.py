"""An HQ that does not answer a command: each cause has its own words, through a real network stack."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from pos_app import cli
from pos_app.services.hq.silence import Silence, silence_of
from sync.line.hq_errors import EpochNotApproved, HqUnreachable, StationStopped, refusal
from sync.line.messages import Failure
from tests.builders.processes import free_port

REFUSED = 1
AT = datetime(2026, 11, 21, tzinfo=UTC)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def enrol(profile: Path, url: str) -> int:
    return cli.main(["enrol", str(profile), url, "AAAAA-BBBBB", "--vault", "open"])


@contextmanager
def plain_server() -> Iterator[int]:
    """A program that answers a TLS greeting in clear."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_a_port_that_nobody_listens_on(tmp_path: Path, capfd: Capture) -> None:
    assert enrol(tmp_path, f"http://127.0.0.1:{free_port()}") == REFUSED
    assert capfd.readouterr().err.startswith("CEN-23: La central no respondió (en ese puerto no escucha nadie)")


def test_a_port_that_speaks_no_tls(tmp_path: Path, capfd: Capture) -> None:
    with plain_server() as port:
        assert enrol(tmp_path, f"https://127.0.0.1:{port}") == REFUSED
    assert capfd.readouterr().err.startswith(
        "CEN-23: La central no respondió (en ese puerto no responde una conexión cifrada"
    )


def test_a_name_that_no_machine_has() -> None:
    """The tests look up no name outside of this machine, so the resolver's answer is given."""
    unreachable = HqUnreachable("hq", "ConnectError")
    unreachable.__cause__ = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert silence_of(unreachable, "https://central.invalid") is Silence.NO_HOST


def test_a_proxy_that_does_not_answer(tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    assert enrol(tmp_path, "https://central.invalid") == REFUSED
    assert capfd.readouterr().err.startswith("CEN-23: La central no respondió (el proxy")


def test_a_refusal_of_hq_has_its_own_class() -> None:
    assert isinstance(refusal(Failure("EPOCH_NOT_APPROVED", "wait", AT, "r1", details={"epoch": 1})), EpochNotApproved)
    stopped = refusal(Failure("STATION_STATUS", "no", AT, "r1", details={"status": "lost"}))
    assert isinstance(stopped, StationStopped)
    assert stopped.status == "lost"
