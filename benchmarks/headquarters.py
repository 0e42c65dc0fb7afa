"""HQ for benchmarks: PostgreSQL with durable settings (fsync and synchronous_commit on), HQ as its own process."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from hq.clock import SystemClock
from hq.key_seal import KeySeal
from hq.office import Office, open_office
from hq.postgres.embedded import EmbeddedPostgres
from hq.storage import migrations
from hq.storage.database import Database
from tests.builders.processes import SECRET, HqProcess

# Stations send as fast as they can here, which is faster than HQ allows.
UNLIMITED = {
    "TAQUILLA_HQ_LIMIT_PER_TOKEN": "1000000/minute",
    "TAQUILLA_HQ_LIMIT_PER_ADDRESS": "1000000/minute",
    "TAQUILLA_HQ_LIMIT_CONNECTIONS": "1000000",  # all stations have one address here
}
_names = count(1)


@dataclass(frozen=True, slots=True)
class Postgres:
    """The PostgreSQL server of one run."""

    server: EmbeddedPostgres

    def url(self, database: str) -> str:
        """The URL of a database."""
        return self.server.url(database)

    def new(self, template: str = "template1") -> str:
        """Create a copy of a database; returns its name."""
        name = f"bench_{next(_names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        self.run("CHECKPOINT")
        return name

    def drop(self, database: str) -> None:
        """Drop a database."""
        self.run(f"DROP DATABASE {database} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Execute a statement outside of a transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def office(self, database: str) -> Iterator[Office]:
        """HQ's use cases on a database, in this process: for set-up that is not measured."""
        with closing(Database(self.url(database))) as opened:
            yield open_office(opened, SystemClock(), secrets.token_bytes, KeySeal(SECRET))


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a new server with one database, `migrated`, that has HQ's tables."""
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
    """Run `taquilla-hq serve` on a database, as a process of its own; yields its address."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        hq = HqProcess({"TAQUILLA_HQ_DATABASE_URL": url, **UNLIMITED}, Path(folder) / "log")
        try:
            hq.start()
            yield hq.url
        finally:
            hq.stop()


def port_of(address: str) -> int:
    """The port of an address on loopback."""
    return int(address.rpartition(":")[2])
