"""C3 and C4: a number used twice, and a number of no block of the station. Every document is kept as issued."""

from domain.conflicts.cases import Choice, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Dispute


def judge_twice(dispute: Dispute) -> Proposal:
    """C3: the best claim keeps the number; the others must be renumbered, and their stations stop until then."""
    best, *others = dispute.ranked()
    if not others:
        return Proposal(Course.IN_TIME, winner=best.id)
    return Proposal(
        Course.SUPERVISOR,
        winner=best.id,
        remedies=tuple(Remedy(claim.id, Choice.RENUMBER) for claim in others),
        freezes=tuple(sorted({claim.position.station_id for claim in others})),
    )


def judge_not_held(dispute: Dispute) -> Proposal:
    """C4: the document stands if HQ's seal on the grant proves it; otherwise a supervisor decides."""
    claim = dispute.ranked()[0]
    course = Course.BY_ITSELF if claim.certificate else Course.SUPERVISOR
    return Proposal(course, remedies=(Remedy(claim.id, Choice.STAND if claim.certificate else Choice.RENUMBER),))
