"""C8: two customers who may be one person. Nobody loses anything meanwhile: both records stay as they are."""

from domain.conflicts.cases import Choice, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Circumstances, Dispute, PairState

_COURSES = {
    PairState.DOUBTFUL: Course.SUPERVISOR,
    PairState.UNLIKE: Course.IN_TIME,
    PairState.DECIDED: Course.BY_ITSELF,
}


def judge_pair(dispute: Dispute, circumstances: Circumstances) -> Proposal:
    """C8: a person at HQ decides while the doubt stands; the case closes by itself once it was decided otherwise."""
    claims = sorted(dispute.claims, key=lambda claim: claim.id)
    state = circumstances.pairs.get(claims[0].contested.series, PairState.DECIDED)
    is_doubtful = state is PairState.DOUBTFUL
    remedies = tuple(Remedy(claim.id, Choice.LINK) for claim in claims) if is_doubtful else ()
    return Proposal(_COURSES[state], remedies=remedies)
