"""What all worlds of a process share: one PostgreSQL, a database with the house loaded, and an empty store."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import sqlcipher3.dbapi2 as driver

from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.postgres.embedded import EmbeddedPostgres
from hq.setup import load_setup, organisations
from hq.storage import migrations
from hq.storage.database import Database
from pos_app import startup
from pos_app.storage.store import connecting
from pos_app.storage.store import database as store
from pos_app.vault import Secrets
from tests.builders.clock import SATURDAY
from tests.builders.office import office_on
from tests.hq.conftest import FAST
from tests.world.headquarters import TENANT_ID
from tests.world.parts import Founded
from tests.world.schedule import Schedule

HOUSE = Path(__file__).with_name("house.toml")
_MEMORY = Path("/dev/shm")  # noqa: S108  # a world's files need not survive a reboot
_ROOM_BYTES = 2 << 30
_HOUSE = "house"
_SETTINGS = {**FAST, "autovacuum": "off"}  # nothing runs beside the world's own thread


@dataclass(frozen=True, slots=True)
class Grounds:
    """The PostgreSQL and the folder in which worlds are made."""

    server: EmbeddedPostgres
    folder: Path
    founded: dict[int, Founded] = field(default_factory=dict)
    """Initial states of worlds, by their number of machines."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def empty_store(self) -> Path:
        """The file of a migrated store without rows."""
        return self.folder / "empty" / store.FILE_NAME

    @property
    def house(self) -> Founded:
        """The initial state without stations."""
        return Founded(_HOUSE, self.folder / "nobody", {})

    @contextmanager
    def database(self, template: str, kept_as: str = "") -> Iterator[str]:
        """The URL of a new copy of a database; afterwards it is renamed to `kept_as`, or dropped."""
        name = f"world_{next(self._numbers)}"
        _run(self.server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        # The whole world runs in one thread: a wait for a lock of an open transaction would never end.
        _run(self.server, f"ALTER DATABASE {name} SET lock_timeout = '150ms'")
        try:
            yield self.server.url(name)
        finally:
            rename, drop = f"ALTER DATABASE {name} RENAME TO {kept_as}", f"DROP DATABASE {name} WITH (FORCE)"
            _run(self.server, rename if kept_as else drop)

    @contextmanager
    def files(self) -> Iterator[Path]:
        """A new folder, removed afterwards."""
        made = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            yield made
        finally:
            shutil.rmtree(made)

    @contextmanager
    def light(self) -> Iterator[None]:
        """Let the stores of this process neither sync nor encrypt: other tests cover power cuts and stolen disks."""
        before, connect = connecting.PRAGMAS["synchronous"], driver.connect
        connecting.PRAGMAS["synchronous"], driver.connect = 0, partial(connect, factory=_PlainConnection)
        try:
            yield
        finally:
            connecting.PRAGMAS["synchronous"], driver.connect = before, connect


class _PlainConnection(driver.Connection):  # type: ignore[misc]  # the driver has no types
    """A connection to a store without encryption."""

    def execute(self, statement: str, *values: Any) -> Any:
        if statement.startswith("PRAGMA key"):
            return None
        return super().execute(statement, *values)


def secrets(no: int) -> Secrets:
    """The keys of a machine. The database key is the same for all, so that the empty store can be copied for all."""
    own = Secrets.derive(no.to_bytes(32))
    return Secrets(Secrets.derive(bytes(32)).database_key, own.signing_key)


@contextmanager
def prepared() -> Iterator[Grounds]:
    """Start PostgreSQL, load the house and make the empty store."""
    folder = Path(tempfile.mkdtemp(prefix="world-", dir=_MEMORY if _is_roomy(_MEMORY) else None))
    try:
        with closing(EmbeddedPostgres(folder / "pg", _SETTINGS)) as server:
            grounds = Grounds(server, folder)
            _load_house(server)
            with grounds.light():
                startup.open_store(grounds.empty_store.parent, secrets(0)).close()
            yield grounds
    finally:
        shutil.rmtree(folder)


def _is_roomy(folder: Path) -> bool:
    """A container gives 64 MB of memory for files: a world needs more."""
    return folder.is_dir() and shutil.disk_usage(folder).free >= _ROOM_BYTES


def _load_house(server: EmbeddedPostgres) -> None:
    _run(server, f"CREATE DATABASE {_HOUSE}")
    with closing(Database(server.url(_HOUSE))) as database:
        migrations.upgrade(database)
        office = office_on(database, Schedule(SATURDAY), 0)
        organisations.make(office, Tenant(TENANT_ID, "mundo", "Sala del Mundo"))
        load_setup.load(office, Author(TENANT_ID, None), {HOUSE.name: HOUSE.read_text(encoding="utf-8")})


def _run(server: EmbeddedPostgres, statement: str) -> None:
    with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
        connection.execute(statement.encode())


def station_id(no: int) -> UUID:
    """The id of station number `no`; number 1 is the station of the set-up file."""
    first = UUID("f1b6b992-aeb2-5630-b3a6-a69555f3b135")
    return UUID(int=first.int ^ (no - 1))
