"""Schedules the acts of a world's days: work at the counters and at HQ, and faults."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.world.care import look_after
from tests.world.disasters import arrive, clone, lose, make_images, put_back
from tests.world.granting import grant_places, grant_seats
from tests.world.machines import Machine
from tests.world.recalling import recall_some
from tests.world.till import Till

if TYPE_CHECKING:
    from tests.world.world import World

_DAY_S = 24 * 3600
_CUSTOMERS = 20
"""About so many come at once."""
_TRIED_AGAIN = 0.2
"""The share of failed rounds that are tried again within minutes."""


def announce(world: "World") -> None:
    """Schedule everything that repeats."""
    for machine in world.machines:
        put_to_work(world, machine)
    _repeat(world, 3600 * 3 / world.size.haste, lambda: _at_hq(world))
    _repeat(world, 3600 * 7 / world.size.haste, lambda: _recall(world))
    for rate, trouble in (
        (world.faults.partition, _cut_off),
        (world.faults.clock, _set_clock),
        (world.faults.slow_writer, _write_slowly),
        (3.0 * bool(world.faults.restore), make_images),
        (world.faults.restore, put_back),
        (world.faults.clone, clone),
        (world.faults.lost, lose),
        (world.faults.newcomer, arrive),
    ):
        if rate:
            _repeat(world, _DAY_S / rate, partial(trouble, world))


def put_to_work(world: "World", machine: Machine) -> None:
    """Schedule the sales of a machine and its rounds with HQ."""
    till, haste = world.tills[machine.name], world.size.haste
    _repeat(world, _DAY_S / world.size.sales_a_day * _CUSTOMERS, lambda: _customers(world, till))
    _repeat(world, 3600 * 9 / haste, lambda: _round(world, machine))
    _repeat(world, 3600 * 9 / haste, lambda: _beside_sales(world, till))


def _repeat(world: "World", every_s: float, act: Callable[[], None]) -> None:
    """Run an act at random intervals of `every_s` seconds on average."""

    def now() -> None:
        act()
        _repeat(world, every_s, act)

    world.schedule.after(timedelta(seconds=world.chance.expovariate(1 / every_s)), now)


def _customers(world: "World", till: Till) -> None:
    if till.machine.in_use:
        till.serve(world.chance.randint(1, 2 * _CUSTOMERS - 1))


def _round(world: "World", machine: Machine) -> None:
    """A round with HQ. Some failed rounds are tried again soon, so that late requests arrive after newer ones."""
    if not machine.in_use or look_after(world, machine) or world.chance.random() > _TRIED_AGAIN * world.size.haste:
        return

    def again() -> None:
        if machine.in_use:
            world.tills[machine.name].serve(2)
        _round(world, machine)

    world.schedule.after(timedelta(seconds=world.chance.randint(20, 300)), again)


def _beside_sales(world: "World", till: Till) -> None:
    if till.machine.in_use:
        world.chance.choice((till.read_x, till.move_cash, till.close_day, till.give_back))()


def _at_hq(world: "World") -> None:
    people, no = world.administrators, world.chance.choice(world.machines).build.station_id
    world.chance.choice((
        people.change_price,
        people.add_performance,
        people.publish_rate,
        people.keep_up,
        lambda: grant_seats(people, no),
        lambda: grant_places(people, no),
        lambda: grant_places(people, no),
    ))()  # fmt: skip


def _recall(world: "World") -> None:
    recall_some(world.administrators, world.chance.choice(world.machines).build.station_id, world.chance)


def _cut_off(world: "World") -> None:
    machine = world.chance.choice(world.machines)
    hours = world.chance.choice((0.2, 2, 10, 30))
    machine.line.is_cut = True
    world.tally.add("partition")
    world.log(f"{machine.name} is cut off for about {hours} hours")

    def reconnect() -> None:
        # A machine that was lost meanwhile stays cut off until it is recovered.
        machine.line.is_cut = machine.is_lost

    world.schedule.after(timedelta(hours=hours * world.chance.uniform(0.5, 1.5)), reconnect)


def _set_clock(world: "World") -> None:
    machine = world.chance.choice(world.machines)
    machine.clock.wrong_by = world.chance.choice((
        timedelta(0), timedelta(days=world.chance.uniform(-30, 30)), timedelta(minutes=world.chance.uniform(-90, 90)),
    ))  # fmt: skip
    world.tally.add("clock")
    world.log(f"the clock of {machine.name} is wrong by {machine.clock.wrong_by}")


def _write_slowly(world: "World") -> None:
    machine = world.chance.choice(world.machines)
    if machine.in_use:
        world.tally.add("slow_writer")
        with world.administrators.slow_publication():
            look_after(world, machine)
            world.administrators.publish_rate()
            look_after(world, machine)
