"""Beginnings of worlds: so many stations are enrolled once, with all that they then fetch; each world copies that."""

import shutil

from tests.world.faults import Faults
from tests.world.grounds import Grounds
from tests.world.parts import Founded
from tests.world.world import Size, World

_SEED = 0


def founded(grounds: Grounds, machines: int) -> Founded:
    """The beginning for so many machines."""
    if machines not in grounds.founded:
        grounds.founded[machines] = _found(World(grounds, _SEED, Faults.none(), Size(machines, 0, 0)))
    return grounds.founded[machines]


def _found(world: World) -> Founded:
    grounds, many = world.grounds, world.size.machines
    name, profiles = f"founded_{many}", grounds.folder / f"founded-{many}"
    with world.made(grounds.house, kept_as=name):
        for no in range(1, many + 1):
            machine = world.set_up(f"t{no}", no)
            assert no == 1 or world.administrators.add_station(machine.build.station_id, no)
            assert world.enrol(machine)
            machine.sync()
        said = {machine.name: machine.witness.said for machine in world.machines}
        for machine in world.machines:
            machine.shut()
            shutil.copytree(machine.profile, profiles / machine.name)
    return Founded(name, profiles, said)
