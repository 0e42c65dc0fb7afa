"""Machines at counters: a real station with a real store, a clock that may be wrong and a program that may crash."""

import shutil
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from domain.errors import Refused, Unavailable
from pos_app.services.copies import fencing
from pos_app.services.copies.fencing import Witnessing
from pos_app.services.hq import enrolment, new_life
from pos_app.services.hq.enrolment import Hq
from pos_app.services.hq.session import Session
from pos_app.services.hq.sync_round import sync_round
from pos_app.station import Station
from pos_app.storage.store import fences
from pos_app.storage.store.database import FILE_NAME
from sync.line.client import HqClient
from tests.builders.witness import MemoryWitness
from tests.world import store
from tests.world.faults import Crash, Faults
from tests.world.parts import Build, OldCopy, WorldSetting
from tests.world.programs import Programs

URL = "https://hq.test"
_MOST_PORT_CALLS = 30
T = TypeVar("T")


class Machine:
    """One computer; `station` is the program that runs on it."""

    def __init__(self, place: WorldSetting, build: Build) -> None:
        self.place, self.build = place, build
        self.name, self.clock, self.line, self.chance = build.name, build.clock, build.line, build.chance
        self.profile = place.folder / build.name
        self.programs = Programs(self.profile, build)
        self.faults = Faults.none()
        self.witness = MemoryWitness()
        self.session: Session | None = None
        self.copies: list[OldCopy] = []
        self.in_use = self.is_lost = self.was_lost = self.was_put_back = False
        self.refusal: Exception | None = None
        self.code = ""
        self.stops: list[tuple[datetime, int]] = []
        """The instants at which the store was fenced, each with its life."""
        self.noted: dict[int, int] = {}
        """The last journal position that the spooler printed, by life."""
        self._station: Station | None = None
        self._hq: HqClient | None = None

    @property
    def station(self) -> Station:
        """The running program."""
        assert self._station is not None
        return self._station

    @property
    def is_enrolled(self) -> bool:
        """Whether it was ever enrolled at HQ."""
        return self._station is not None

    @property
    def is_stopped(self) -> bool:
        """Whether the store is fenced."""
        with self.station.database.read() as tx:
            stopped = fences.current(tx) is not None
        epoch = self.station.author.epoch
        if stopped and (not self.stops or self.stops[-1][1] != epoch):
            self.stops.append((self.place.schedule.now(), epoch))
        return stopped

    def enrol(self, fetch_code: Callable[[], str]) -> bool:
        """Enrol at HQ, with the same code until HQ refuses it; returns whether the machine is enrolled."""
        self.profile.mkdir(exist_ok=True)
        if not (self.profile / FILE_NAME).exists():
            shutil.copy(self.place.template, self.profile / FILE_NAME)
        self.code = self.code or fetch_code()
        self.line.begin_round()
        try:
            self._run(enrolment.enrol(self.build.secrets, Hq(URL, self.code, self.line), self.programs.create))
        except (Refused, Unavailable) as error:
            self.place.log(f"{self.name} could not enrol: {error!r}")
            self.code = "" if isinstance(error, Refused) else self.code
            # The response may have been lost after HQ and the store were ready.
            if not self.programs.can_open():
                return False
            self.restart()
        self.in_use = True
        self.place.tally.add("enrolled")
        return True

    def do(self, what: str, work: Callable[[Station], T]) -> T | None:
        """Run a use case of the program; None when it refuses, or crashes and starts again."""
        if not self.in_use:
            return None
        if self.chance.random() < self.faults.crash:
            self.build.fuse.light(self.chance.randrange(_MOST_PORT_CALLS))
        self.refusal = None
        try:
            return work(self.station)
        except Crash:
            self.place.tally.add("crash")
            self.place.log(f"{self.name} crashes: {what}")
            self.restart()
        except (Refused, Unavailable) as error:
            self.refusal = error
            self.place.tally.add("refused")
            self.place.log(f"{self.name} refuses: {what}: {error!r}")
        finally:
            self.build.fuse.put_out()
        return None

    def sync(self) -> bool:
        """Run a round with HQ; returns whether it was completed."""
        self.line.begin_round()
        done = self.do("round", self._round)
        self.update_witness()
        if done is None and (self.refusal is None or self.chance.random() < 0.5):
            self.session = None
        return done is not None

    def ask(self, work: Callable[[Station, HqClient], None]) -> None:
        """Run a use case that asks HQ for a right at the counter."""
        assert self._hq is not None
        hq = self._hq
        self.line.begin_round()
        self.do("ask", lambda station: work(station, hq))

    def begin_new_life(self) -> None:
        """Begin the new life that staff at HQ approved."""
        self.line.begin_round()
        self.do("begin a new life", self._begin_new_life)

    def update_witness(self) -> None:
        """Write the journal's head to the witness, as the checkpoint thread does some time after a sale."""
        Witnessing(self.station, (self.witness,)).write()

    def restart(self) -> None:
        """Start the program again on the store as it is on the disk."""
        self.shut()
        self._run(self.programs.open())
        fencing.watch(self.station, (self.witness,))
        if not self.is_stopped:  # a fenced store prints nothing without the cashier's consent
            self._print_pending()

    def shut(self) -> None:
        """End the program."""
        if self._hq is not None:
            self._hq.close()
        if self._station is not None:
            self._station.database.close()

    def _round(self, station: Station) -> bool:
        assert self._hq is not None
        self.session = sync_round(station, self._hq, self.session)
        if self.line.was_stale:
            self.place.wrong(f"{self.name} accepted the response to another request")
        return True

    def _begin_new_life(self, station: Station) -> None:
        assert self._hq is not None
        new_life.begin(station, self._hq)
        self.restart()

    def _run(self, station: Station) -> None:
        self._station = station
        self._hq = HqClient(enrolment.caller_of(station), self.line)
        self.session = None

    def _print_pending(self) -> None:
        """Print what was committed and not printed, as the spooler does."""
        paper, at, life = self.place.paper, self.place.schedule.now(), (self.station.id, self.station.author.epoch)
        for fact in store.facts(self.station, self.noted):
            paper.print_fact(self.name, life, fact, at)
