"""HQ as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.source_tree import ROOT

_PATIENCE_S = 60.0


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """`taquilla-hq serve` on loopback with its data in a folder: its address and its log."""
    port, log = _free_port(), folder / "log"
    environment = {
        **os.environ,
        "TAQUILLA_HQ_SECRET": "ab" * 32,
        "TAQUILLA_HQ_DATA": str(folder / "data"),
        "TAQUILLA_HQ_PORT": str(port),
    }
    with log.open("wb") as lines:
        process = subprocess.Popen([sys.executable, "-m", "hq", "serve"], cwd=ROOT, env=environment, stderr=lines)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process, log)
            yield f"http://127.0.0.1:{port}", log
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE_S)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until it answers; a refused connection is asked again after a moment."""
    pause = threading.Event()
    for _ in range(int(_PATIENCE_S * 10)):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            httpx.get(url).raise_for_status()
        except httpx.TransportError:
            pause.wait(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
