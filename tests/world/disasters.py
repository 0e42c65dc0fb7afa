"""Disasters of whole machines and of HQ: put back to an older image, copied, lost and recovered."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from hq.journals.lives import StationStatus
from tests.world import images, store
from tests.world.granting import release_seats
from tests.world.grounds import station_id
from tests.world.machines import Machine

if TYPE_CHECKING:
    from tests.world.world import World

_RELEASED = 0.7
"""How often staff release the seats of a lost machine to other stations, although it may have sold them."""


def make_images(world: "World") -> None:
    """Make an image of a random machine's disk."""
    machine = world.chance.choice(world.machines)
    if machine.in_use and not machine.is_stopped:
        images.copy(machine)
        world.log(f"{machine.name}: an image is made")


def put_back(world: "World") -> None:
    """Put an older image of a machine back: of the store alone, or of the witness as well."""
    candidates = [machine for machine in world.machines if machine.in_use and machine.copies]
    if not candidates:
        return
    machine = world.chance.choice(candidates)
    with_witness = world.chance.random() < 0.4
    world.tally.add("restore_unwitnessed" if with_witness else "restore")
    world.log(f"{machine.name} is put back to an image" + (", and its witness too" if with_witness else ""))
    images.put_back(machine, world.chance.choice(machine.copies), with_witness=with_witness)


def clone(world: "World") -> None:
    """Copy a whole machine; both are used for sales."""
    alone = [machine for machine in world.machines if machine.in_use and not world.siblings(machine)]
    if not alone:
        return
    machine = world.chance.choice(alone)
    if machine.is_stopped:
        return
    world.tally.add("clone")
    other = world.copy_of(machine)
    world.log(f"{other.name} is a copy of {machine.name}")
    world.put_to_work(other)


def lose(world: "World") -> None:
    """Lose a machine and set another one up in its place; the lost one may be recovered later, with unsent sales."""
    alone = [machine for machine in world.machines if machine.in_use and not world.siblings(machine)]
    if not alone:
        return
    machine = world.chance.choice(alone)
    people, no = world.administrators, machine.build.no
    if not people.set_status(machine.build.station_id, StationStatus.LOST):
        return
    world.tally.add("lost")
    disconnect(machine)
    hours = world.chance.uniform(5, 30)
    world.schedule.after(timedelta(hours=hours), lambda: _recover_or_write_off(world, machine))
    other = world.set_up(f"{machine.name}+", no)
    world.log(f"{machine.name} is lost, {other.name} is to take its place")
    _enrol_and_work(world, other)
    if world.chance.random() < _RELEASED:
        world.tally.add("released")
        others = [other.build.station_id for other in world.in_use if other.build.no != no]
        heir = world.chance.choice(others) if others else None
        world.schedule.after(timedelta(hours=2), lambda: release_seats(people, machine.build.station_id, heir))


def disconnect(machine: Machine) -> None:
    """Cut a lost machine off from HQ; somebody may still sell at it."""
    machine.line.is_cut = machine.is_lost = machine.was_lost = True


def reconnect(machine: Machine) -> None:
    """Connect a recovered machine to HQ again."""
    machine.line.is_cut = machine.is_lost = False


def write_off(world: "World", machine: Machine) -> None:
    """A lost machine is never recovered: its unsent sales exist on paper only."""
    machine.in_use = False
    world.paper.destroy(store.sales(machine.station))
    world.log(f"{machine.name} is gone for ever")


def copy_hq(world: "World") -> str:
    """Copy HQ's database; returns the URL of the copy."""
    world.hq.close()  # PostgreSQL copies only a database without connections
    copy = world.databases.enter_context(world.grounds.database(str(make_url(world.hq.url).database)))
    world.hq.open(world.hq.url)
    world.log("HQ: a copy of the database is made")
    return copy


def put_hq_back(world: "World", copy: str) -> None:
    """Run HQ on the older copy of its database."""
    world.hq.open(copy)
    world.log("HQ: an older copy of the database is put back")


def arrive(world: "World") -> None:
    """Open one more counter."""
    no = 1 + max(machine.build.no for machine in world.machines)
    if world.administrators.add_station(station_id(no), no):
        world.tally.add("newcomer")
        _enrol_and_work(world, world.set_up(f"t{no}", no))


def _enrol_and_work(world: "World", machine: Machine) -> None:
    """Enrol a machine, trying again each hour until it succeeds, and sell at it."""
    if world.enrol(machine):
        world.put_to_work(machine)
        return
    world.schedule.after(timedelta(hours=1), lambda: _enrol_and_work(world, machine))


def _recover_or_write_off(world: "World", machine: Machine) -> None:
    if world.chance.random() < 0.4:
        write_off(world, machine)
        return
    reconnect(machine)
    world.tally.add("recovered")
    world.log(f"{machine.name} is recovered")
