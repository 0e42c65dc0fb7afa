"""Backups, witnesses in memory, copied profiles and HQ's certificates, for tests of copies."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
from tests.builders import stations
from tests.builders.clock import FakeClock

HQ = Secrets.derive(bytes(32)).signing_key


def copied(station: Station, folder: Path) -> Backup:
    """Make a backup of the station."""
    folder.mkdir(exist_ok=True)
    return backup.make(station, folder)


def witness_now(station: Station, *witnesses: Witness) -> None:
    """Update the witnesses, as the checkpoint thread does."""
    Witnessing(station, witnesses).write()


def snapshot(station: Station, folder: Path) -> Path:
    """Copy the files of the profile while the store is settled."""
    station.database.settle()
    shutil.copytree(station.database.path.parent, folder)
    return folder


@contextmanager
def started(profile: Path, *witnesses: Witness, at: FakeClock | None = None) -> Iterator[tuple[Station, Fence | None]]:
    """Open a profile and compare it with its witnesses, as a start does; gives the station and its fence."""
    station = startup.open_station(profile, stations.keys(), stations.surroundings(seed=7, clock=at))
    with closing(station.database):
        yield station, fencing.watch(station, witnesses)


def certified(station: Station, epoch: int) -> tuple[Certificate, str, str]:
    """HQ's certificate of a new life, its signature and HQ's public key (hex)."""
    certificate = Certificate(
        tenant=station.tenant_id,
        station=station.id,
        station_no=1,
        epoch=epoch,
        public_key=public_key(station.author.key),
        enrolled_at=station.clock.now(),
    )
    return certificate, seal.seal(HQ, canonical.encode(certificate)), HQ.public_key().public_bytes_raw().hex()
