"""Deliberate defects: each replaces one small function of the production code, in this process and for one world.

A harness that does not see them sees nothing. What docs/protocol.md section 13 names as not built has no defect here,
and what a power cut does to a store is tested in tests/crash.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.world import case_defects, harmless, hq_scripts, scripts
from tests.world import hq_defects as hq
from tests.world import station_defects as station
from tests.world.faults import Faults
from tests.world.harmless import Replacements
from tests.world.scripts import Script
from tests.world.world import World

_QUIET = Faults.none()


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a defect shows: in one of these worlds with these faults; where chance would be slow, in a short story."""

    faults: Faults = _QUIET
    seeds: tuple[int, ...] = (1, 2, 3)
    script: Script | None = None


_CRASH = "HQ answered 500"


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, what it replaces, and where it must be seen."""

    name: str
    replacements: Callable[[World], Replacements]
    where: Seen
    shows: tuple[str, ...] = ()
    """How what is found of it begins; else anything but a crash of HQ: what replaces badly would crash as well."""

    def explains(self, finding: str) -> bool:
        """Whether this comes of it."""
        return finding.startswith(self.shows) if self.shows else not finding.startswith(_CRASH)


@contextmanager
def switched_on(defect: Defect, world: World) -> Iterator[None]:
    """While the defect is there."""
    made = defect.replacements(world)
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in made]
    try:
        for owner, name, value in made:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


def _with(seeds: tuple[int, ...] = (1, 2, 3), **rates: float) -> Seen:
    return Seen(replace(_QUIET, **rates), seeds)


def _in(script: Script) -> Seen:
    return Seen(script=script, seeds=(1,))


HARMLESS = (
    # Movements of cash: until HQ knows them, such entries wait and cash does not add up.
    Defect(
        "HQ does not know a kind of fact",
        harmless.an_unknown_kind,
        _in(scripts.an_ordinary_day),
        ("hq_holds", "cash_adds_up"),
    ),
    Defect("HQ tells of rights again", harmless.rights_told_again, _in(scripts.an_ordinary_day)),
)
"""None of them a defect: sound stations bear it."""

DEFECTS = (
    Defect("a refusal is taken for an acknowledgement", station.drop_on_refusal, _with(cut_request=0.3)),
    Defect("rights of the silent run out", hq.rights_of_the_silent_run_out, _with((2, 1), partition=6.0)),
    Defect("an acknowledgement before the commit", hq.acknowledge_before_commit, _with(hq_killed=0.4)),
    Defect("places beyond the house", hq.places_beyond_the_house, Seen()),
    Defect("no dedupe of known positions", hq.no_dedupe, _in(scripts.a_push_told_twice)),
    Defect("rights are taken twice", station.grants_taken_twice, _in(scripts.an_ordinary_day)),
    Defect("no epoch fence", station.no_epoch_fence, _in(scripts.put_back_and_sold_again)),
    Defect("the cursor is saved before the rows", station.cursor_before_rows, _in(scripts.crashes_over_a_page)),
    Defect("the feed has no order", hq.feed_without_order, _in(scripts.a_slow_change)),
    Defect("the number is taken outside the sale", station.number_outside_the_sale, _in(scripts.crashes_over_a_sale)),
    Defect("a lost station's tail is issued again", hq.reissue_of_a_lost_tail, _in(scripts.gone_for_ever)),
    Defect("prices are made anew", hq.prices_made_anew, _in(scripts.an_ordinary_day)),
    Defect("a poisoned entry blocks the queue", hq.poison_blocks_the_queue, _in(scripts.an_ordinary_day), (_CRASH,)),
    Defect("paper before the commit", station.print_before_commit, _in(scripts.crashes_over_a_sale)),
    Defect("no sessions", hq.no_sessions, _in(scripts.a_late_request_of_another_session)),
    Defect("no numbers of requests", hq.no_request_numbers, _in(scripts.a_late_request_of_this_session)),
    Defect("an answer is not matched to its request", station.answer_not_matched, _in(scripts.an_answer_of_before)),
    Defect("the journal is cleared before HQ has it", station.purge_before_durable, _in(scripts.a_lost_push)),
    Defect("any token opens any door", hq.any_token_opens_any_door, _in(scripts.at_a_strange_door)),
    Defect("asked twice, given twice", hq.asked_twice_given_twice, _in(scripts.places_asked_for_twice)),
    Defect("seats without a key", hq.seats_without_a_key, _in(scripts.one_seat_granted_twice)),
    Defect("no issue log", hq.no_issue_log, _in(scripts.hq_put_back)),
    Defect("what an ended life held stays", hq.what_an_ended_life_held_stays, _in(scripts.gone_for_ever)),
    Defect("ended lives are not heard", hq.ended_lives_are_not_heard, _in(scripts.lost_and_found)),
    Defect("a case is closed without its act", case_defects.closed_without_its_act, _in(scripts.lost_and_found)),
    Defect("a case is closed again", case_defects.closed_again, _in(scripts.lost_and_found)),
    Defect("the first to come wins", case_defects.the_first_to_come_wins, _in(scripts.released_and_sold_again)),
)

SCRIPTS: tuple[Script, ...] = (
    *dict.fromkeys(each.where.script for each in DEFECTS if each.where.script),
    *hq_scripts.STORIES,
)
"""Every story, once: without a defect each of them ends well."""
