"""Starts of the station's program on a profile, with a clock, chance and a store at which it may crash."""

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from domain.rights import Holder
from pos_app import startup
from pos_app.services.hq import enrolment
from pos_app.startup import NotSetUp, Surroundings
from pos_app.station import Station
from tests.world.parts import Build, FragileDatabase


@dataclass(frozen=True, slots=True)
class Programs:
    """The starts of one machine."""

    profile: Path
    build: Build

    def open(self) -> Station:
        """Open the store as it is on the disk. Raises NotSetUp."""
        return self._fragile(startup.open_station(self.profile, self.build.secrets, self._surroundings()))

    def create(self, life: Holder, certificate: str) -> Station:
        """Create the store of this life."""
        surroundings = self._surroundings()
        return self._fragile(startup.begin_life(self.profile, self.build.secrets, life, surroundings, certificate))

    def can_open(self) -> bool:
        """Whether the store was created and enrolled at HQ."""
        try:
            station = self.open()
        except NotSetUp:
            return False
        with closing(station.database):
            return enrolment.is_enrolled(station)

    def _fragile(self, station: Station) -> Station:
        return replace(station, database=FragileDatabase.over(station.database, self.build.fuse))

    def _surroundings(self) -> Surroundings:
        return Surroundings(self.build.ticking, self.build.random, self.build.fuse.reach)
