"""Short stories that lead straight to where a defect shows: the people, machines and lines of any world, no faults."""

from collections.abc import Callable
from functools import partial

import httpx

from domain.ids import PerformanceId, ZoneId
from pos_app.services.rights import ask_rights
from pos_app.services.rights.rights import give_back_places
from pos_app.storage.catalogue import rights
from tests.world import images
from tests.world.disasters import copy_hq, never_found, put_hq_back, see_again
from tests.world.granting import free_seat, grant_seat, release_seats
from tests.world.machines import Machine
from tests.world.scenes import FEW, hand_over, lose, opened, pass_time, push, sell_the_seat
from tests.world.settling import settle_again
from tests.world.world import World

Script = Callable[[World], None]

_PORTS_OF_A_SALE, _PORTS_OF_A_PAGE = range(24), range(8)
_PLACES, _HEAD, _FEED = "/places", "/head", "/feed"


def an_ordinary_day(world: World) -> None:
    """People sell, move cash and close; every station speaks with HQ."""
    for machine in world.machines:
        till = world.tills[machine.name]
        till.serve(2 * FEW)
        till.move_cash()
        till.serve(FEW)
        till.close_day()
        machine.sync()


def crashes_over_a_sale(world: World) -> None:
    """Sale after sale, and each time the program ends one step later."""
    machine, till = opened(world)
    queue = till.look()
    assert queue is not None
    for ports in _PORTS_OF_A_SALE:
        machine.build.fuse.light(ports)
        till.sell_to(queue)


def crashes_over_a_page(world: World) -> None:
    """HQ decides something again and again; the program ends one step later each time that it hears of it."""
    machine, _ = opened(world)
    for ports in _PORTS_OF_A_PAGE:
        world.administrators.publish_rate()
        machine.session = None
        machine.line.order(_FEED, partial(_with_fuse, machine, ports))
        machine.sync()


def a_slow_change(world: World) -> None:
    """HQ decides two things at once, and stations ask between the commits."""
    machine, _ = opened(world)
    with world.administrators.slow_publication():
        world.administrators.publish_rate()
        machine.session = None
        machine.sync()
    machine.session = None
    machine.sync()


def a_push_told_twice(world: World) -> None:
    """HQ hears twice what a station sold and gave back."""
    machine, till = opened(world)
    zone = _general_zone(machine)
    machine.do("give back", lambda station: give_back_places(station, zone, 1))
    push(machine, till, suffering=machine.line.duplicate)


def put_back_and_sold_again(world: World) -> None:
    """An older image is put back, and people go on selling."""
    machine, till = opened(world)
    images.copy(machine)
    push(machine, till)
    images.put_back(machine, machine.copies[0], with_witness=False)
    push(machine, till)


def a_late_request_of_this_session(world: World) -> None:
    """A push comes to HQ when two later ones of its session are done."""
    machine, till = opened(world)
    session = machine.session
    push(machine, till, suffering=machine.line.late_soon)
    machine.session = session
    machine.sync()
    push(machine, till)
    pass_time(world)


def a_late_request_of_another_session(world: World) -> None:
    """A push comes to HQ when the station has opened another session and told more."""
    machine, till = opened(world)
    push(machine, till, suffering=machine.line.late_soon)
    machine.session = None
    machine.sync()
    push(machine, till)
    pass_time(world)


def an_answer_of_before(world: World) -> None:
    """A push is answered with what HQ said to the one before it."""
    machine, till = opened(world)
    push(machine, till, suffering=machine.line.stale)


def a_lost_push(world: World) -> None:
    """A push does not come to HQ."""
    machine, till = opened(world)
    push(machine, till, suffering=machine.line.lost_request)


def at_a_strange_door(world: World) -> None:
    """A station asks under its own token where HQ stands with another one."""
    machine, _ = opened(world)
    machine.session = None
    machine.line.order(_HEAD, machine.line.trespass)
    machine.sync()


def places_asked_for_twice(world: World) -> None:
    """The answer to a question at the counter is lost, and the question is asked again."""
    machine, _ = opened(world)
    zone = _general_zone(machine)
    machine.line.order(_PLACES, machine.line.lost_reply)
    for _ in range(2):
        machine.ask(lambda station, hq: ask_rights.ask_places(station, hq, zone, FEW))


def one_seat_granted_twice(world: World) -> None:
    """An administrator gives a seat of one station to another one as well; both sell what they hold."""
    one, till = opened(world)
    other, others = opened(world, 1)
    queue = till.look()
    assert queue is not None
    hand_over(world, queue, other)
    sell_the_seat(queue, till)
    sell_the_seat(queue, others)
    one.sync()
    other.sync()


def hq_put_back(world: World) -> None:
    """HQ's database is put back to before a seat was granted; then another station is to have the same seat."""
    one, till = opened(world)
    other, _ = opened(world, 1)
    copy, people = copy_hq(world), world.administrators
    performance_id, seat = free_seat(people)
    grant_seat(people, one.build.station_id, performance_id, seat)
    push(one, till)
    push(one, till)
    put_hq_back(world, copy)
    grant_seat(people, other.build.station_id, performance_id, seat)
    other.sync()


def gone_for_ever(world: World) -> None:
    """A machine is lost with what it sold and did not tell; another one takes its place."""
    machine, till = opened(world)
    lose(world, machine, till)
    never_found(world, machine)


def lost_and_found(world: World) -> None:
    """A lost machine turns up with what it sold and did not tell; HQ settles the cases, and somebody does it again."""
    machine, till = opened(world)
    lose(world, machine, till)
    see_again(machine)
    machine.sync()
    settle_again(world.administrators)


def released_and_sold_again(world: World) -> None:
    """A seat of a lost machine goes to another one: HQ hears first of the sale that had no right any more."""
    machine, till = opened(world)
    other, others = opened(world, 1)
    queue = till.look()
    assert queue is not None
    lose(world, machine, till, queue)
    release_seats(world.administrators, machine.build.station_id)
    hand_over(world, queue, other)
    see_again(machine)
    machine.sync()
    pass_time(world)
    sell_the_seat(queue, others)
    other.sync()


def _general_zone(machine: Machine) -> tuple[PerformanceId, ZoneId]:
    with machine.station.database.read() as tx:
        allotment = rights.allotments(tx, machine.station.holder)[0]
    return allotment.performance_id, allotment.zone_id


def _with_fuse(machine: Machine, ports: int, request: httpx.Request) -> httpx.Response:
    machine.build.fuse.light(ports)
    return machine.line.carry(request)
