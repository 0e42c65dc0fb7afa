"""What short stories are made of: a counter at work, a push that suffers something, a machine that is lost."""

from datetime import timedelta

from hq.journals.lives import StationStatus
from tests.world.customers import Customers
from tests.world.disasters import lose_sight_of
from tests.world.granting import grant_seat
from tests.world.machines import Machine
from tests.world.network import Fault
from tests.world.till import Till
from tests.world.world import World

FEW = 6
JOURNAL = "/journal"


def opened(world: World, no: int = 0) -> tuple[Machine, Till]:
    """A machine at which a shift is open, and HQ has been told of it."""
    machine = world.machines[no]
    till = world.tills[machine.name]
    till.serve(FEW)
    machine.sync()
    return machine, till


def push(machine: Machine, till: Till, suffering: Fault | None = None) -> None:
    """People sell, and HQ is told, or it comes otherwise."""
    till.serve(FEW)
    if suffering is not None:
        machine.line.order(JOURNAL, suffering)
    machine.sync()


def lose(world: World, machine: Machine, till: Till, queue: Customers | None = None) -> None:
    """With sales that HQ was not told of; somebody sells at another machine in its place."""
    lose_sight_of(machine)
    if queue is not None:
        sell_the_seat(queue, till)
    till.serve(FEW)
    world.administrators.set_status(machine.build.station_id, StationStatus.LOST)
    other = world.set_up(f"{machine.name}+", machine.build.no)
    world.enrol(other)
    world.tills[other.name].serve(FEW)
    other.sync()


def hand_over(world: World, queue: Customers, machine: Machine) -> None:
    """The seat that the queue looks at."""
    (performance_id, _), seat = queue.a_seat
    grant_seat(world.administrators, machine.build.station_id, performance_id, seat)
    machine.sync()


def sell_the_seat(queue: Customers, till: Till) -> None:
    """The same."""
    till.sell_to(queue.for_the_seat())


def pass_time(world: World) -> None:
    """Time enough for what is late."""
    world.schedule.run(world.schedule.now() + timedelta(minutes=1))
