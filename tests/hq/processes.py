"""HQ as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from tests.source_tree import ROOT

SECRET = bytes.fromhex("ab" * 32)
_PATIENCE_S = 60.0


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class HqProcess:
    """`taquilla-hq serve` on a port of its own, which it keeps when it is started again; its log goes into a file."""

    settings: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin, and wait until it answers."""
        self.begin()
        self.wait_until_it_answers()

    def begin(self) -> None:
        """Start the process."""
        environment = {
            **os.environ,
            "TAQUILLA_HQ_SECRET": SECRET.hex(),
            "TAQUILLA_HQ_PORT": str(self.port),
            **self.settings,
        }
        with self.log.open("ab") as lines:
            command = [sys.executable, "-m", "hq", "serve"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=lines)

    def wait_until_it_answers(self) -> None:
        """A refused connection is asked again after a moment."""
        pause = threading.Event()
        for _ in range(int(_PATIENCE_S * 10)):
            assert self._process is not None
            assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                httpx.get(f"{self.url}/healthz").raise_for_status()
            except httpx.TransportError:
                pause.wait(0.1)
            else:
                return
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End it as an operator does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE_S)
            self._process = None


def kill_postgres(data: Path) -> None:
    """End the server of a data folder and everybody it started, at once, as a power cut does."""
    postmaster = psutil.Process(int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0]))
    everybody = [postmaster, *postmaster.children(recursive=True)]
    for each in everybody:
        with suppress(psutil.NoSuchProcess):  # those that see the postmaster gone end by themselves
            each.kill()
    _, alive = psutil.wait_procs(everybody, _PATIENCE_S)
    assert not alive


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """`taquilla-hq serve` on loopback with its data in a folder: its address and its log."""
    process = HqProcess({"TAQUILLA_HQ_DATA": str(folder / "data")}, folder / "log")
    try:
        process.start()
        yield process.url, process.log
    finally:
        process.stop()
