"""What every world of a process stands on: one PostgreSQL, a database with the house loaded, an empty store."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import sqlcipher3.dbapi2 as driver

from hq.key_seal import KeySeal
from hq.office import open_office
from hq.people.accounts import Author
from hq.people.tenants import Tenant
from hq.postgres.embedded import EmbeddedPostgres
from hq.setup import load_setup, organisations
from hq.storage import migrations
from hq.storage.database import Database
from pos_app import startup
from pos_app.storage.store import database as store
from pos_app.vault import Secrets
from tests.hq.conftest import FAST
from tests.pos_app.stations import SATURDAY
from tests.world.headquarters import TENANT_ID
from tests.world.parts import Founded
from tests.world.schedule import Schedule

HOUSE = Path(__file__).with_name("house.toml")
_MEMORY = Path("/dev/shm")  # noqa: S108  # a world's files outlive nothing
_ROOM_BYTES = 2 << 30
_HOUSE = "house"
_NOTHING_BESIDE = {**FAST, "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where worlds are made."""

    server: EmbeddedPostgres
    folder: Path
    founded: dict[int, Founded] = field(default_factory=dict)
    """Beginnings of worlds, by the number of their machines."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def empty_store(self) -> Path:
        """A migrated store of nobody."""
        return self.folder / "empty" / store.FILE_NAME

    @property
    def house(self) -> Founded:
        """The house and nobody in it."""
        return Founded(_HOUSE, self.folder / "nobody", {})

    @contextmanager
    def database(self, like: str, kept_as: str = "") -> Iterator[str]:
        """A database of its own, begun as another one is; afterwards it is gone, or has this name."""
        name = f"world_{next(self._numbers)}"
        _run(self.server, f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
        # Everything runs in one thread: a wait for a lock that an open transaction holds would never end.
        _run(self.server, f"ALTER DATABASE {name} SET lock_timeout = '150ms'")
        try:
            yield self.server.url(name)
        finally:
            over = f"ALTER DATABASE {name} RENAME TO {kept_as}" if kept_as else f"DROP DATABASE {name} WITH (FORCE)"
            _run(self.server, over)

    @contextmanager
    def files(self) -> Iterator[Path]:
        """A folder of its own."""
        made = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            yield made
        finally:
            shutil.rmtree(made)

    @contextmanager
    def light(self) -> Iterator[None]:
        """While a world lives here, stores neither sync nor encrypt: power cuts and thieves are tested elsewhere."""
        before, connect = store._PRAGMAS["synchronous"], driver.connect
        store._PRAGMAS["synchronous"], driver.connect = 0, partial(connect, factory=_Legible)
        try:
            yield
        finally:
            store._PRAGMAS["synchronous"], driver.connect = before, connect


class _Legible(driver.Connection):  # type: ignore[misc]  # the driver has no types
    """A connection to a store that is not encrypted."""

    def execute(self, statement: str, *values: Any) -> Any:
        if statement.startswith("PRAGMA key"):
            return None
        return super().execute(statement, *values)


def secrets(no: int) -> Secrets:
    """The keys of a machine. All stores open with one key, so that one empty store can be copied for all."""
    own = Secrets.derive(no.to_bytes(32))
    return Secrets(Secrets.derive(bytes(32)).database_key, own.signing_key)


@contextmanager
def prepared() -> Iterator[Grounds]:
    """Make them."""
    folder = Path(tempfile.mkdtemp(prefix="world-", dir=_MEMORY if _is_roomy(_MEMORY) else None))
    try:
        with closing(EmbeddedPostgres(folder / "pg", _NOTHING_BESIDE)) as server:
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
        office = open_office(database, Schedule(SATURDAY), Random(0).randbytes, KeySeal(bytes(32)))  # noqa: S311  # the same in every run
        organisations.make(office, Tenant(TENANT_ID, "mundo", "Sala del Mundo"))
        load_setup.load(office, Author(TENANT_ID, None), {HOUSE.name: HOUSE.read_text(encoding="utf-8")})


def _run(server: EmbeddedPostgres, statement: str) -> None:
    with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
        connection.execute(statement.encode())


def station_id(no: int) -> UUID:
    """The first is that of the set-up file."""
    first = UUID("f1b6b992-aeb2-5630-b3a6-a69555f3b135")
    return UUID(int=first.int ^ (no - 1))
