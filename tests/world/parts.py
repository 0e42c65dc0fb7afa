"""The parts of a machine: its store, the images of its disk, its clock, and what it shares with the world."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID

from pos_app.storage.store.database import Database
from pos_app.vault import Secrets
from sync.tables.transaction import Tx
from tests.world.faults import Fuse, Tally
from tests.world.network import Line
from tests.world.paper import Paper
from tests.world.schedule import Clock, Schedule


class FragileDatabase(Database):
    """A store at which the program may crash before, in and after each transaction."""

    _fuse: Fuse

    @classmethod
    def over(cls, database: Database, fuse: Fuse) -> "FragileDatabase":
        """The same open store with a fuse."""
        made = cls.__new__(cls)
        vars(made).update(vars(database))
        made._fuse = fuse
        return made

    @contextmanager
    def write(self) -> Iterator[Tx]:
        self._fuse.reach()
        with super().write() as tx:
            yield tx
            self._fuse.reach()
        self._fuse.reach()


@dataclass(frozen=True, slots=True)
class OldCopy:
    """An image of a store, with the anchor that its witness held then."""

    file: Path
    anchor: str | None


@dataclass(frozen=True, slots=True)
class WorldSetting:
    """What all machines of a world share."""

    folder: Path
    template: Path
    paper: Paper
    tally: Tally
    schedule: Schedule
    log: Callable[[str], None]
    wrong: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Build:
    """The parts of which a machine is built."""

    name: str
    no: int
    station_id: UUID
    secrets: Secrets
    clock: Clock
    line: Line
    fuse: Fuse
    chance: Random

    @property
    def ticking(self) -> "Ticking":
        """The clock for the program."""
        return Ticking(self.clock, self.fuse)

    def random(self, count: int) -> bytes:
        """Random bytes for the program, which may crash here."""
        self.fuse.reach()
        return self.chance.randbytes(count)


@dataclass(frozen=True, slots=True)
class Ticking:
    """A clock at which the program may crash."""

    clock: Clock
    fuse: Fuse

    def now(self) -> datetime:
        self.fuse.reach()
        return self.clock.now()


@dataclass(frozen=True, slots=True)
class Founded:
    """An initial state of worlds: HQ's database and the profiles of the enrolled stations, by their machines' names."""

    database: str
    profiles: Path
    anchors: dict[str, str | None]
    """The last anchor of each witness."""
