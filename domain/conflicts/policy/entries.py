"""C5, C6, C12 and C13: late entries, other prices, entries of closed books, and entries that cannot be read."""

from datetime import timedelta

from domain.conflicts.cases import Choice, Claim, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Circumstances, Dispute

PATIENCE = timedelta(hours=24)
"""How long an entry that cannot be recorded waits before a supervisor is asked."""


def judge_late(dispute: Dispute) -> Proposal:
    """C5: the sale stands and its number counts as issued late. If its books are closed, a supervisor decides."""
    return _stands(dispute, asks=dispute.claims[0].closed_period is not None)


def judge_price(dispute: Dispute, circumstances: Circumstances) -> Proposal:
    """C6: the printed price stands. A supervisor looks at a difference beyond the tolerance."""
    claim = dispute.claims[0]
    return _stands(dispute, asks=_is_far_off(claim, circumstances))


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
