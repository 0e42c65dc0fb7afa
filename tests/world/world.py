"""A simulated world: stations and HQ, made from a seed, that live through days of work and faults."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from hq.storage.issue_log import IssueLog
from pos_app.vault import Secrets
from sync import journal
from tests.builders.clock import SATURDAY
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
from tests.world.parts import Build, Founded, WorldSetting
from tests.world.schedule import Clock, Schedule
from tests.world.till import Till

_GRANTS_EACH = 3
_MOST_FINDINGS = 20


def stream(seed: int, name: str) -> Random:
    """Random numbers for one purpose: what one actor draws does not change what another one draws."""
    return Random(f"{seed}/{name}")  # noqa: S311  # the same in every run


class Enough(BaseException):
    """Ends a world early: enough was found to be wrong."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a world."""

    machines: int
    days: int
    sales_a_day: int
    """Customers a day at each machine, on average."""
    haste: int = 1
    """The factor by which acts other than sales are more frequent than usual."""

    @classmethod
    def drawn(cls, chance: Random) -> "Size":
        """A random size of a test's world."""
        return cls(chance.randint(2, 4), chance.randint(1, 2), chance.randint(63, 121))


class World:
    """Everything in a world, its story, and its findings."""

    hq: Headquarters
    databases: ExitStack
    """Copies of HQ's database, dropped when the world ends."""

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

    def log(self, what: str) -> None:
        """Add a line to the story."""
        self.story.append(f"{self.schedule.now():%d %H:%M:%S} {what}")

    def wrong(self, what: str) -> None:
        """Record a finding. Raises Enough when the world should end."""
        self.log(f"WRONG: {what}")
        self.findings.append(what)
        if self.stops_at_wrong or len(self.findings) >= _MOST_FINDINGS:
            raise Enough

    @contextmanager
    def running(self, begin: Founded, kept_as: str = "") -> Iterator[None]:
        """Run HQ and the stations of an initial state. HQ's database is kept under `kept_as` when that is given."""
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
            self.administrators = Administrators(self.hq, stream(self.seed, "administrators"), self.log)
            self.place = WorldSetting(
                folder, self.grounds.empty_store, self.paper, self.tally, self.schedule, self.log, self.wrong
            )
            stack.callback(self._shut)
            for no, (name, anchor) in enumerate(begin.anchors.items(), start=1):
                images.wake(self.set_up(name, no), begin.profiles / name, anchor)
            yield

    def set_up(self, name: str, no: int) -> Machine:
        """Add a machine for station number `no`, not enrolled yet."""
        self._keys += 1
        return self._build(name, no, secrets(self._keys))

    def copy_of(self, other: Machine) -> Machine:
        """Add a second machine that runs the same station, with a copy of its store and keys."""
        machine = self._build(f"{other.name}'", other.build.no, other.build.secrets)
        images.become(machine, other)
        return machine

    @property
    def in_use(self) -> list[Machine]:
        """The machines at which somebody works."""
        return [machine for machine in self.machines if machine.in_use]

    def siblings(self, machine: Machine) -> list[Machine]:
        """Other machines in use that are the same station."""
        station_id = machine.build.station_id
        return [other for other in self.in_use if other is not machine and other.build.station_id == station_id]

    def enrol(self, machine: Machine) -> bool:
        """Enrol a machine and grant it rights; returns whether it is enrolled."""
        own_id, people = machine.build.station_id, self.administrators
        if not machine.enrol(lambda: people.code(own_id)):
            return False
        for _ in range(_GRANTS_EACH):
            grant_seats(people, own_id)
            grant_places(people, own_id)
        return True

    def hq_has(self, machine: Machine, seq: int) -> bool:
        """Whether HQ has the entry with this number of a machine's present life, acknowledged or not."""
        life = machine.station.holder
        with self.hq.office.database.tenant(life.tenant_id) as tx:
            return journal.head(tx, life.tenant_id, life.station_id, life.epoch).seq >= seq

    def put_to_work(self, machine: Machine) -> None:
        """Schedule sales at a machine from now on."""
        put_to_work(self, machine)

    def _build(self, name: str, no: int, keys: Secrets) -> Machine:
        name = f"{name}{sum(machine.name.startswith(name) for machine in self.machines) or ''}"
        fuse, line_chance = Fuse(), stream(self.seed, f"{name}/line")
        line = Line(self.hq, line_chance, fuse)
        clock = Clock(self.schedule)
        machine = Machine(self.place, Build(name, no, station_id(no), keys, clock, line, fuse, stream(self.seed, name)))
        machine.faults = self.hq.faults
        self.machines.append(machine)
        registry = stream(self.seed, f"{name}/registry")
        self.tills[name] = Till(machine, stream(self.seed, f"{name}/till"), registry)
        return machine

    def run(self) -> None:
        """Run the days of the world with its faults."""
        self.log(f"seed {self.seed}: {self.size} {self.faults}")
        self.hq.faults = self.faults
        for machine in self.machines:
            machine.faults = self.faults
        announce(self)
        self.schedule.run(SATURDAY + timedelta(days=self.size.days))

    def _shut(self) -> None:
        for machine in self.machines:
            machine.shut()
