"""The order and the batches in which claims arrive do not affect the cases, byte for byte."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.conflicts.cases import CaseState, Choice, Claim, ConflictCase, ConflictKind, Resolution
from domain.conflicts.policy.dispute import Circumstances
from domain.conflicts.policy.judging import judge
from tests.domain.conflicts.disputes import (
    ONE,
    THREE,
    TWO,
    SaleAt,
    branch_claim,
    entry_claim,
    id_claim,
    number_claim,
    payment_claim,
    places_claim,
    seat_claim,
    world,
)

SALES = st.builds(SaleAt, st.sampled_from((ONE, TWO, THREE)), st.integers(1, 9), st.integers(1, 2))
SEAT = st.integers(0, 23)
ENTRY_KINDS = st.sampled_from((
    ConflictKind.NUMBER_NOT_HELD,
    ConflictKind.LATE,
    ConflictKind.FIGURES,
    ConflictKind.CLOSED_PERIOD,
    ConflictKind.UNKNOWN_ENTRY,
    ConflictKind.RIGHT_NOT_HELD,
    ConflictKind.SETTLEMENT_UNASKED,
))  # fmt: skip


@st.composite
def seat_claims(draw: st.DrawFn) -> list[Claim]:
    """Claims of sales of one to four contested seats; the claims of one sale agree with each other."""
    claims = []
    for sale in draw(st.sets(SALES, min_size=1, max_size=5)):
        group = tuple(sorted(draw(st.sets(SEAT, min_size=1, max_size=4))))
        lost = draw(st.sets(st.sampled_from(group), min_size=1))
        claims += [
            replace(seat_claim(sale, seat, group=group, held=draw(st.booleans())), admitted=draw(st.booleans()))
            for seat in sorted(lost)
        ]
    return claims


OTHER_CLAIMS = st.lists(
    st.one_of(
        st.builds(places_claim, SALES, st.integers(1, 4)),
        st.builds(number_claim, SALES, st.integers(1, 3), held=st.booleans()),
        st.builds(entry_claim, ENTRY_KINDS, SALES),
        st.builds(payment_claim, SALES, st.sampled_from(["6789", "123456789"])),
        st.builds(id_claim, SALES, st.sampled_from(["sale 1", "ticket 1"])),
        st.builds(branch_claim, SALES, st.integers(0, 3), aside=st.booleans()),
    ),
    max_size=8,
)
CLAIMS = st.builds(lambda seats, others: [*seats, *others], seat_claims(), OTHER_CLAIMS)
WORLDS = st.builds(lambda free, places: world(*free, places=places), st.sets(SEAT), st.integers(0, 9))


class Desk:
    """HQ in memory: it keeps claims as they arrive, and cases that the rule closed by itself stay closed."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._circumstances = circumstances
        self._claims: list[Claim] = []
        self.resolutions: list[Resolution] = []
        self.cases: tuple[ConflictCase, ...] = ()

    def take(self, batch: Iterable[Claim]) -> None:
        self._claims += batch
        self.assess()

    def assess(self) -> None:
        self.cases = judge(self._claims, self.resolutions, self._circumstances)
        known = {resolution.case_id for resolution in self.resolutions}
        self.resolutions += [c.resolution for c in self.cases if c.resolution and c.id not in known]

    def settle(self, case: ConflictCase) -> None:
        losers = tuple(remedy.claim_id for remedy in case.proposal.remedies) or tuple(c.id for c in case.claims)
        remedy = case.proposal.remedies[0] if case.proposal.remedies else None
        self.resolutions.append(
            Resolution(
                id=case.id,  # type: ignore[arg-type]  # any id will do, as long as it is the same in each order
                case_id=case.id,
                choice=remedy.choice if remedy else Choice.STAND,
                at=self._circumstances.now,
                by=ONE,  # type: ignore[arg-type]  # somebody
                winner=case.proposal.winner,
                settles=losers,
                moves=remedy.moves if remedy else (),
                owed=remedy.owed if remedy else None,
            )
        )

    def settle_all(self) -> None:
        waiting = [case for case in self.cases if case.state is CaseState.OPEN]
        for case in waiting:
            self.settle(case)
        self.assess()

    def state(self) -> bytes:
        return msgspec.json.encode(
            (self.cases, sorted(self.resolutions, key=lambda resolution: resolution.id)), order="sorted"
        )


