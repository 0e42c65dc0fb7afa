"""Deliberate defects: each replaces one small function of the production code, in this process and for one world.

A harness that does not see them sees nothing. `worlds` names seeds and, where chance would be slow, the faults that
lead there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.world import harmless
from tests.world import hq_defects as hq
from tests.world import station_defects as station
from tests.world.faults import Faults
from tests.world.harmless import Replacements
from tests.world.world import World


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, what it replaces, and in which worlds it must be seen."""

    name: str
    replacements: Callable[[World], Replacements]
    seeds: tuple[int, ...]
    faults: Faults


@contextmanager
def switched_on(defect: Defect, world: World) -> Iterator[None]:
    """While the defect is there."""
    made = defect.replacements(world)
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in made]
    for owner, name, value in made:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


_QUIET = Faults.none()
_LOSSY = replace(_QUIET, lost_request=0.1, lost_reply=0.25, duplicate=0.1)

HARMLESS = (
    Defect("HQ does not know a kind of fact", harmless.an_unknown_kind, (1,), _QUIET),
    Defect("HQ tells of rights again", harmless.rights_told_again, (1,), _LOSSY),
)
"""None of them a defect: sound stations bear it."""

DEFECTS = (
    Defect("no dedupe of known positions", hq.no_dedupe, (1, 2, 3), replace(_QUIET, lost_reply=0.2, duplicate=0.6)),
    Defect(
        "a refusal is taken for an acknowledgement", station.drop_on_refusal, (1, 2), replace(_QUIET, cut_request=0.3)
    ),
    Defect("a lost station's tail is issued again", hq.reissue_of_a_lost_tail, (2, 1, 3), replace(_QUIET, lost=3.0)),
    Defect("rights of the silent run out", hq.rights_of_the_silent_run_out, (1, 2, 3), replace(_QUIET, partition=6.0)),
    Defect("no epoch fence", station.no_epoch_fence, (1, 2, 3), replace(_QUIET, restore=3.0)),
    Defect("the cursor is saved before the rows", station.cursor_before_rows, (1, 2, 3), replace(_QUIET, crash=0.5)),
    Defect("the feed has no order", hq.feed_without_order, (1, 2, 3), replace(_QUIET, slow_writer=6.0)),
    Defect("the number is taken outside the sale", station.number_outside_the_sale, (1, 2), replace(_QUIET, crash=0.1)),
    Defect("paper before the commit", station.print_before_commit, (1, 2), replace(_QUIET, crash=0.1)),
    Defect(
        "an acknowledgement before the commit", hq.acknowledge_before_commit, (1, 2), replace(_QUIET, hq_killed=0.4)
    ),
    Defect("places beyond the house", hq.places_beyond_the_house, (2, 1, 3), _QUIET),
    Defect("seats without a key", hq.seats_without_a_key, (1, 2, 3), _QUIET),
    Defect("a poisoned entry blocks the queue", hq.poison_blocks_the_queue, (1, 2), _QUIET),
)
