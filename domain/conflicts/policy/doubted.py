"""C7 and C15 to C18: entries that HQ does not believe, ids used twice, and sales of branches that HQ keeps aside.

What was printed stands in all of them: a person at HQ finds out what happened.
"""

from domain.conflicts.cases import Choice, Claim, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Dispute


def judge_right(dispute: Dispute) -> Proposal:
    """C15: the entry has no effect on rights. HQ's seal on a grant of which HQ lost its record proves the right."""
    claim = dispute.claims[0]
    return _stand([claim], Course.BY_ITSELF if claim.certificate else Course.SUPERVISOR)


def judge_settlement(dispute: Dispute) -> Proposal:
    """C16: the settlement has no effect until a person at HQ accepts it."""
    return _stand(dispute.claims, Course.SUPERVISOR)


def judge_refund(dispute: Dispute) -> Proposal:
    """C7: the refund has no effect until a person at HQ accepts it."""
    return _stand(dispute.claims, Course.SUPERVISOR)


def judge_id_twice(dispute: Dispute) -> Proposal:
    """C17: the best claim has the id; the others stand as printed. One entry may use an id for two things."""
    best, *others = dispute.ranked()
    return _stand(others, Course.SUPERVISOR, best) if others else _stand([best], Course.SUPERVISOR)


def judge_branch(dispute: Dispute) -> Proposal:
    """C18: a sale of the branch that HQ follows keeps what both branches sold; all sales stand as printed."""
    ranked = dispute.ranked()
    followed = next((claim for claim in ranked if not claim.position.hash), None)
    return _stand([claim for claim in ranked if claim is not followed], Course.SUPERVISOR, followed)


def _stand(claims: tuple[Claim, ...] | list[Claim], course: Course, winner: Claim | None = None) -> Proposal:
    remedies = tuple(Remedy(claim.id, Choice.STAND) for claim in claims)
    return Proposal(course, winner=winner.id if winner else None, remedies=remedies)
