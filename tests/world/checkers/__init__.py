"""The truth after everything healed: each checker asks for some of the invariants of docs/protocol.md, by number.

Paper is what happened. HQ is asked with plain statements, not through what it would check itself, except where its
own `check` and the stations' own `verify` are what an operator relies on: those have to be right, too.
"""

from collections.abc import Callable, Iterator

from tests.world.books import Books, read
from tests.world.checkers import journals, papers, rights, sums
from tests.world.world import World

Checker = Callable[[World, Books], Iterator[str]]

CHECKERS: tuple[Checker, ...] = (
    papers.nothing_printed_is_lost, journals.everything_counts_once, papers.numbers_are_used_once,
    papers.seats_are_sold_once, rights.places_fit, rights.seats_have_one_holder,
    rights.rights_are_the_same_on_both_sides, journals.hq_holds,
    journals.stores_hold, papers.closings_add_up, journals.catalogues_are_level, papers.a_fenced_store_sells_nothing,
    journals.outboxes_are_empty, sums.cases_close_once, sums.the_best_claim_wins, sums.cash_adds_up,
    sums.prices_are_as_asked, journals.nobody_is_frozen_for_nothing,
)  # fmt: skip


def check_all(world: World) -> list[str]:
    """Everything that is wrong, by the invariant it contradicts."""
    books = read(world)
    return [*world.findings, *(f"{checker.__name__}: {what}" for checker in CHECKERS for what in checker(world, books))]
