"""Scripts: short stories that lead straight to the symptoms of a defect, in a world without random faults."""

from collections.abc import Callable
from functools import partial

import httpx

from domain.ids import PerformanceId, ZoneId
from pos_app.services.rights import ask_rights
from pos_app.services.rights.returning import return_places
from pos_app.storage.catalogue import rights
from tests.builders import stations
from tests.world import images
from tests.world.disasters import copy_hq, put_hq_back, reconnect, write_off
from tests.world.granting import free_seat, grant_seat, release_seats
from tests.world.machines import Machine
from tests.world.recalling import recall_seat
from tests.world.scenes import (
    FEW,
    give_seat,
    hand_over,
    keep_seat,
    lose,
    opened,
    pass_time,
    push,
    receive,
    sell_the_seat,
)
from tests.world.settling import settle_again
from tests.world.world import World

Script = Callable[[World], None]

_PORTS_OF_A_SALE, _PORTS_OF_A_PAGE = range(24), range(8)
_PLACES, _HEAD, _FEED = "/places", "/head", "/feed"


def an_ordinary_day(world: World) -> None:
    """Every station sells, moves cash, closes the day and runs a round with HQ."""
    for machine in world.machines:
        till = world.tills[machine.name]
        till.serve(2 * FEW)
        till.move_cash()
        till.serve(FEW)
        till.close_day()
        machine.sync()


def crashes_over_a_sale(world: World) -> None:
    """Sell again and again; each time the program crashes one port call later."""
    machine, till = opened(world)
    queue = till.look()
    assert queue is not None
    for ports in _PORTS_OF_A_SALE:
        machine.build.fuse.light(ports)
        till.sell_to(queue)


def crashes_over_a_page(world: World) -> None:
    """Publish again and again; each time the program crashes one port call later while it applies the page."""
    machine, _ = opened(world)
    for ports in _PORTS_OF_A_PAGE:
        world.administrators.publish_rate()
        machine.session = None
        machine.line.order(_FEED, partial(_with_fuse, machine, ports))
        machine.sync()


def a_slow_change(world: World) -> None:
    """Two transactions publish at once, and a station fetches the feed between their commits."""
    machine, _ = opened(world)
    with world.administrators.slow_publication():
        world.administrators.publish_rate()
        machine.session = None
        machine.sync()
    machine.session = None
    machine.sync()


def a_repeated_push(world: World) -> None:
    """HQ receives a push with sales and returned places twice."""
    machine, till = opened(world)
    zone = _general_zone(machine)
    machine.do("give back", lambda station: return_places(station, stations.rosa(station), zone, 1))
    push(machine, till, suffering=machine.line.duplicate)


def a_refund_right_that_is_lent(world: World) -> None:
    """A customer comes to another counter; HQ lends the right when the first one returned it; then they try both."""
    (first, at_first), (second, at_second) = opened(world), opened(world, 1)
    sold = next(sale for sale in reversed(first.place.paper.sales) if sale.machine == first.name)
    at_second.refund_of(sold)
    for _ in range(2):
        first.sync()
    at_second.refund_of(sold)
    second.sync()
    at_first.refund_here(sold)
    first.sync()


def put_back_and_sold_again(world: World) -> None:
    """An older image is put back, and sales go on."""
    machine, till = opened(world)
    images.copy(machine)
    push(machine, till)
    images.put_back(machine, machine.copies[0], with_witness=False)
    push(machine, till)


def a_late_request_of_this_session(world: World) -> None:
    """A push arrives at HQ after two later ones of its session."""
    machine, till = opened(world)
    session = machine.session
    push(machine, till, suffering=machine.line.late_soon)
    machine.session = session
    machine.sync()
    push(machine, till)
    pass_time(world)


def a_late_request_of_another_session(world: World) -> None:
    """A push arrives at HQ after the station opened another session and pushed more."""
    machine, till = opened(world)
    push(machine, till, suffering=machine.line.late_soon)
    machine.session = None
    machine.sync()
    push(machine, till)
    pass_time(world)


