"""HQ for the demo: `taquilla-hq` as a process of its own, with its PostgreSQL in a temporary folder."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from domain.errors import Unavailable
from pos_app.demo.patience import PATIENCE_S, until
from printing.virtual_printer import LOOPBACK

_PROGRAM = (sys.executable, "-m", "hq")
_PREFIX = "TAQUILLA_HQ_"


@dataclass(eq=False)
class HqNotStarted(Unavailable):
    """HQ's process ended, or a command of it failed; the cause is the last line of its output."""

    code: ClassVar[str] = "CEN-08"


class HeadOffice:
    """HQ from `start` to `stop`; its log goes into a file."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._data = Path(tempfile.mkdtemp(prefix="taquilla-hq-"))
        self._server: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_PREFIX)},
            "TAQUILLA_HQ_SECRET": secrets.token_hex(32),
            "TAQUILLA_HQ_DATA": str(self._data),
            "TAQUILLA_HQ_PORT": str(self.port),
        }

    @property
    def url(self) -> str:
        """The address for its staff, which is not behind the cables of the stations."""
        return f"http://{LOOPBACK}:{self.port}"

    def command(self, *words: str, typed: str = "") -> str:
        """Run a command of `taquilla-hq` and return its output. Raises HqNotStarted."""
        done = subprocess.run(  # noqa: S603  # our own program and words
            [*_PROGRAM, *words], env=self._environment, input=typed, capture_output=True, text=True,
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        if done.returncode:
            raise HqNotStarted("taquilla-hq", _last_line(done.stderr or done.stdout), may_help=False)
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it accepts connections. Raises HqNotStarted or Stuck."""
        with self._log.open("wb") as lines:
            self._server = subprocess.Popen([*_PROGRAM, "serve"], env=self._environment, stderr=lines)  # noqa: S603  # the same
        until(self._answers, "HQ")

    def stop(self) -> None:
        """Stop the server and its database, and delete their data."""
        if self._server is not None:
            self._server.terminate()
            try:
                self._server.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self._data, ignore_errors=True)

    def _answers(self) -> bool:
        if self._server is not None and self._server.poll() is not None:
            log = self._log.read_text(encoding="utf-8", errors="replace")
            raise HqNotStarted("taquilla-hq", _last_line(log), may_help=False)
        try:
            socket.create_connection((LOOPBACK, self.port)).close()
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        return int(server.getsockname()[1])


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")
