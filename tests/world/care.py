"""What people do when a station says that it cannot go on; and, at the end, until everybody is level."""

from datetime import timedelta
from typing import TYPE_CHECKING

from hq.journals.lives import StationStatus
from sync.line.hq_errors import EpochOver, ForkFound, RewindFound
from tests.world import store
from tests.world.faults import Faults
from tests.world.machines import Machine
from tests.world.settling import settle_what_waits

if TYPE_CHECKING:
    from tests.world.world import World

_HEALING_ROUNDS = 20
_BETWEEN_ROUNDS = timedelta(minutes=5)
_QUIET_ROUNDS = 2
"""A machine whose round came first hears only in the next one that another wrote in its chain."""
_HQ_HAS_SEEN = (EpochOver, ForkFound, RewindFound)


def heal(world: "World") -> None:
    """Nothing goes wrong any more, and everybody has time to come level."""
    world.say("everything heals")
    world.schedule.forget()
    world.hq.faults = Faults.none()
    for machine in world.machines:
        machine.faults, machine.line.is_cut, machine.clock.wrong_by = Faults.none(), False, timedelta(0)
    for machine in world.machines:
        if not machine.is_enrolled and world.enrol(machine):
            world.say(f"{machine.name} is enrolled at last")
    quiet = 0
    for _ in range(_HEALING_ROUNDS):
        level = [look_after(world, machine) for machine in world.in_use]
        world.schedule.run(world.schedule.now() + _BETWEEN_ROUNDS)
        quiet = quiet + 1 if all(level) and not settle_what_waits(world.administrators) else 0
        if quiet == _QUIET_ROUNDS:
            return
    world.wrong("the stations do not come level")


def look_after(world: "World", machine: Machine) -> bool:
    """A round, and what a supervisor does when the station says that it cannot go on; says whether all is well."""
    done = machine.sync()
    if store.is_over(machine.station) and _is_replaced(world, machine):
        machine.in_use = bool(store.pending(machine.station))
        return not machine.in_use
    if machine.is_stopped or store.is_over(machine.station):
        if done or isinstance(machine.refusal, _HQ_HAS_SEEN):
            _end_the_stop(world, machine)
        return False
    if not (done and store.is_good(machine.station)) and _is_frozen(world, machine):
        if not any(each.is_stopped for each in world.siblings(machine)):
            world.administrators.set_status(machine.build.station_id, StationStatus.ACTIVE)
        return False
    world.tills[machine.name].settle_conflicts()
    return done and not store.pending(machine.station)


def _is_frozen(world: "World", machine: Machine) -> bool:
    return world.administrators.view(machine.build.station_id).status is StationStatus.FROZEN


def _is_replaced(world: "World", machine: Machine) -> bool:
    others = [each for each in world.machines if each.build.station_id == machine.build.station_id]
    return any(each.is_enrolled and each.station.author.epoch > machine.station.author.epoch for each in others)


def _end_the_stop(world: "World", machine: Machine) -> None:
    """Of two machines that are one station, the one that HQ does not follow is switched off; one alone goes on."""
    epoch = machine.station.author.epoch
    if any(not each.is_stopped and each.station.author.epoch >= epoch for each in world.siblings(machine)):
        world.say(f"{machine.name} is switched off")
        machine.in_use = False
        return
    world.administrators.approve_epoch(machine.build.station_id)
    machine.begin_new_life()