def an_answer_of_before(world: World) -> None:
    """The station receives the response to an earlier push."""
    machine, till = opened(world)
    push(machine, till, suffering=machine.line.stale)


def a_lost_push(world: World) -> None:
    """A push does not arrive at HQ."""
    machine, till = opened(world)
    push(machine, till, suffering=machine.line.lost_request)


def another_stations_path(world: World) -> None:
    """A station asks with its own token for the head of another station."""
    machine, _ = opened(world)
    machine.session = None
    machine.line.order(_HEAD, machine.line.trespass)
    machine.sync()


def places_asked_for_twice(world: World) -> None:
    """The response to a request for places is lost, and the request is repeated."""
    machine, _ = opened(world)
    zone = _general_zone(machine)
    machine.line.order(_PLACES, machine.line.lost_reply)
    for _ in range(2):
        machine.ask(lambda station, hq: ask_rights.ask_places(station, hq, zone, FEW))


def one_seat_granted_twice(world: World) -> None:
    """A seat of one station is granted to another one as well; both sell what they hold."""
    one, till = opened(world)
    other, other_till = opened(world, 1)
    queue = till.look()
    assert queue is not None
    hand_over(world, queue, other)
    sell_the_seat(queue, till)
    sell_the_seat(queue, other_till)
    one.sync()
    other.sync()


def a_recalled_seat_in_a_cart(world: World) -> None:
    """A seat is recalled while it is in a cart, and HQ tries to grant it to another station."""
    one, till = opened(world)
    other, other_till = opened(world, 1)
    people = world.administrators
    performance_id, seat = free_seat(people)
    grant_seat(people, one.build.station_id, performance_id, seat)
    push(one, till)
    push(one, till)
    one.do("fill a cart", lambda station: keep_seat(station, performance_id, seat))
    recall_seat(people, one.build.station_id, performance_id, seat)
    grant_seat(people, other.build.station_id, performance_id, seat)
    push(one, till)
    push(other, other_till)
    push(other, other_till)


def a_seat_handed_over(world: World) -> None:
    """Two stations without a line: one gives a seat to the other, which HQ hears of first."""
    one, till = opened(world)
    other, other_till = opened(world, 1)
    people = world.administrators
    performance_id, seat = free_seat(people)
    grant_seat(people, one.build.station_id, performance_id, seat)
    push(one, till)
    push(one, till)
    made = one.do("hand over", lambda station: give_seat(station, performance_id, seat, "2"))
    assert made is not None
    received = other.do("accept", lambda station: receive(station, made))
    assert received is not None
    push(other, other_till)
    push(one, till)


def hq_put_back(world: World) -> None:
    """HQ's database is put back to before a seat was granted; then the seat is granted to another station."""
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
    """A machine is lost for ever with unsent sales; another one takes its place."""
    machine, till = opened(world)
    lose(world, machine, till)
    write_off(world, machine)


def lost_and_recovered(world: World) -> None:
    """A lost machine is recovered and pushes its sales; the cases are settled, and settling is repeated."""
    machine, till = opened(world)
    lose(world, machine, till)
    reconnect(machine)
    machine.sync()
    settle_again(world.administrators)


def released_and_sold_again(world: World) -> None:
    """A seat of a lost machine is granted to another one; HQ receives first the sale that had no right any more."""
    machine, till = opened(world)
    other, other_till = opened(world, 1)
    queue = till.look()
    assert queue is not None
    lose(world, machine, till, queue)
    release_seats(world.administrators, machine.build.station_id)
    hand_over(world, queue, other)
    reconnect(machine)
    machine.sync()
    pass_time(world)
    sell_the_seat(queue, other_till)
    other.sync()


def _general_zone(machine: Machine) -> tuple[PerformanceId, ZoneId]:
    with machine.station.database.read() as tx:
        allotment = rights.allotments(tx, machine.station.holder)[0]
    return allotment.performance_id, allotment.zone_id


def _with_fuse(machine: Machine, ports: int, request: httpx.Request) -> httpx.Response:
    machine.build.fuse.light(ports)
    return machine.line.carry(request)
