"""Beginnings of worlds: so many stations are enrolled once, with all that they then fetch; each world copies that."""

import shutil

from tests.world.faults import Faults
from tests.world.grounds import Grounds
from tests.world.parts import Founded
from tests.world.world import Size, World


def founded(grounds: Grounds, machines: int) -> Founded:
    """The beginning for so many machines."""
    if machines not in grounds.founded:
        before = founded(grounds, machines - 1) if machines > 1 else grounds.house
        grounds.founded[machines] = _found(World(grounds, -machines, Faults.none(), Size(machines, 0, 0)), before)
    return grounds.founded[machines]


def _found(world: World, before: Founded) -> Founded:
    """One machine more than before."""
    grounds, no = world.grounds, world.size.machines
    name, profiles = f"founded_{no}", grounds.folder / f"founded-{no}"
    with world.made(before, kept_as=name):
        machine = world.set_up(f"t{no}", no)
        assert no == 1 or world.administrators.add_station(machine.build.station_id, no)
        assert world.enrol(machine)
        for each in world.machines:
            each.sync()
        said = {each.name: each.witness.said for each in world.machines}
        for each in world.machines:
            each.shut()
            shutil.copytree(each.profile, profiles / each.name)
    return Founded(name, profiles, said)
