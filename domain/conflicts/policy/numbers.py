"""C3 and C4: a number used twice, and a number that nobody was given. Both documents are kept, whatever they say."""

from domain.conflicts.cases import Choice, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Dispute


def judge_twice(dispute: Dispute) -> Proposal:
    """The best claim keeps the number; the others are to be renumbered, and their stations stop meanwhile."""
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
    """HQ's own seal on the grant is proof enough; without it a supervisor says whether the document stands."""
    claim = dispute.ranked()[0]
    course = Course.BY_ITSELF if claim.certificate else Course.SUPERVISOR
    return Proposal(course, remedies=(Remedy(claim.id, Choice.STAND if claim.certificate else Choice.RENUMBER),))
