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
    """`taquilla-hq serve` on a port that it keeps across restarts, with its log in a file."""

    settings: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    host: str = "127.0.0.1"
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """The URL of the process."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Start the process and wait until it responds."""
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
        """Wait until the process responds; it must not end meanwhile."""
        pause = threading.Event()
        for _ in range(int(_PATIENCE_S * 10)):
            assert self._process is not None
            assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                httpx.get(f"{self.url}/healthz", trust_env=False).raise_for_status()
            except httpx.TransportError:
                pause.wait(0.1)
            else:
                return
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Stop the process with SIGTERM, as a service manager does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Stop the process with SIGKILL, as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE_S)
            self._process = None


def kill_postgres(data: Path) -> None:
    """Kill the server of a data folder with its child processes, as a power cut does."""
    postmaster = psutil.Process(int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0]))
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # children end by themselves when the postmaster is gone
            process.kill()
    _, alive = psutil.wait_procs(processes, _PATIENCE_S)
    assert not alive


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """`taquilla-hq serve` on loopback with its data in a folder. Yields its URL and its log file."""
    process = HqProcess({"TAQUILLA_HQ_DATA": str(folder / "data")}, folder / "log")
    try:
        process.start()
        yield process.url, process.log
    finally:
        process.stop()
