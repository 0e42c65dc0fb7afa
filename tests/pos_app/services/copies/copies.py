"""Backups and witnesses for tests: a folder, a witness in memory, stations brought back."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos_app import startup
from pos_app.services.copies import backup, fencing
from pos_app.services.copies.fencing import Witnessing
from pos_app.station import Station
from pos_app.storage.copies.backup import Backup
from pos_app.storage.store.fences import Fence
from pos_app.storage.store.witness import Witness
from pos_app.vault import Secrets
from sync.journal import public_key
from sync.line import seal
from sync.line.messages import Certificate
from sync.tables import canonical
from tests.pos_app import stations
from tests.pos_app.stations import FakeClock

HQ = Secrets.derive(bytes(32)).signing_key


@dataclass
class MemoryWitness:
    """Remembers while the test lasts."""

    said: str | None = None

    def recall(self) -> str | None:
        return self.said

    def keep(self, said: str) -> None:
        self.said = said


def copied(station: Station, folder: Path) -> Backup:
    """A backup of the station as it is now."""
    folder.mkdir(exist_ok=True)
    return backup.make(station, folder)


def tell(station: Station, *witnesses: Witness) -> None:
    """What the checkpoint thread does."""
    Witnessing(station, witnesses).tell()


def snapshot(station: Station, folder: Path) -> Path:
    """The profile as somebody copies it, closed and whole."""
    station.database.settle()
    shutil.copytree(station.database.path.parent, folder)
    return folder


@contextmanager
def started(profile: Path, *witnesses: Witness, at: FakeClock | None = None) -> Iterator[tuple[Station, Fence | None]]:
    """A start: the store is opened and compared with its witnesses."""
    station = startup.open_station(profile, stations.keys(), stations.surroundings(seed=7, clock=at))
    with closing(station.database):
        yield station, fencing.watch(station, witnesses)


def certified(station: Station, epoch: int) -> tuple[Certificate, str, str]:
    """HQ's word that the station begins a new life."""
    certificate = Certificate(
        tenant=station.tenant_id,
        station=station.id,
        station_no=1,
        epoch=epoch,
        public_key=public_key(station.author.key),
        enrolled_at=station.clock.now(),
    )
    return certificate, seal.seal(HQ, canonical.encode(certificate)), HQ.public_key().public_bytes_raw().hex()
