"""An independent ESC/POS printer (emupos, on Python 3.13) that receives the same jobs: a second reading of our bytes.

Set-up installs it from `judge.lock` into `.venv/judge` where there is a Python 3.13. No test fetches it.
"""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path

from PIL import Image

from scripts.set_up import VENV
from scripts.testing_aids import JUDGE, why_absent

LOOPBACK = "127.0.0.1"
_ENVIRONMENT = dict(os.environ)  # as it was before the tests moved HOME
_PROGRAM = VENV / JUDGE / "bin" / "emupos"
_START_S = 30.0
_POLL_S = 0.05
_CONFIG = """\
schema: 1
api: {{ host: {host}, port: {api} }}
devices:
  - id: front
    type: printer
    profile: epson-tm-t20iii
    connections: [ {{ tcp: {{ port: {port} }} }} ]
    job_idle_timeout_ms: 800
    receipts_dir: ./receipts
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the independent printer printed: lines of text, QR codes, the picture."""

    lines: tuple[str, ...]
    codes: tuple[str, ...]
    picture: Image.Image


@dataclass(frozen=True, slots=True)
class JudgePrinter:
    """The running independent printer."""

    port: int
    api: int

    def count(self) -> int:
        """How many receipts it has kept."""
        return len(self._ids())

    def receipts(self, before: int, count: int) -> list[Receipt]:
        """Wait for `count` receipts after the first `before`; receipts of the same instant come in any order."""
        pause = threading.Event()
        for _ in range(int(_START_S / _POLL_S)):
            if len(ids := self._ids()) >= before + count:
                return [self._receipt(receipt_id) for receipt_id in ids[before:]]
            pause.wait(_POLL_S)
        raise AssertionError(f"{count} receipts did not come within {_START_S} s")

    def _ids(self) -> list[str]:
        return [str(receipt["id"]) for receipt in reversed(json.loads(self._ask("GET", "/receipts")))]

    def fault(self, name: str, *, on: bool) -> None:
        """Set or clear a fault: paper-near-end, paper-out, cover-open, offline."""
        self._ask("PUT" if on else "DELETE", f"/faults/{name}")

    def _receipt(self, receipt_id: str) -> Receipt:
        lines = self._ask("GET", f"/receipts/{receipt_id}/text").decode().splitlines()
        codes = [line.strip()[len("[qr ") : -1] for line in lines if line.strip().startswith("[qr ")]
        text = [line.rstrip() for line in lines if line.strip() and not line.strip().startswith("[qr ")]
        picture = Image.open(BytesIO(self._ask("GET", f"/receipts/{receipt_id}/image")))
        return Receipt(tuple(text), tuple(codes), picture)

    def _ask(self, verb: str, path: str) -> bytes:
        with closing(HTTPConnection(LOOPBACK, self.api, timeout=_START_S)) as connection:
            connection.request(verb, f"/api/v1/devices/front{path}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status >= 400:
                raise AssertionError(f"{verb} {path}: {answer.status} {body[:200]!r}")
            return body


def absent() -> str:
    """Why the independent printer cannot run on this machine; empty when it can."""
    return "" if _PROGRAM.exists() else f"the independent printer is missing: {why_absent(VENV, JUDGE)}"


@contextmanager
def running(folder: Path) -> Iterator[JudgePrinter]:
    """Run it on free ports."""
    port, api = _free_ports()
    config = folder / "emupos.yaml"
    config.write_text(_CONFIG.format(host=LOOPBACK, api=api, port=port), encoding="utf-8")
    with (folder / "emupos.log").open("wb") as log:
        process = subprocess.Popen(
            [_PROGRAM, "run", "--config", config], cwd=folder, env=_ENVIRONMENT, stdout=log, stderr=log
        )
        try:
            _wait_until_listening(process, port, api)
            yield JudgePrinter(port, api)
        finally:
            process.kill()  # it has no state to save, and after SIGTERM it would wait for open connections
            process.wait()


def _free_ports() -> tuple[int, int]:
    with closing(socket.create_server((LOOPBACK, 0))) as one, closing(socket.create_server((LOOPBACK, 0))) as two:
        return one.getsockname()[1], two.getsockname()[1]


def _wait_until_listening(process: "subprocess.Popen[bytes]", *ports: int) -> None:
    pause = threading.Event()
    for port in ports:
        for _ in range(int(_START_S / _POLL_S)):
            try:
                socket.create_connection((LOOPBACK, port), _START_S).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise AssertionError(f"emupos ended with {process.returncode}") from None
                pause.wait(_POLL_S)
        else:
            raise AssertionError(f"emupos did not listen within {_START_S} s")
