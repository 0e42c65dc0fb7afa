"""From everything that is claimed and everything that was settled to the cases as they stand."""

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
    joined,
)
from domain.conflicts.policy import entries, numbers, over_capacity, seat_twice
from domain.conflicts.policy.dispute import Circumstances, Dispute, Rule, by_its_claims, one_by_one

POLICY: Mapping[ConflictKind, Rule] = {
    ConflictKind.SEAT_TWICE: seat_twice.judge,
    ConflictKind.OVER_CAPACITY: one_by_one(over_capacity.judge),
    ConflictKind.NUMBER_TWICE: by_its_claims(numbers.judge_twice),
    ConflictKind.NUMBER_NOT_HELD: by_its_claims(numbers.judge_not_held),
    ConflictKind.LATE: by_its_claims(entries.judge_late),
    ConflictKind.PRICE: one_by_one(entries.judge_price),
    ConflictKind.CLOSED_PERIOD: by_its_claims(entries.judge_closed_period),
    ConflictKind.UNKNOWN_ENTRY: one_by_one(entries.judge_unknown),
}
"""A new kind is one entry."""


@dataclass(frozen=True, slots=True)
class _Open:
    """The open round of a dispute, before it is judged."""

    id: CaseId
    round: int
    dispute: Dispute


def judge(
    claims: Iterable[Claim], resolutions: Iterable[Resolution], circumstances: Circumstances
) -> tuple[ConflictCase, ...]:
    """Every case, by its id. Depends on the sets given alone: not on their order, not on earlier calls."""
    ended = {each.case_id: each for each in resolutions}
    closed: list[ConflictCase] = []
    still_open: dict[ConflictKind, list[_Open]] = {}
    for thing, sides in sorted(_by_thing(claims).items(), key=lambda pair: pair[0].key):
        rounds, current = _rounds(thing, sides, ended)
        closed += rounds
        if current:
            still_open.setdefault(thing.kind, []).append(current)
    judged = [case for kind, found in still_open.items() for case in _judged(kind, found, circumstances)]
    return tuple(sorted([*closed, *judged], key=lambda case: case.id))


def _by_thing(claims: Iterable[Claim]) -> dict[Contested, tuple[Claim, ...]]:
    found: dict[Contested, dict[ClaimId, Claim]] = {}
    for claim in claims:
        sides = found.setdefault(claim.contested, {})
        sides[claim.id] = joined(sides[claim.id], claim) if claim.id in sides else claim
    return {thing: tuple(sides[key] for key in sorted(sides)) for thing, sides in found.items()}


def _rounds(
    thing: Contested, sides: tuple[Claim, ...], ended: Mapping[CaseId, Resolution]
) -> tuple[list[ConflictCase], _Open | None]:
    """The rounds that were closed, and the one that is open because something is not settled yet."""
    closed: list[ConflictCase] = []
    remaining, incumbent, number = sides, None, 0
    while (resolution := ended.get(case_id(thing, number))) is not None:
        settled = set(resolution.settles)
        in_it = tuple(claim for claim in remaining if claim.id in settled or claim.id == resolution.winner)
        closed.append(_closed(thing, number, in_it, resolution))
        incumbent = resolution.winner
        remaining = tuple(claim for claim in remaining if claim.id not in settled or claim.id == incumbent)
        number += 1
    unsettled = [claim for claim in remaining if claim.id != incumbent]
    if not unsettled:
        return closed, None
    return closed, _Open(case_id(thing, number), number, Dispute(remaining, incumbent))


def _judged(kind: ConflictKind, found: list[_Open], circumstances: Circumstances) -> Iterable[ConflictCase]:
    proposals = POLICY[kind]([each.dispute for each in found], circumstances)
    for each, proposal in zip(found, proposals, strict=True):
        claims = each.dispute.claims
        case = ConflictCase(each.id, claims[0].contested, each.round, claims, proposal)
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


def _closed(thing: Contested, round_no: int, claims: tuple[Claim, ...], resolution: Resolution) -> ConflictCase:
    """A closed case says what was decided; what was proposed before is in the history."""
    course = Course.SUPERVISOR if resolution.by else Course.BY_ITSELF
    return ConflictCase(resolution.case_id, thing, round_no, claims, Proposal(course, resolution.winner), resolution)
