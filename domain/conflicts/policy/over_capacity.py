"""C2: more general tickets than places. The pool covers the oldest sales; the newest that do not fit get money back."""

from collections.abc import Sequence

from domain.conflicts.cases import Choice, Claim, ClaimedTicket, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Circumstances, Dispute
from domain.money.money import total


def judge(dispute: Dispute, circumstances: Circumstances) -> Proposal:
    """Cover whole sales while places last. What is covered can still lose nothing; it ends with the performance."""
    thing = dispute.claims[0].contested
    assert thing.performance_id is not None
    assert thing.zone_id is not None
    left = circumstances.places.get((thing.performance_id, thing.zone_id), 0)
    uncovered: list[Claim] = []
    for claim in dispute.ranked():
        wanted = len(_tickets(claim))
        if claim.admitted or claim.held_right or claim.id == dispute.incumbent:
            left -= 0 if claim.held_right else wanted
        elif wanted <= left:
            left -= wanted
        else:
            uncovered.append(claim)
    if uncovered:
        remedies = tuple(_money_back(claim) for claim in reversed(uncovered))
        return Proposal(Course.SUPERVISOR, remedies=remedies)
    return Proposal(Course.BY_ITSELF if thing.performance_id in circumstances.over else Course.IN_TIME)


def _money_back(claim: Claim) -> Remedy:
    tickets = _tickets(claim)
    owed = total((ticket.paid for ticket in tickets), tickets[0].paid.currency) if tickets else None
    return Remedy(claim.id, Choice.MONEY_BACK, owed=owed)


def _tickets(claim: Claim) -> Sequence[ClaimedTicket]:
    thing = claim.contested
    return [t for t in claim.tickets if (t.performance_id, t.zone_id) == (thing.performance_id, thing.zone_id)]
