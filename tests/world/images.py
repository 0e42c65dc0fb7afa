"""Images of whole machines: made, put back, run a second time elsewhere."""

import shutil
from pathlib import Path

from pos_app.storage.copies import copies
from pos_app.storage.store.database import FILE_NAME
from tests.world import store
from tests.world.machines import Machine
from tests.world.parts import OldCopy


def copy(machine: Machine) -> None:
    """Somebody makes an image of the disk."""
    file = machine.place.folder / f"{machine.name}-{len(machine.copies)}.copy"
    copies.copy(machine.station.database, file, lambda: None, pages=-1)
    machine.copies.append(OldCopy(file, machine.witness.said))


def put_back(machine: Machine, old: OldCopy, *, with_witness: bool) -> None:
    """Somebody puts an older image back; with its witness too when the whole machine was copied."""
    before = store.sales(machine.station)
    machine.was_put_back = True
    machine.shut()
    file = machine.profile / FILE_NAME
    for part in ("", "-wal", "-shm"):
        file.with_name(FILE_NAME + part).unlink(missing_ok=True)
    shutil.copy(old.file, file)
    if with_witness:
        machine.witness.said = old.said
        machine.stops.clear()  # nothing is left that knows of it
    machine.noted.clear()
    machine.restart()
    paper = machine.place.paper
    gone = before - store.sales(machine.station)
    if with_witness:  # and with it goes what told of sales that an earlier image had lost
        gone |= paper.destroyed_of(machine.name, since=machine.station.author.epoch)
    paper.destroy(gone, unseen=with_witness)


def become(machine: Machine, other: Machine) -> None:
    """Run the same station from a copy of everything that the other machine has."""
    machine.profile.mkdir()
    copies.copy(other.station.database, machine.profile / FILE_NAME, lambda: None, pages=-1)
    machine.witness.said = other.witness.said
    machine.was_put_back = machine.in_use = True
    machine.restart()


def wake(machine: Machine, profile: Path, said: str | None) -> None:
    """Go on as the station whose profile this is, and whose witness heard this last."""
    shutil.copytree(profile, machine.profile)
    machine.witness.said = said
    machine.in_use = True
    machine.restart()
