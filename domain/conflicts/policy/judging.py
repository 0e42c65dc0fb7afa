"""Conflict cases computed from all claims and all resolutions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.conflicts.cases import (
    CaseId,
    Choice,
    Claim,
    ClaimId,
    ConflictCase,
    ConflictKind,
    Contested,
    Course,
    Proposal,
    Resolution,
    automatic_id,
    case_id,
    merged,
)
from domain.conflicts.policy import customers, doubted, entries, numbers, over_capacity, references, seat_twice
from domain.conflicts.policy.dispute import Circumstances, Dispute, Rule, by_its_claims, one_by_one

POLICY: Mapping[ConflictKind, Rule] = {
    ConflictKind.SEAT_TWICE: seat_twice.judge,
    ConflictKind.OVER_CAPACITY: one_by_one(over_capacity.judge),
    ConflictKind.NUMBER_TWICE: by_its_claims(numbers.judge_twice),
    ConflictKind.NUMBER_NOT_HELD: by_its_claims(numbers.judge_not_held),
    ConflictKind.REFUND: by_its_claims(doubted.judge_refund),
    ConflictKind.SAME_CUSTOMER: one_by_one(customers.judge_pair),
    ConflictKind.LATE: by_its_claims(entries.judge_late),
    ConflictKind.FIGURES: one_by_one(entries.judge_figures),
    ConflictKind.CLOCK: by_its_claims(entries.judge_clock),
    ConflictKind.CLOSED_PERIOD: by_its_claims(entries.judge_closed_period),
    ConflictKind.UNKNOWN_ENTRY: one_by_one(entries.judge_unknown),
    ConflictKind.REFERENCE_TWICE: by_its_claims(references.judge_twice),
    ConflictKind.RIGHT_NOT_HELD: by_its_claims(doubted.judge_right),
    ConflictKind.SETTLEMENT_UNASKED: by_its_claims(doubted.judge_settlement),
    ConflictKind.ID_TWICE: by_its_claims(doubted.judge_id_twice),
    ConflictKind.BRANCH: by_its_claims(doubted.judge_branch),
}
"""The rule of each kind; a new kind of conflict is one entry here."""


@dataclass(frozen=True, slots=True)
class _Open:
    """The open round of a dispute, before it is judged."""

    id: CaseId
    round: int
    dispute: Dispute


def judge(
    claims: Iterable[Claim], resolutions: Iterable[Resolution], circumstances: Circumstances
) -> tuple[ConflictCase, ...]:
    """Every case, sorted by id. Depends on the given sets alone, neither on their order nor on earlier calls."""
    ended = {resolution.case_id: resolution for resolution in resolutions}
    closed: list[ConflictCase] = []
    still_open: dict[ConflictKind, list[_Open]] = {}
    # Sorted, so that disputes of one kind are judged in the same order whatever the order of the claims.
    for contested, sides in sorted(_by_contested(claims).items(), key=lambda pair: pair[0].key):
        rounds, current = _rounds(contested, sides, ended)
        closed += rounds
        if current:
            still_open.setdefault(contested.kind, []).append(current)
    judged = [case for kind, rounds in still_open.items() for case in _judged(kind, rounds, circumstances)]
    return tuple(sorted([*closed, *judged], key=lambda case: case.id))


def _by_contested(claims: Iterable[Claim]) -> dict[Contested, tuple[Claim, ...]]:
    """The claims on each contested thing, sorted by id; a claim that was found twice is joined."""
    sides_of: dict[Contested, dict[ClaimId, Claim]] = {}
    for claim in claims:
        sides = sides_of.setdefault(claim.contested, {})
        sides[claim.id] = merged(sides[claim.id], claim) if claim.id in sides else claim
    return {contested: tuple(sides[key] for key in sorted(sides)) for contested, sides in sides_of.items()}


def _rounds(
    contested: Contested, sides: tuple[Claim, ...], ended: Mapping[CaseId, Resolution]
) -> tuple[list[ConflictCase], _Open | None]:
    """The closed rounds, and the open one if some claim is not settled yet."""
    closed: list[ConflictCase] = []
    remaining, incumbent, number = sides, None, 0
    while (resolution := ended.get(case_id(contested, number))) is not None:
        settled = set(resolution.settles)
        in_it = tuple(claim for claim in remaining if claim.id in settled or claim.id == resolution.winner)
        closed.append(_closed(contested, number, in_it, resolution))
        incumbent = resolution.winner
        # The winner goes on into the next round as its incumbent; the claims that lost are settled for good.
        remaining = tuple(claim for claim in remaining if claim.id not in settled or claim.id == incumbent)
        number += 1
    unsettled = [claim for claim in remaining if claim.id != incumbent]
    if not unsettled:
        return closed, None
    return closed, _Open(case_id(contested, number), number, Dispute(remaining, incumbent))


def _judged(kind: ConflictKind, rounds: list[_Open], circumstances: Circumstances) -> Iterable[ConflictCase]:
    proposals = POLICY[kind]([current.dispute for current in rounds], circumstances)
    for current, proposal in zip(rounds, proposals, strict=True):
        claims = current.dispute.claims
        case = ConflictCase(current.id, claims[0].contested, current.round, claims, proposal)
        yield _settled_by_itself(case, circumstances) if proposal.course is Course.BY_ITSELF else case


def _settled_by_itself(case: ConflictCase, circumstances: Circumstances) -> ConflictCase:
    remedies = case.proposal.remedies
    resolution = Resolution(
        id=automatic_id(case.id),
        case_id=case.id,
        choice=remedies[0].choice if remedies else Choice.STAND,
        at=circumstances.now,
        winner=case.proposal.winner,
        settles=tuple(claim.id for claim in case.claims),
    )
    return _closed(case.contested, case.round, case.claims, resolution)


def _closed(contested: Contested, round_no: int, claims: tuple[Claim, ...], resolution: Resolution) -> ConflictCase:
    """A closed case, whose proposal is what was decided; earlier proposals are in the history."""
    course = Course.SUPERVISOR if resolution.by else Course.BY_ITSELF
    return ConflictCase(
        resolution.case_id, contested, round_no, claims, Proposal(course, resolution.winner), resolution
    )
