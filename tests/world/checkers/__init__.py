"""The checks after a world healed: each checker tests some invariants of docs/protocol.md, which it names by number.

The printed paper is the reference. Checkers read HQ with plain SQL, not with HQ's own checks, so that a fault in those
cannot hide another. Three checkers run what people rely on: HQ's `check`, `verify`, and the verifier of evidence.
"""

from collections.abc import Callable, Iterator

from tests.world.books import Books, read
from tests.world.checkers import evidence, holds, journals, papers, registry, rights, sums, turns
from tests.world.world import World

Checker = Callable[[World, Books], Iterator[str]]

CHECKERS: tuple[Checker, ...] = (
    papers.every_printed_sale_is_at_hq, journals.everything_counts_once, papers.numbers_are_used_once,
    papers.notes_are_numbered_once,
    papers.seats_are_sold_once, papers.branches_are_shown, rights.places_fit, rights.seats_have_one_holder,
    holds.no_seat_is_held_and_sold, holds.hq_knows_what_is_held,
    rights.rights_are_the_same_on_both_sides, rights.recalls_are_answered, journals.hq_holds,
    journals.stores_hold, evidence.evidence_holds,
    papers.closings_add_up, journals.catalogues_are_level, papers.fenced_stores_sell_no_more,
    journals.outboxes_are_empty, sums.cases_close_once, sums.the_best_claim_wins, sums.cash_adds_up,
    turns.turns_are_held, turns.a_presale_ends_where_it_says, sums.honest_stations_are_believed,
    journals.stations_are_frozen_for_a_reason, registry.customers_are_level,
)  # fmt: skip


def check_all(world: World) -> list[str]:
    """Everything that is wrong, each line with the name of the checker that reported it."""
    books = read(world)
    return [*world.findings, *(f"{checker.__name__}: {what}" for checker in CHECKERS for what in checker(world, books))]
