"""Living through one world from its seed: what a test asserts and what the command prints."""

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
class Told:
    """How a world ended."""

    seed: int
    findings: tuple[str, ...]
    counts: dict[str, int]
    story: tuple[str, ...]


def live(grounds: Grounds, seed: int) -> Told:
    """A whole world."""
    return _lived(_drawn(grounds, seed), World.run)


def fingerprint(grounds: Grounds, seed: int) -> str:
    """Of every journal and of HQ's feed after a whole world, byte for byte."""
    world = _drawn(grounds, seed)
    with world.made(founded(grounds, world.size.machines)):
        world.run()
        heal(world)
        return _fingerprint(world)


def _drawn(grounds: Grounds, seed: int) -> World:
    faults, size = Faults.drawn(stream(seed, "faults")), Size.drawn(stream(seed, "size"))
    return World(grounds, seed, faults, size)


def play(grounds: Grounds, script: Script) -> Told:
    """A short story, which ends as every world does."""
    return _lived(World(grounds, 1, Faults.none(), _SHORT), script)


def seen(grounds: Grounds, seed: int, defect: Defect) -> tuple[str, ...]:
    """What is wrong in a short world because something is wrong with the program; no more than is needed to see it."""
    founded(grounds, _SHORT.machines)  # by a sound program
    world = World(grounds, seed, defect.where.faults, _SHORT)
    world.stops_at_wrong = True
    with switched_on(defect, world):
        return _lived(world, defect.where.script or World.run).findings


def _lived(world: World, days: Script) -> Told:
    findings: Sequence[str] = world.findings
    with world.made(founded(world.grounds, world.size.machines)):
        with suppress(Enough):
            days(world)
            heal(world)
            findings = check_all(world)
        return Told(world.seed, tuple(findings), dict(world.tally.counts), tuple(world.story))


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
