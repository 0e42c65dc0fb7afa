"""C14: one payment that paid two sales. Both were printed, so both stand; a supervisor looks for the missing money."""

from domain.conflicts.cases import Choice, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Dispute


def judge_twice(dispute: Dispute) -> Proposal:
    """C14: the payment counts for the best claim; the other sales stand as printed, and a supervisor is asked."""
    best, *others = dispute.ranked()
    if not others:
        return Proposal(Course.IN_TIME, winner=best.id)
    remedies = tuple(Remedy(claim.id, Choice.STAND) for claim in others)
    return Proposal(Course.SUPERVISOR, winner=best.id, remedies=remedies)