def ended(batches: Sequence[Sequence[Claim]], circumstances: Circumstances) -> Desk:
    desk = Desk(circumstances)
    for batch in batches:
        desk.take(batch)
    return desk


def in_batches(claims: list[Claim], chance: Random) -> list[list[Claim]]:
    """The claims shuffled, some of them twice, and cut into batches."""
    mixed = [*claims, *chance.sample(claims, k=chance.randint(0, len(claims)))]
    chance.shuffle(mixed)
    batches: list[list[Claim]] = [[]]
    for claim in mixed:
        if chance.random() < 0.4:
            batches.append([])
        batches[-1].append(claim)
    return batches


@settings(max_examples=60, deadline=None)
@given(CLAIMS, WORLDS, st.integers(0, 2**32))
def test_any_order_and_any_batches_end_in_the_same_bytes(
    claims: list[Claim], circumstances: Circumstances, seed: int
) -> None:
    at_once = ended([claims], circumstances)
    in_parts = ended(in_batches(claims, Random(seed)), circumstances)  # noqa: S311  # a test's own dice
    assert in_parts.state() == at_once.state()
    at_once.settle_all()
    in_parts.settle_all()
    assert in_parts.state() == at_once.state()


def test_every_permutation_of_a_triple_sale_ends_the_same() -> None:
    group = (7, 8, 9)
    sides = [
        seat_claim(SaleAt(ONE, 4), 8, group=group),
        seat_claim(SaleAt(TWO, 4), 8, held=True),
        replace(seat_claim(SaleAt(THREE, 2, epoch=2), 8), admitted=True),
        seat_claim(SaleAt(TWO, 5), 9, group=(9, 10)),
        seat_claim(SaleAt(ONE, 4), 9, group=group),
    ]
    ends = {ended([[claim] for claim in order], world(0, 1, 2, 10, 11)).state() for order in permutations(sides)}
    assert len(ends) == 1


def test_what_is_learnt_later_of_a_claim_counts_as_if_it_had_been_known() -> None:
    first, second = seat_claim(SaleAt(ONE, 4), 8), seat_claim(SaleAt(TWO, 9), 8)
    inside = replace(second, admitted=True)
    learnt, known = ended([[first, second], [inside]], world(10)), ended([[inside, first]], world(10))
    assert learnt.state() == known.state()
    assert known.cases[0].proposal.winner == second.id


@settings(max_examples=60, deadline=None)
@given(CLAIMS, WORLDS)
def test_every_claim_stays_in_the_evidence_and_each_case_is_closed_once(
    claims: list[Claim], circumstances: Circumstances
) -> None:
    desk = ended([claims], circumstances)
    for _ in range(len(claims) + 1):
        desk.settle_all()
    assert {claim.id for case in desk.cases for claim in case.claims} >= _disputed(claims)
    closings = Counter(resolution.case_id for resolution in desk.resolutions)
    assert all(times == 1 for times in closings.values())
    assert {case.id for case in desk.cases if case.state is CaseState.CLOSED} == set(closings)
    assert all(case.state is CaseState.CLOSED for case in desk.cases if len(case.claims) > 1)


def _disputed(claims: list[Claim]) -> set[object]:
    return {claim.id for claim in claims}


@settings(max_examples=60, deadline=None)
@given(CLAIMS, WORLDS)
def test_no_seat_is_offered_that_is_not_free_and_none_to_two_groups(
    claims: list[Claim], circumstances: Circumstances
) -> None:
    offered: dict[object, set[object]] = {}
    for case in judge(claims, (), circumstances):
        for remedy in case.proposal.remedies:
            claim = case.claim(remedy.claim_id)
            assert claim is not None
            own = {ticket.seat_id for ticket in claim.tickets}
            for move in remedy.moves:
                free = circumstances.free[claim.position.station_id, claim.tickets[0].performance_id]
                assert move.seat_id in free | own
                offered.setdefault(move.seat_id, set()).add(claim.sale_id)
    assert all(len(sales) == 1 for seat, sales in offered.items() if seat in free_everywhere(circumstances))


def free_everywhere(circumstances: Circumstances) -> frozenset[object]:
    return frozenset(seat for seats in circumstances.free.values() for seat in seats)
