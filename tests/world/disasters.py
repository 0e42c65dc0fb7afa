"""What happens to whole machines: put back to an older image, copied, lost and found again."""

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
"""How often somebody gives the seats of a lost machine to others, rightly or not."""


def make_images(world: "World") -> None:
    """Somebody makes an image of a disk, for a rainy day."""
    machine = world.chance.choice(world.machines)
    if machine.in_use and not machine.is_stopped:
        images.copy(machine)
        world.say(f"{machine.name}: an image is made")


def put_back(world: "World") -> None:
    """A technician puts an older image back: of the store alone, or of everything with what witnessed it."""
    having = [machine for machine in world.machines if machine.in_use and machine.copies]
    if not having:
        return
    machine = world.chance.choice(having)
    with_witness = world.chance.random() < 0.4
    world.tally.add("restore_unwitnessed" if with_witness else "restore")
    world.say(f"{machine.name} is put back to an image" + (", and its witness too" if with_witness else ""))
    images.put_back(machine, world.chance.choice(machine.copies), with_witness=with_witness)


def clone(world: "World") -> None:
    """Somebody copies a whole machine, and sells on both."""
    alone = [machine for machine in world.machines if machine.in_use and not world.siblings(machine)]
    if not alone:
        return
    machine = world.chance.choice(alone)
    if machine.is_stopped:
        return
    world.tally.add("clone")
    other = world.copy_of(machine)
    world.say(f"{other.name} is a copy of {machine.name}")
    world.put_to_work(other)


def lose(world: "World") -> None:
    """A machine disappears and another one takes its place; it may turn up later, with what it sold meanwhile."""
    alone = [machine for machine in world.machines if machine.in_use and not world.siblings(machine)]
    if not alone:
        return
    machine = world.chance.choice(alone)
    people, no = world.administrators, machine.build.no
    if not people.set_status(machine.build.station_id, StationStatus.LOST):
        return
    world.tally.add("lost")
    lose_sight_of(machine)
    hours = world.chance.uniform(5, 30)
    world.schedule.after(timedelta(hours=hours), lambda: _turn_up(world, machine))
    other = world.set_up(f"{machine.name}+", no)
    world.say(f"{machine.name} is lost, {other.name} is to take its place")
    _take_up_work(world, other)
    if world.chance.random() < _RELEASED:
        world.tally.add("released")
        to = [each.build.station_id for each in world.in_use if each.build.no != no]
        heir = world.chance.choice(to) if to else None
        world.schedule.after(timedelta(hours=2), lambda: release_seats(people, machine.build.station_id, heir))


def lose_sight_of(machine: Machine) -> None:
    """It is somewhere else, and perhaps somebody sells at it there."""
    machine.line.is_cut = machine.is_lost = machine.was_lost = True


def see_again(machine: Machine) -> None:
    """It is back."""
    machine.line.is_cut = machine.is_lost = False


def never_found(world: "World", machine: Machine) -> None:
    """What it sold and did not tell, nobody can tell any more."""
    machine.in_use = False
    world.paper.destroy(store.sales(machine.station))
    world.say(f"{machine.name} is gone for ever")


def copy_hq(world: "World") -> str:
    """Somebody makes a copy of HQ's database; says where it is."""
    world.hq.close()  # a database that somebody is connected to is not copied
    copy = world.databases.enter_context(world.grounds.database(str(make_url(world.hq.url).database)))
    world.hq.open(world.hq.url)
    world.say("HQ: a copy of the database is made")
    return copy


def put_hq_back(world: "World", copy: str) -> None:
    """HQ goes on with the copy."""
    world.hq.open(copy)
    world.say("HQ: an older copy of the database is put back")


def arrive(world: "World") -> None:
    """One more counter is opened."""
    no = 1 + max(machine.build.no for machine in world.machines)
    if world.administrators.add_station(station_id(no), no):
        world.tally.add("newcomer")
        _take_up_work(world, world.set_up(f"t{no}", no))


def _take_up_work(world: "World", machine: Machine) -> None:
    """Somebody tries until it is enrolled."""
    if world.enrol(machine):
        world.put_to_work(machine)
        return
    world.schedule.after(timedelta(hours=1), lambda: _take_up_work(world, machine))


def _turn_up(world: "World", machine: Machine) -> None:
    if world.chance.random() < 0.4:
        never_found(world, machine)
        return
    see_again(machine)
    world.tally.add("found")
    world.say(f"{machine.name} is found")
