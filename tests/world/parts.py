"""What a machine is made of: its store, its witness, the images of its disk, its place in the world."""

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
    """A store whose program may end before, in and after each transaction."""

    _fuse: Fuse

    @classmethod
    def over(cls, database: Database, fuse: Fuse) -> "FragileDatabase":
        """The same open store."""
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


@dataclass
class MemoryWitness:
    """Keeps the anchor outside of the profile."""

    said: str | None = None

    def recall(self) -> str | None:
        return self.said

    def keep(self, said: str) -> None:
        self.said = said


@dataclass(frozen=True, slots=True)
class OldCopy:
    """A store as it was, and what its witness said then."""

    file: Path
    said: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a machine stands in the world: what all machines share."""

    folder: Path
    template: Path
    paper: Paper
    tally: Tally
    schedule: Schedule
    say: Callable[[str], None]
    wrong: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Build:
    """What a machine is made of."""

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
        """The clock as the program asks it."""
        return Ticking(self.clock, self.fuse)

    def random(self, count: int) -> bytes:
        """Chance as the program asks for it."""
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
    """Where a world begins: HQ's database, and the stations that are enrolled in it, by their machines' names."""

    database: str
    profiles: Path
    said: dict[str, str | None]
    """What each witness heard last."""
