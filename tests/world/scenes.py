"""The scenes of which scripts are made: a counter at work, a push with a fault, the loss of a machine."""

from datetime import timedelta
from uuid import UUID

from domain.ids import PerformanceId, SeatId
from domain.sale.cart import CartLine
from hq.journals.lives import StationStatus
from pos_app.services.rights import accepting, handing, held_rights
from pos_app.services.rights.accepting import Received
from pos_app.services.rights.handing import HandOver
from pos_app.services.rights.parts import Part
from pos_app.services.selling import carts
from pos_app.station import Station
from tests.builders import stations
from tests.world.customers import Customers
from tests.world.disasters import disconnect
from tests.world.granting import grant_seat
from tests.world.machines import Machine
from tests.world.network import Fault
from tests.world.till import Till
from tests.world.world import World

FEW = 6
JOURNAL = "/journal"


def opened(world: World, no: int = 0) -> tuple[Machine, Till]:
    """A machine with an open shift and some sales that HQ has received."""
    machine = world.machines[no]
    till = world.tills[machine.name]
    till.serve(FEW)
    machine.sync()
    return machine, till


def push(machine: Machine, till: Till, suffering: Fault | None = None) -> None:
    """Sell and run a round; `suffering` is the fault that its push meets."""
    till.serve(FEW)
    if suffering is not None:
        machine.line.order(JOURNAL, suffering)
    machine.sync()


def lose(world: World, machine: Machine, till: Till, queue: Customers | None = None) -> None:
    """Lose a machine with unsent sales, the seat of `queue` among them; another machine takes its place and sells."""
    disconnect(machine)
    if queue is not None:
        sell_the_seat(queue, till)
    till.serve(FEW)
    world.administrators.set_status(machine.build.station_id, StationStatus.LOST)
    other = world.set_up(f"{machine.name}+", machine.build.no)
    world.enrol(other)
    world.tills[other.name].serve(FEW)
    other.sync()


def hand_over(world: World, queue: Customers, machine: Machine) -> None:
    """Grant the seat that the queue asks for to a machine's station."""
    (performance_id, _), seat = queue.a_seat
    grant_seat(world.administrators, machine.build.station_id, performance_id, seat)
    machine.sync()


def sell_the_seat(queue: Customers, till: Till) -> None:
    """Sell the seat that the queue asks for."""
    till.sell_to(queue.for_the_seat())


def pass_time(world: World) -> None:
    """Let a minute pass, so that late requests arrive."""
    world.schedule.run(world.schedule.now() + timedelta(minutes=1))


def keep_seat(station: Station, performance_id: UUID, seat: SeatId) -> None:
    """Leave a cart with this seat, as a cashier does who looks something up."""
    with station.database.read() as tx:
        offering = station.catalogue.offering(tx, PerformanceId(performance_id))
        section_no = station.catalogue.plan_seats(tx, offering.venue.id).section_no[seat]
    zone = next(zone for zone in offering.zones if section_no in zone.section_nos)
    line = CartLine(offering.performance.id, zone.id, offering.ticket_types[0].id, seat_id=seat)
    carts.keep(station, stations.ana(station), stations.cart_of(line))


def give_seat(station: Station, performance_id: UUID, seat: SeatId, no: str) -> HandOver:
    """Hand one seat over to the station with a number."""
    held, seats = next(
        (right, (one,))
        for right in held_rights.held_rights(station)
        if right.at is not None and right.at.performance_id == performance_id
        for one in right.seats
        if one.id == seat
    )
    return handing.hand_over(station, stations.rosa(station), Part(held, 1, seats), no)


def receive(station: Station, made: HandOver) -> Received:
    """Accept what another station gave."""
    return accepting.accept(station, stations.rosa(station), made.content)
