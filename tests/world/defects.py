"""Deliberate defects: each replaces small functions of the production code, in this process and for one world.

They prove the harness: a checker that misses a known defect would miss an unknown one. What docs/protocol.md
section 13 names as not built has no defect here. What a power cut does to a store is tested in tests/crash.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.world import case_defects, harmless, hq_scripts, scripts
from tests.world import customer_defects as customers
from tests.world import hq_defects as hq
from tests.world import station_defects as station
from tests.world.faults import Faults
from tests.world.harmless import Replacements
from tests.world.scripts import Script
from tests.world.world import World

_QUIET = Faults.none()


@dataclass(frozen=True, slots=True)
class Setting:
    """The worlds in which a defect must be seen: their faults and seeds, or a script that leads straight to it."""

    faults: Faults = _QUIET
    seeds: tuple[int, ...] = (1, 2, 3)
    script: Script | None = None


_CRASH = "HQ answered 500"


@dataclass(frozen=True, slots=True)
class Defect:
    """A deliberate defect: its name, the functions it replaces, and the worlds in which it must be seen."""

    name: str
    replacements: Callable[[World], Replacements]
    setting: Setting
    symptoms: tuple[str, ...] = ()
    """How its findings begin. Empty: any finding but a crash of HQ, which a faulty replacement would cause too."""

    def explains(self, finding: str) -> bool:
        """Whether a finding is a symptom of this defect."""
        return finding.startswith(self.symptoms) if self.symptoms else not finding.startswith(_CRASH)


@contextmanager
def switched_on(defect: Defect, world: World) -> Iterator[None]:
    """Put the replacements in place, and the original functions back afterwards."""
    replacements = defect.replacements(world)
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in replacements]
    try:
        for owner, name, value in replacements:
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


def _with(seeds: tuple[int, ...] = (1, 2, 3), **rates: float) -> Setting:
    return Setting(replace(_QUIET, **rates), seeds)


def _in(script: Script) -> Setting:
    return Setting(script=script, seeds=(1,))


HARMLESS = (
    # The unknown kind is a cash movement: until HQ knows it, such entries wait and cash does not add up.
    Defect(
        "HQ does not know a kind of fact",
        harmless.an_unknown_kind,
        _in(scripts.an_ordinary_day),
        ("hq_holds", "cash_adds_up"),
    ),
    Defect("HQ sends rights again", harmless.rights_sent_again, _in(scripts.an_ordinary_day)),
)
"""What HQ may do: sound stations must work with it, so that checkers find nothing."""

DEFECTS = (
    Defect("a refusal is taken for an acknowledgement", station.drop_on_refusal, _with(cut_request=0.3)),
    Defect("rights of the silent run out", hq.rights_of_the_silent_run_out, _with((2, 1), partition=6.0)),
    Defect("an acknowledgement before the commit", hq.acknowledge_before_commit, _with(hq_killed=0.4)),
    Defect("places beyond the house", hq.places_beyond_the_house, Setting()),
    Defect("no dedupe of known positions", hq.no_dedupe, _in(scripts.a_repeated_push)),
    Defect("rights are taken twice", station.grants_taken_twice, _in(scripts.an_ordinary_day)),
    Defect("no epoch fence", station.no_epoch_fence, _in(scripts.put_back_and_sold_again)),
    Defect("the cursor is saved before the rows", station.cursor_before_rows, _in(scripts.crashes_over_a_page)),
    Defect("the feed has no order", hq.feed_without_order, _in(scripts.a_slow_change)),
    Defect("the number is taken outside the sale", station.number_outside_the_sale, _in(scripts.crashes_over_a_sale)),
    Defect(
        "a lost station's numbers are issued again",
        hq.reissue_of_lost_numbers,
        Setting(script=scripts.gone_for_ever, seeds=(1, 2, 3, 4, 5)),
    ),
    Defect("HQ calculates prices again", hq.prices_calculated_again, _in(scripts.an_ordinary_day)),
    Defect("a poisoned entry blocks the queue", hq.poison_blocks_the_queue, _in(scripts.an_ordinary_day), (_CRASH,)),
    Defect("paper before the commit", station.print_before_commit, _in(scripts.crashes_over_a_sale)),
    Defect("no sessions", hq.no_sessions, _in(scripts.a_late_request_of_another_session)),
    Defect("no numbers of requests", hq.no_request_numbers, _in(scripts.a_late_request_of_this_session)),
    Defect("an answer is not matched to its request", station.answer_not_matched, _in(scripts.an_answer_of_before)),
    Defect("the journal is cleared before HQ has it", station.purge_before_durable, _in(scripts.a_lost_push)),
    Defect("any token opens any path", hq.any_token_opens_any_path, _in(scripts.another_stations_path)),
    Defect(
        "a repeated request is granted again", hq.granted_again_when_asked_again, _in(scripts.places_asked_for_twice)
    ),
    Defect("seats without a key", hq.seats_without_a_key, _in(scripts.one_seat_granted_twice)),
    Defect(
        "a presale is sold without its turns",
        station.turns_without_a_right,
        _in(scripts.an_ordinary_day),
        ("turns_are_held",),
    ),
    Defect("a recalled seat is free at once", hq.freed_when_recalled, _in(scripts.a_recalled_seat_in_a_cart)),
    Defect("a giver keeps what it gives", station.given_and_kept, _in(scripts.a_seat_handed_over)),
    Defect(
        "a refund without the right to it", station.refunds_without_the_right, _in(scripts.a_refund_right_that_is_lent)
    ),
    Defect("a right is lent that HQ has not", hq.rights_lent_that_hq_has_not, _in(scripts.a_refund_right_that_is_lent)),
    Defect("no issue log", hq.no_issue_log, _in(scripts.hq_put_back)),
    Defect("an ended life keeps its rights", hq.an_ended_life_keeps_its_rights, _in(scripts.gone_for_ever)),
    Defect("ended lives are refused", hq.ended_lives_are_refused, _in(scripts.lost_and_recovered)),
    Defect("a case is closed without its act", case_defects.closed_without_its_act, _in(scripts.lost_and_recovered)),
    Defect("a case is closed again", case_defects.closed_again, _in(scripts.lost_and_recovered)),
    Defect(
        "the first received claim wins",
        case_defects.the_first_received_claim_wins,
        _in(scripts.released_and_sold_again),
    ),
    Defect("what customers forbid is forgotten", customers.refusals_are_forgotten, Setting(), ("customers_are_level",)),
    Defect("only the first edit counts", customers.only_the_first_edit_counts, Setting(), ("customers_are_level",)),
)

SCRIPTS: tuple[Script, ...] = (
    *dict.fromkeys(defect.setting.script for defect in DEFECTS if defect.setting.script),
    *hq_scripts.STORIES,
)
"""Every script, once: without a defect each of them ends without a finding."""
