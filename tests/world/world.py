"""A world: stations and HQ from a seed, days of work and of faults, healing, and then the truth."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from hq.storage.issue_log import IssueLog
from pos_app.vault import Secrets
from tests.pos_app.stations import SATURDAY
from tests.world import images
from tests.world.administrators import Administrators
from tests.world.days import announce, put_to_work
from tests.world.faults import Faults, Fuse, Tally
from tests.world.granting import grant_places, grant_seats
from tests.world.grounds import Grounds, secrets, station_id
from tests.world.headquarters import Headquarters
from tests.world.machines import Machine
from tests.world.network import Line
from tests.world.paper import Paper
from tests.world.parts import Build, Founded, Place
from tests.world.schedule import Clock, Schedule
from tests.world.till import Till

_GRANTS_EACH = 3
_MOST_FINDINGS = 20


def stream(seed: int, name: str) -> Random:
    """Chance for one purpose: what one actor draws changes nothing for another."""
    return Random(f"{seed}/{name}")  # noqa: S311  # the same in every run


class Enough(BaseException):
    """Something wrong was seen, and nobody wants to know what becomes of it."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens."""

    machines: int
    days: int
    sales_a_day: int
    """Of each machine."""
    haste: int = 1
    """So much more often than usual people do what is not selling, and stations speak with HQ."""

    @classmethod
    def drawn(cls, chance: Random) -> "Size":
        """Small worlds, some longer than others."""
        return cls(chance.randint(2, 4), chance.randint(1, 2), chance.randint(63, 121))


class World:
    """Everything there is, and what was seen to be wrong with it."""

    hq: Headquarters
    databases: ExitStack
    """HQ's others: copies of the first."""

    def __init__(self, grounds: Grounds, seed: int, faults: Faults, size: Size) -> None:
        self.grounds, self.seed, self.faults, self.size = grounds, seed, faults, size
        self.schedule = Schedule(SATURDAY)
        self.chance = stream(seed, "world")
        self.tally, self.paper = Tally(), Paper()
        self.story: list[str] = []
        self.findings: list[str] = []
        self.stops_at_wrong = False
        self.machines: list[Machine] = []
        self.tills: dict[str, Till] = {}
        self._keys = 0

    def say(self, what: str) -> None:
        """A line of the story."""
        self.story.append(f"{self.schedule.now():%d %H:%M:%S} {what}")

    def wrong(self, what: str) -> None:
        """Something that must not be."""
        self.say(f"WRONG: {what}")
        self.findings.append(what)
        if self.stops_at_wrong or len(self.findings) >= _MOST_FINDINGS:
            raise Enough

    @contextmanager
    def made(self, begin: Founded, kept_as: str = "") -> Iterator[None]:
        """While its HQ runs and its stations are open. HQ's database may be kept for others to begin with."""
        with ExitStack() as stack:
            stack.enter_context(self.grounds.light())
            url = stack.enter_context(self.grounds.database(begin.database, kept_as))
            folder = stack.enter_context(self.grounds.files())
            issued = IssueLog(folder / "issued.log")
            self.hq = stack.enter_context(
                closing(Headquarters(self.schedule, stream(self.seed, "hq"), issued, self.wrong))
            )
            self.hq.tally = self.tally
            self.hq.open(url)
            self.databases = stack.enter_context(ExitStack())
            self.administrators = Administrators(self.hq, stream(self.seed, "administrators"), self.say)
            self.place = Place(
                folder, self.grounds.empty_store, self.paper, self.tally, self.schedule, self.say, self.wrong
            )
            stack.callback(self._shut)
            for no, (name, said) in enumerate(begin.said.items(), start=1):
                images.wake(self.set_up(name, no), begin.profiles / name, said)
            yield

    def set_up(self, name: str, no: int) -> Machine:
        """Another computer for station `no`, not enrolled."""
        self._keys += 1
        return self._build(name, no, secrets(self._keys))

    def copy_of(self, other: Machine) -> Machine:
        """A second machine that is the same station, to itself and to HQ."""
        machine = self._build(f"{other.name}'", other.build.no, other.build.secrets)
        images.become(machine, other)
        return machine

    @property
    def in_use(self) -> list[Machine]:
        """Those that somebody works at."""
        return [machine for machine in self.machines if machine.in_use]

    def siblings(self, machine: Machine) -> list[Machine]:
        """Other machines in use that are the same station."""
        mine = machine.build.station_id
        return [each for each in self.machines if each.in_use and each is not machine and each.build.station_id == mine]

    def enrol(self, machine: Machine) -> bool:
        """Make it a station of HQ's, with something to sell; says whether it is one."""
        mine, people = machine.build.station_id, self.administrators
        if not machine.enrol(lambda: people.code(mine)):
            return False
        for _ in range(_GRANTS_EACH):
            grant_seats(people, mine)
            grant_places(people, mine)
        return True

    def put_to_work(self, machine: Machine) -> None:
        """From now on somebody sells at it."""
        put_to_work(self, machine)

    def _build(self, name: str, no: int, keys: Secrets) -> Machine:
        name = f"{name}{sum(each.name.startswith(name) for each in self.machines) or ''}"
        fuse, line_chance = Fuse(), stream(self.seed, f"{name}/line")
        line = Line(self.hq, line_chance, fuse, self.say)
        clock = Clock(self.schedule)
        machine = Machine(self.place, Build(name, no, station_id(no), keys, clock, line, fuse, stream(self.seed, name)))
        machine.faults = self.hq.faults
        self.machines.append(machine)
        self.tills[name] = Till(machine, stream(self.seed, f"{name}/till"))
        return machine

    def run(self) -> None:
        """Live through the days with everything that goes wrong."""
        self.say(f"seed {self.seed}: {self.size} {self.faults}")
        self.hq.faults = self.faults
        for machine in self.machines:
            machine.faults = self.faults
        announce(self)
        self.schedule.run(SATURDAY + timedelta(days=self.size.days))

    def _shut(self) -> None:
        for machine in self.machines:
            machine.shut()
