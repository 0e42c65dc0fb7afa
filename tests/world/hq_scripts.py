"""Scripts in which HQ is put back to an older copy of its database: stations send again what the copy does not have."""

from uuid import UUID

from tests.world import images
from tests.world.care import look_after
from tests.world.disasters import copy_hq, put_hq_back, reconnect
from tests.world.granting import grant_places, grant_seats, release_seats
from tests.world.scenes import FEW, lose, opened, push
from tests.world.world import World

_OFTEN = 4


def forgets_that_a_machine_was_lost(world: World) -> None:
    """The copy is older than the loss of a machine and than the one that took its place."""
    machine, till = opened(world)
    copy = copy_hq(world)
    push(machine, till)
    lose(world, machine, till)
    put_hq_back(world, copy)
    world.tills[world.machines[-1].name].serve(FEW)
    reconnect(machine)


def forgets_who_has_the_seats_of_a_lost_machine(world: World) -> None:
    """The copy is older than the release of a lost machine's seats, which both stations sold."""
    machine, till = opened(world)
    heir, other_till = opened(world, 1)
    lose(world, machine, till, till.look())
    copy = copy_hq(world)
    release_seats(world.administrators, machine.build.station_id, heir.build.station_id)
    heir.sync()
    push(heir, other_till)
    put_hq_back(world, copy)
    other_till.serve(FEW)
    reconnect(machine)


def forgets_a_new_life(world: World) -> None:
    """The copy is older than the new life of a machine that was put back as well."""
    machine, till = opened(world)
    images.copy(machine)
    push(machine, till)
    copy = copy_hq(world)
    images.put_back(machine, machine.copies[0], with_witness=False)
    for _ in range(_OFTEN):
        look_after(world, machine)
    push(machine, till)
    put_hq_back(world, copy)
    till.serve(FEW)


def forgets_what_came_back(world: World) -> None:
    """The copy is older than the return of rights, which HQ then granted to another station."""
    machine, till = opened(world)
    other, other_till = opened(world, 1)
    copy = copy_hq(world)
    for _ in range(_OFTEN):
        till.give_back()
    machine.sync()
    _grant_much(world, other.build.station_id)
    other.sync()
    push(other, other_till)
    put_hq_back(world, copy)
    _grant_much(world, other.build.station_id)
    push(other, other_till)
    push(machine, till)


def _grant_much(world: World, station_id: UUID) -> None:
    for _ in range(_OFTEN):
        grant_seats(world.administrators, station_id)
        grant_places(world.administrators, station_id)


STORIES = (
    forgets_that_a_machine_was_lost, forgets_who_has_the_seats_of_a_lost_machine, forgets_a_new_life,
    forgets_what_came_back,
)  # fmt: skip
