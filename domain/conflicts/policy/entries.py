"""C5, C6, C12, C13 and C19: late entries, other figures, closed books, unreadable entries, wrong clocks."""

from datetime import timedelta

from domain.conflicts.cases import Choice, Claim, Course, Proposal, Remedy
from domain.conflicts.differences import Matter
from domain.conflicts.policy.dispute import Circumstances, Dispute

PATIENCE = timedelta(hours=24)
"""How long an entry that cannot be recorded waits before a supervisor is asked."""


def judge_late(dispute: Dispute) -> Proposal:
    """C5: the sale stands and its number counts as issued late. If its books are closed, a supervisor decides."""
    return _stands(dispute, asks=dispute.claims[0].closed_period is not None)


def judge_figures(dispute: Dispute, circumstances: Circumstances) -> Proposal:
    """C6: the sale stands as printed. A supervisor looks at it, unless only prices differ and within the tolerance."""
    claim = dispute.claims[0]
    only_prices = {difference.matter for difference in claim.differences} <= {Matter.PRICE}
    return _stands(dispute, asks=not only_prices or _is_far_off(claim, circumstances))


def judge_clock(dispute: Dispute) -> Proposal:
    """C19: the sales of the day stand as printed, and a supervisor looks at the clock of their station."""
    remedies = tuple(Remedy(claim.id, Choice.STAND) for claim in dispute.claims)
    return Proposal(Course.SUPERVISOR, remedies=remedies)


def judge_closed_period(dispute: Dispute) -> Proposal:
    """C12: the sale stands in the Z of its station; the consolidation of that day gets a supplement."""
    return _stands(dispute, asks=False)


def judge_unknown(dispute: Dispute, circumstances: Circumstances) -> Proposal:
    """C13: the entry waits and is tried again. Being recorded ends the case; after PATIENCE a supervisor is asked."""
    claim = dispute.claims[0]
    if claim.position in circumstances.applied:
        return _stands(dispute, asks=False)
    overdue = circumstances.now - claim.received_at > PATIENCE
    return Proposal(Course.SUPERVISOR if overdue else Course.IN_TIME, remedies=(Remedy(claim.id, Choice.WAIT),))


def _stands(dispute: Dispute, *, asks: bool) -> Proposal:
    remedy = Remedy(dispute.claims[0].id, Choice.STAND)
    return Proposal(Course.SUPERVISOR if asks else Course.BY_ITSELF, remedies=(remedy,))


def _is_far_off(claim: Claim, circumstances: Circumstances) -> bool:
    paid, expected = claim.paid, claim.expected
    if paid is None or expected is None or paid.currency != expected.currency:
        return True
    return abs(paid.minor - expected.minor) > abs(expected.percent(circumstances.tolerance).minor)
