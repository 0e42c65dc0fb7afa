"""How each kind of conflict is judged, in figures worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.conflicts.cases import (
    CaseState,
    Choice,
    Claim,
    ConflictCase,
    ConflictKind,
    Course,
    Remedy,
    Resolution,
    ResolutionId,
    case_id,
)
from domain.conflicts.policy.dispute import Circumstances
from domain.conflicts.policy.judging import POLICY, judge
from domain.ids import CashierId, SeatId
from tests.domain.conflicts.disputes import (
    NOON,
    ONE,
    SHOW,
    STALLS,
    THREE,
    TWO,
    SaleAt,
    admitted,
    branch_claim,
    entry_claim,
    id_claim,
    number_claim,
    payment_claim,
    places_claim,
    seat_claim,
    usd,
    world,
)

FIRST, SECOND, THIRD = SaleAt(ONE, 7), SaleAt(TWO, 9), SaleAt(THREE, 11)


def only(claims: Sequence[Claim], circumstances: Circumstances) -> ConflictCase:
    (case,) = judge(claims, (), circumstances)
    return case


def seats_offered(remedy: Remedy) -> list[int]:
    return [int(move.seat_id) for move in remedy.moves]


def test_every_kind_has_a_rule() -> None:
    assert set(POLICY) == set(ConflictKind)


def test_who_is_inside_keeps_the_seat_and_then_who_held_the_right_and_then_the_earlier_entry() -> None:
    early, late = seat_claim(FIRST, 3), seat_claim(SECOND, 3)
    assert only([late, early], world()).proposal.winner == early.id
    held = replace(late, held_right=True)
    assert only([early, held], world()).proposal.winner == held.id
    assert only([admitted(early), held], world()).proposal.winner == early.id


def test_a_clock_that_was_put_back_wins_nothing() -> None:
    honest = replace(seat_claim(FIRST, 3), sold_at=NOON)
    sly = replace(seat_claim(SECOND, 3), sold_at=NOON - timedelta(days=300))
    assert only([sly, honest], world()).proposal.winner == honest.id


def test_an_earlier_life_of_the_store_comes_before_a_later_one_and_a_tie_falls_by_the_ticket() -> None:
    before, after = seat_claim(SaleAt(ONE, 90, epoch=1), 3), seat_claim(SaleAt(ONE, 2, epoch=2), 3)
    assert only([after, before], world()).proposal.winner == before.id
    twins = [seat_claim(SaleAt(ONE, 5), 3), seat_claim(SaleAt(TWO, 5), 3)]
    assert only(twins, world()).proposal.winner == min(twins, key=lambda claim: claim.tickets[0].id).id


@pytest.mark.parametrize(
    ("group", "free", "offered"),
    [
        ((8,), (0, 10, 15), [10]),
        ((8,), (0, 15), [0]),
        ((8,), (15,), []),
        ((14,), (8, 20), [8]),
        ((7, 8, 9), (6, 10), [6]),
        ((7, 8, 9), (0, 1, 2, 3), [1, 2, 3]),
        ((7, 8, 9), (), []),
    ],
    ids=[
        "as good",
        "a better row when none is as good",
        "never a worse zone",
        "a dearer zone",
        "those who can stay do",
        "a whole group together",
        "nothing left",
    ],
)
def test_the_loser_is_offered_seats_as_good_or_better(
    group: tuple[int, ...], free: tuple[int, ...], offered: list[int]
) -> None:
    lost = group[len(group) // 2]
    case = only([seat_claim(FIRST, lost), seat_claim(SECOND, lost, group=group)], world(*free))
    (remedy,) = case.proposal.remedies
    assert seats_offered(remedy) == offered
    assert remedy.choice is (Choice.MOVE if offered else Choice.MONEY_BACK)
    assert case.needs_supervisor
    assert case.concerned == TWO


def test_seats_that_the_station_holds_come_before_those_it_would_have_to_ask_for() -> None:
    around = replace(world(6, 11), own={(TWO, SHOW): frozenset({SeatId(11)})})
    case = only([seat_claim(FIRST, 8), seat_claim(SECOND, 8)], around)
    assert seats_offered(case.proposal.remedies[0]) == [11]


def test_money_back_is_what_the_lost_ticket_cost() -> None:
    case = only([seat_claim(FIRST, 8), seat_claim(SECOND, 8, group=(7, 8, 9))], world())
    assert case.proposal.remedies[0].owed == usd(30)


def test_two_groups_are_not_offered_the_same_seat() -> None:
    cases = judge(
        [seat_claim(FIRST, 8), seat_claim(SECOND, 8), seat_claim(FIRST, 9, group=(9,)), seat_claim(THIRD, 9)],
        (),
        world(6, 7),
    )
    offered = [seat for case in cases for remedy in case.proposal.remedies for seat in seats_offered(remedy)]
    assert sorted(offered) == [6, 7]


def test_a_group_that_lost_two_seats_is_moved_once() -> None:
    group = (7, 8)
    cases = judge(
        [c for seat in group for c in (seat_claim(FIRST, seat), seat_claim(SECOND, seat, group=group))],
        (),
        world(0, 1, 10, 11),
    )
    moves = {case.proposal.remedies[0].moves for case in cases}
    assert len(cases) == 2
    assert len(moves) == 1
    assert sorted(move.seat_id for move in moves.pop()) == [10, 11]


def test_a_seat_is_moved_within_its_zone_first() -> None:
    case = only([seat_claim(FIRST, 8), seat_claim(SECOND, 8)], world(7))
    assert case.proposal.remedies[0].moves[0].zone_id == STALLS


def test_places_beyond_the_capacity_are_covered_from_the_pool_oldest_first() -> None:
    claims = [places_claim(THIRD, 2), places_claim(FIRST, 3), places_claim(SECOND, 2)]
    case = only(claims, world(places=5))
    assert [remedy.claim_id for remedy in case.proposal.remedies] == [claims[0].id]
    assert case.proposal.remedies[0].owed == usd(30)
    covered = only(claims, world(places=7))
    assert (covered.proposal.course, covered.state) == (Course.IN_TIME, CaseState.OPEN)
    over = replace(world(places=7), over=frozenset({SHOW}))
    assert only(claims, over).state is CaseState.CLOSED


def test_the_newest_sale_is_refunded_first() -> None:
    claims = [places_claim(sale, 2) for sale in (FIRST, SECOND, THIRD)]
    case = only(claims, world(places=0))
    assert [remedy.claim_id for remedy in case.proposal.remedies] == [claims[2].id, claims[1].id, claims[0].id]


def test_a_number_used_twice_is_kept_twice_and_stops_the_station_that_is_to_renumber() -> None:
    first, second = number_claim(FIRST, 12), number_claim(SECOND, 12, held=True)
    case = only([first, second], world())
    assert case.proposal.winner == second.id
    assert case.proposal.remedies == (Remedy(first.id, Choice.RENUMBER),)
    assert case.proposal.freezes == (ONE,)
    assert case.claims == tuple(sorted((first, second), key=lambda claim: claim.id))


def test_a_number_nobody_gave_stands_when_the_seal_of_hq_covers_it() -> None:
    claim = entry_claim(ConflictKind.NUMBER_NOT_HELD, FIRST)
    assert only([claim], world()).needs_supervisor
    sealed = only([replace(claim, certificate=True)], world())
    assert sealed.resolution is not None
    assert sealed.resolution.choice is Choice.STAND


@pytest.mark.parametrize(
    ("claim", "asks"),
    [
        (entry_claim(ConflictKind.LATE, FIRST), False),
        (replace(entry_claim(ConflictKind.LATE, FIRST), closed_period=date(2026, 11, 1)), True),
        (entry_claim(ConflictKind.CLOSED_PERIOD, FIRST), False),
        (replace(entry_claim(ConflictKind.FIGURES, FIRST), paid=usd(99), expected=usd(100)), False),
        (replace(entry_claim(ConflictKind.FIGURES, FIRST), paid=usd(98), expected=usd(100)), True),
        (entry_claim(ConflictKind.FIGURES, FIRST), True),
    ],
)
def test_what_was_sold_stands_and_a_supervisor_sees_what_matters(claim: Claim, asks: bool) -> None:
    case = only([claim], world())
    assert case.needs_supervisor is asks
    assert (case.state is CaseState.OPEN) is asks
    if case.resolution:
        assert (case.resolution.choice, case.resolution.by) == (Choice.STAND, None)
    else:
        assert case.proposal.remedies == (Remedy(claim.id, Choice.STAND),)


def test_an_entry_nobody_knows_waits_a_day_before_somebody_is_asked() -> None:
    claim = entry_claim(ConflictKind.UNKNOWN_ENTRY, FIRST)
    assert only([claim], world(now=NOON + timedelta(hours=24))).proposal.course is Course.IN_TIME
    assert only([claim], world(now=NOON + timedelta(hours=25))).needs_supervisor


def settled(case: ConflictCase, *claims: Claim) -> Resolution:
    """A supervisor accepts the proposal; these losing claims were known then."""
    return Resolution(
        id=ResolutionId(case.id),
        case_id=case.id,
        choice=Choice.MOVE,
        at=NOON,
        by=CashierId(case.id),
        winner=case.proposal.winner,
        settles=tuple(claim.id for claim in claims),
    )


def test_what_becomes_known_after_a_case_was_closed_opens_the_next_round_and_the_seat_is_not_given_twice() -> None:
    first, second = seat_claim(FIRST, 8), seat_claim(SECOND, 8)
    resolution = settled(only([first, second], world(10)), second)
    (closed,) = judge([first, second], [resolution], world(10))
    assert closed.state is CaseState.CLOSED
    stronger = replace(seat_claim(THIRD, 8), admitted=True)
    cases = judge([stronger, first, second], [resolution], world(11))
    again = next(case for case in cases if case.state is CaseState.OPEN)
    assert again.id == case_id(first.contested, 1)
    assert again.proposal.winner == first.id
    assert [remedy.claim_id for remedy in again.proposal.remedies] == [stronger.id]
    assert again.concerned == THREE


def test_three_sides_of_one_seat_are_settled_one_station_at_a_time() -> None:
    claims = [seat_claim(sale, 8) for sale in (FIRST, SECOND, THIRD)]
    case = only(claims, world(10, 11))
    assert case.concerned == TWO
    cases = judge(claims, [settled(case, claims[1])], world(11))
    (left,) = [other for other in cases if other.state is CaseState.OPEN]
    assert left.concerned == THREE
    assert [int(move.seat_id) for move in left.proposal.remedies[0].moves] == [SeatId(11)]


def test_one_payment_of_two_sales_asks_a_supervisor_and_both_sales_stand() -> None:
    first, second = payment_claim(FIRST), payment_claim(SECOND)
    assert only([second], world()).proposal.course is Course.IN_TIME
    proposal = only([second, first], world()).proposal
    assert (proposal.course, proposal.winner, proposal.freezes) == (Course.SUPERVISOR, first.id, ())
    assert proposal.remedies == (Remedy(second.id, Choice.STAND),)


@pytest.mark.parametrize("kind", [ConflictKind.RIGHT_NOT_HELD, ConflictKind.SETTLEMENT_UNASKED])
def test_an_entry_that_is_not_believed_is_decided_by_a_person_and_stands_as_printed(kind: ConflictKind) -> None:
    case = only([entry_claim(kind, FIRST)], world())
    assert case.needs_supervisor
    assert [remedy.choice for remedy in case.proposal.remedies] == [Choice.STAND]


def test_a_right_that_hqs_own_seal_proves_asks_nobody() -> None:
    claim = entry_claim(ConflictKind.RIGHT_NOT_HELD, FIRST)
    assert only([replace(claim, certificate=True)], world()).state is CaseState.CLOSED
    settlement = entry_claim(ConflictKind.SETTLEMENT_UNASKED, FIRST)
    assert only([replace(settlement, certificate=True)], world()).state is CaseState.OPEN


def test_an_id_used_twice_is_the_earlier_entrys_and_asks_a_person() -> None:
    first, second = id_claim(FIRST), id_claim(SECOND)
    case = only([second, first], world())
    assert (case.proposal.winner, case.needs_supervisor) == (first.id, True)
    assert [remedy.claim_id for remedy in case.proposal.remedies] == [second.id]
    alone = only([first], world())
    assert (alone.proposal.winner, alone.needs_supervisor) == (None, True)


def test_a_seat_of_a_branch_is_a_case_also_while_nobody_else_sold_it() -> None:
    aside = branch_claim(FIRST, 3)
    alone = only([aside], world())
    assert (alone.proposal.winner, alone.needs_supervisor) == (None, True)
    followed = branch_claim(SECOND, 3, aside=False)
    both = only([aside, followed], world())
    assert (both.proposal.winner, both.needs_supervisor) == (followed.id, True)
    assert [remedy.claim_id for remedy in both.proposal.remedies] == [aside.id]
