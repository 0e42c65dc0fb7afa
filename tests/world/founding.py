"""Initial states of worlds: HQ with a number of enrolled stations, made once for each number and then copied."""

import shutil

from tests.world.faults import Faults
from tests.world.grounds import Grounds
from tests.world.parts import Founded
from tests.world.world import Size, World


def founded(grounds: Grounds, machines: int) -> Founded:
    """The initial state for this many machines."""
    if machines not in grounds.founded:
        before = founded(grounds, machines - 1) if machines > 1 else grounds.house
        grounds.founded[machines] = _enrol_one_more(
            World(grounds, -machines, Faults.none(), Size(machines, 0, 0)), before
        )
    return grounds.founded[machines]


def _enrol_one_more(world: World, before: Founded) -> Founded:
    """The initial state `before` with one more enrolled machine."""
    grounds, no = world.grounds, world.size.machines
    name, profiles = f"founded_{no}", grounds.folder / f"founded-{no}"
    with world.running(before, kept_as=name):
        machine = world.set_up(f"t{no}", no)
        assert no == 1 or world.administrators.add_station(machine.build.station_id, no)
        assert world.enrol(machine)
        for enrolled in world.machines:
            enrolled.sync()
        anchors = {enrolled.name: enrolled.witness.text for enrolled in world.machines}
        for enrolled in world.machines:
            enrolled.shut()
            shutil.copytree(enrolled.profile, profiles / enrolled.name)
    return Founded(name, profiles, anchors)
