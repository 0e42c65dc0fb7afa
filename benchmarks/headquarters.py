"""HQ for measuring: PostgreSQL as it is installed (fsync and synchronous_commit on), HQ as a process of its own."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import psycopg

from hq.clock import SystemClock
from hq.key_seal import KeySeal
from hq.office import Office, open_office
from hq.postgres.embedded import EmbeddedPostgres
from hq.storage import migrations
from hq.storage.database import Database

ROOT = Path(__file__).resolve().parents[1]
SECRET = bytes(32)
_PATIENCE_S = 60.0
_names = count(1)


@dataclass(frozen=True, slots=True)
class Postgres:
    """The server that everything of one run is measured on."""

    server: EmbeddedPostgres

    def url(self, database: str) -> str:
        """Where a database of it is."""
        return self.server.url(database)

    def new(self, like: str = "template1") -> str:
        """A database that is a copy of another; its name."""
        name = f"bench_{next(_names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
        self.run("CHECKPOINT")
        return name

    def drop(self, database: str) -> None:
        """Give its room back."""
        self.run(f"DROP DATABASE {database} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """A statement for the server itself."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def office(self, database: str) -> Iterator[Office]:
        """HQ's services on a database, in this process: for what is set up and not measured."""
        with closing(Database(self.url(database))) as opened:
            yield open_office(opened, SystemClock(), secrets.token_bytes, KeySeal(SECRET))


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A new server with nothing in it but `migrated`, a database with HQ's tables."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        closing(EmbeddedPostgres(Path(folder) / "pg")) as server,
    ):
        made = Postgres(server)
        made.run("CREATE DATABASE migrated")
        with closing(Database(made.url("migrated"))) as database:
            migrations.upgrade(database)
        yield made


@contextmanager
def served(url: str) -> Iterator[str]:
    """`taquilla-hq serve` on a database, as a process of its own; its address."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TAQUILLA_")},
        "TAQUILLA_HQ_SECRET": SECRET.hex(),
        "TAQUILLA_HQ_DATABASE_URL": url,
        "TAQUILLA_HQ_PORT": str(port),
        # Fifty stations ask as often as they can here, which is more often than one may.
        "TAQUILLA_HQ_LIMIT_PER_TOKEN": "1000000/minute",
        "TAQUILLA_HQ_LIMIT_PER_ADDRESS": "1000000/minute",
    }
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, "-m", "hq", "serve"], cwd=ROOT, env=environment, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE_S)


def port_of(address: str) -> int:
    """Where it listens on loopback."""
    return int(address.rpartition(":")[2])


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers."""
    pause = threading.Event()
    for _ in range(int(_PATIENCE_S * 10)):
        if process.poll() is not None:
            raise RuntimeError(f"HQ ended with {process.returncode}")
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.TransportError:
            pause.wait(0.1)
        else:
            return
    raise RuntimeError("HQ does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
