"""Worlds with an insider who holds the key of a station: every lie is a case, and nobody else is harmed."""

from contextlib import suppress

import pytest

from pos_app.services.proof.verify import verify
from tests.world import books
from tests.world.care import heal
from tests.world.checkers.papers import branches_are_shown
from tests.world.faults import Faults
from tests.world.founding import founded
from tests.world.grounds import Grounds
from tests.world.insider import Insider, harmed, unnoticed
from tests.world.lies import EDITS, LIES, Lie
from tests.world.world import Enough, Size, World, stream

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]

SEEDS = range(1, 4)
_SIZE = Size(machines=3, days=1, sales_a_day=60, haste=4)


def live_through(grounds: Grounds, seed: int) -> tuple[list[str], int]:
    """Run a world with an insider; returns what is wrong, and how many lies were told."""
    world = World(grounds, seed, _faults(seed), _SIZE)
    with world.running(founded(grounds, _SIZE.machines)):
        insider = Insider(world, world.machines[0], stream(seed, "insider"))
        insider.at_work()
        with suppress(Enough):
            world.run()
            heal(world)
        wrong = [*unnoticed(insider), *harmed(world, books.read(world), insider.machine)]
        return wrong, len(insider.lies)


def _faults(seed: int) -> Faults:
    """Faults of the network and of programs. Copies and lost machines have worlds of their own."""
    return Faults.drawn(stream(seed, "faults")).without("restore", "clone", "lost", "clock")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_lie_is_noticed_and_harms_nobody_else(grounds: Grounds, seed: int) -> None:
    wrong, lies = live_through(grounds, seed)
    assert wrong == []
    assert lies > 0


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.name)
def test_each_lie_by_itself_is_noticed(grounds: Grounds, lie: Lie) -> None:
    """A quiet world, so that no lie is missing from the random ones."""
    world = World(grounds, 3, Faults.none(), _SIZE)
    with world.running(founded(grounds, _SIZE.machines)):
        insider = Insider(world, world.machines[0], stream(3, "insider"))
        till = world.tills[insider.machine.name]
        for _ in range(20):
            till.serve(6)
            insider.sign(lie)
            if insider.lies:
                break
        assert insider.lies, "there was nothing to lie about"
        heal(world)
        assert [*unnoticed(insider), *harmed(world, books.read(world), insider.machine)] == []


def test_an_acknowledged_entry_that_is_signed_again_is_kept_beside_the_first(grounds: Grounds) -> None:
    world = World(grounds, 4, Faults.none(), _SIZE)
    with world.running(founded(grounds, _SIZE.machines)):
        insider = Insider(world, world.machines[0], stream(4, "insider"))
        machine, till = insider.machine, world.tills[insider.machine.name]
        till.serve(6)
        assert machine.sync()
        insider.rewrite_acknowledged()
        till.serve(3)
        machine.was_put_back = True  # a reason to be frozen, for the checkers
        machine.sync()
        heal(world)
        read = books.read(world)
        assert machine.build.station_id in read.frozen
        assert read.aside
        assert list(branches_are_shown(world, read)) == []
        assert list(harmed(world, read, machine)) == []


@pytest.mark.parametrize("name", list(EDITS))
def test_whoever_has_no_key_is_found_by_verify_and_changes_nothing_at_hq(grounds: Grounds, name: str) -> None:
    world = World(grounds, 5, Faults.none(), _SIZE)
    with world.running(founded(grounds, _SIZE.machines)):
        insider = Insider(world, world.machines[0], stream(5, "insider"))
        till = world.tills[insider.machine.name]
        till.serve(12)
        assert verify(insider.station).ok
        assert insider.edit(EDITS[name])
        assert not verify(insider.station).ok
        insider.machine.sync()
        assert list(harmed(world, books.read(world), insider.machine)) == []
