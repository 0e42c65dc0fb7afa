"""Runs of one world, from its seed to its findings: what tests assert and the command prints."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import text

from tests.world import store
from tests.world.care import heal
from tests.world.checkers import check_all
from tests.world.defects import Defect, switched_on
from tests.world.faults import Faults
from tests.world.founding import founded
from tests.world.grounds import Grounds
from tests.world.scripts import Script
from tests.world.world import Enough, Size, World, stream

_SHORT = Size(machines=2, days=1, sales_a_day=60, haste=4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened in a world, and what the checkers found."""

    seed: int
    findings: tuple[str, ...]
    counts: dict[str, int]
    story: tuple[str, ...]


def run_world(grounds: Grounds, seed: int) -> Outcome:
    """Run the world of a seed, with random size and faults."""
    return _run(_random_world(grounds, seed), World.run)


def fingerprint(grounds: Grounds, seed: int) -> str:
    """SHA-256 over every journal and HQ's feed after the world of a seed."""
    world = _random_world(grounds, seed)
    with world.running(founded(grounds, world.size.machines)):
        world.run()
        heal(world)
        return _fingerprint(world)


def _random_world(grounds: Grounds, seed: int) -> World:
    faults, size = Faults.drawn(stream(seed, "faults")), Size.drawn(stream(seed, "size"))
    return World(grounds, seed, faults, size)


def run_script(grounds: Grounds, script: Script) -> Outcome:
    """Run a script in a small world, then heal and check it as every world."""
    return _run(World(grounds, 1, Faults.none(), _SHORT), script)


def findings_with(grounds: Grounds, seed: int, defect: Defect) -> tuple[str, ...]:
    """The findings of a small world with a deliberate defect; the world ends at the first one."""
    founded(grounds, _SHORT.machines)  # made here, without the defect, and kept for later worlds
    world = World(grounds, seed, defect.setting.faults, _SHORT)
    world.stops_at_wrong = True
    with switched_on(defect, world):
        return _run(world, defect.setting.script or World.run).findings


def _run(world: World, days: Script) -> Outcome:
    findings: Sequence[str] = world.findings
    with world.running(founded(world.grounds, world.size.machines)):
        with suppress(Enough):
            days(world)
            heal(world)
            findings = check_all(world)
        return Outcome(world.seed, tuple(findings), dict(world.tally.counts), tuple(world.story))


def _fingerprint(world: World) -> str:
    digest = hashlib.sha256()
    for machine in world.machines:
        for epoch, chain in sorted(store.chains(machine.station).items()) if machine.is_enrolled else ():
            digest.update(f"{machine.name}/{epoch}/{len(chain)}".encode())
            digest.update(b"".join(chain))
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        for statement in (
            "SELECT body FROM journal ORDER BY station_id, epoch, seq",
            "SELECT body FROM feed_change ORDER BY seq",
            "SELECT body FROM hq_journal ORDER BY seq",
        ):
            for body in tx.execute(text(statement)).scalars():
                digest.update(bytes(body))
    return digest.hexdigest()
