"""How staff handle a station that stopped, and how a world heals until every station is level with HQ."""

from datetime import timedelta
from typing import TYPE_CHECKING

from hq.journals.lives import StationStatus
from sync.line.hq_errors import EpochOver, ForkDetected, RewindDetected
from tests.world import store
from tests.world.faults import Faults
from tests.world.machines import Machine
from tests.world.settling import settle_open_cases

if TYPE_CHECKING:
    from tests.world.world import World

_HEALING_ROUNDS = 20
_BETWEEN_ROUNDS = timedelta(minutes=5)
_QUIET_ROUNDS = 2
"""Two rounds: a machine that synchronised first learns only in its next round that a copy of it wrote in its chain."""
_STOPPED_BY_HQ = (EpochOver, ForkDetected, RewindDetected)


def heal(world: "World") -> None:
    """Switch every fault off and synchronise until all stations are level with HQ."""
    world.log("everything heals")
    world.schedule.forget()
    world.hq.faults = Faults.none()
    for machine in world.machines:
        machine.faults, machine.line.is_cut, machine.clock.wrong_by = Faults.none(), False, timedelta(0)
    for machine in world.machines:
        if not machine.is_enrolled and world.enrol(machine):
            world.log(f"{machine.name} is enrolled at last")
    quiet = 0
    for _ in range(_HEALING_ROUNDS):
        level = [look_after(world, machine) for machine in world.in_use]
        world.schedule.run(world.schedule.now() + _BETWEEN_ROUNDS)
        world.administrators.keep_up()
        quiet = quiet + 1 if all(level) and not settle_open_cases(world.administrators) else 0
        if quiet == _QUIET_ROUNDS:
            return
    world.wrong("the stations do not become level with HQ")


def look_after(world: "World", machine: Machine) -> bool:
    """Run a round and do what a supervisor does when it fails; returns whether the machine is level with HQ."""
    done = machine.sync()
    if store.is_over(machine.station) and _is_replaced(world, machine):
        machine.in_use = bool(store.pending(machine.station))
        return not machine.in_use
    if machine.is_stopped or store.is_over(machine.station):
        if done or isinstance(machine.refusal, _STOPPED_BY_HQ):
            _end_the_stop(world, machine)
        return False
    if not (done and store.is_good(machine.station)) and _is_frozen(world, machine):
        if not any(sibling.is_stopped for sibling in world.siblings(machine)):
            world.administrators.set_status(machine.build.station_id, StationStatus.ACTIVE)
        return False
    world.tills[machine.name].settle_conflicts()
    return done and not store.pending(machine.station)


def _is_frozen(world: "World", machine: Machine) -> bool:
    return world.administrators.view(machine.build.station_id).status is StationStatus.FROZEN


def _is_replaced(world: "World", machine: Machine) -> bool:
    others = [other for other in world.machines if other.build.station_id == machine.build.station_id]
    return any(other.is_enrolled and other.station.author.epoch > machine.station.author.epoch for other in others)


def _end_the_stop(world: "World", machine: Machine) -> None:
    """Switch off the machine when HQ follows another copy of its station; otherwise begin a new life on it."""
    epoch = machine.station.author.epoch
    siblings = world.siblings(machine)
    if any(not sibling.is_stopped and sibling.station.author.epoch >= epoch for sibling in siblings):
        world.log(f"{machine.name} is switched off")
        machine.in_use = False
        return
    world.administrators.approve_epoch(machine.build.station_id)
    machine.begin_new_life()
