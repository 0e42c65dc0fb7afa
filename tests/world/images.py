"""Images of whole machines: made, put back, or run on a second machine."""

import shutil
from pathlib import Path

from pos_app.storage.copies import copies
from pos_app.storage.store.database import FILE_NAME
from tests.world import store
from tests.world.machines import Machine
from tests.world.parts import OldCopy


def copy(machine: Machine) -> None:
    """Make an image of the machine's disk."""
    file = machine.place.folder / f"{machine.name}-{len(machine.copies)}.copy"
    copies.copy(machine.station.database, file, lambda: None, pages=-1)
    machine.copies.append(OldCopy(file, machine.witness.text))


def put_back(machine: Machine, old: OldCopy, *, with_witness: bool) -> None:
    """Put an older image back; `with_witness` when the image holds the witness as well."""
    before = store.sales(machine.station)
    machine.was_put_back = True
    machine.shut()
    file = machine.profile / FILE_NAME
    for part in ("", "-wal", "-shm"):
        file.with_name(FILE_NAME + part).unlink(missing_ok=True)
    shutil.copy(old.file, file)
    if with_witness:
        machine.witness.text = old.anchor
        machine.stops.clear()  # nothing on the machine records the fence any more
    machine.noted.clear()
    machine.restart()
    paper = machine.place.paper
    gone = before - store.sales(machine.station)
    if with_witness:  # the witness also held the only trace of sales that an earlier image had lost
        gone |= paper.destroyed_of(machine.name, since=machine.station.author.epoch)
    paper.destroy(gone, unseen=with_witness)


def become(machine: Machine, other: Machine) -> None:
    """Run the station of another machine from a full copy of its store and witness."""
    machine.profile.mkdir()
    copies.copy(other.station.database, machine.profile / FILE_NAME, lambda: None, pages=-1)
    machine.witness.text = other.witness.text
    machine.was_put_back = machine.in_use = True
    machine.restart()


def wake(machine: Machine, profile: Path, anchor: str | None) -> None:
    """Run the station of a profile, with the anchor that its witness kept last."""
    shutil.copytree(profile, machine.profile)
    machine.witness.text = anchor
    machine.in_use = True
    machine.restart()
