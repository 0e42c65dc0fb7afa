"""C2: more general tickets than places. The places cover the oldest sales; the newest beyond them get money back."""

from collections.abc import Sequence

from domain.conflicts.cases import Choice, Claim, ClaimedTicket, Course, Proposal, Remedy
from domain.conflicts.policy.dispute import Circumstances, Dispute
from domain.money.money import total


def judge(dispute: Dispute, circumstances: Circumstances) -> Proposal:
    """Cover whole sales, best claim first, while places last.

    When all are covered, the case stays open until the performance starts, because more sales may arrive.
    """
    contested = dispute.claims[0].contested
    assert contested.performance_id is not None
    assert contested.zone_id is not None
    left = circumstances.places.get((contested.performance_id, contested.zone_id), 0)
    uncovered: list[Claim] = []
    for claim in dispute.ranked():
        wanted = len(_tickets(claim))
        if claim.admitted or claim.held_right or claim.id == dispute.incumbent:
            # Places under a right were taken from the pool when it was granted: they do not count again.
            left -= 0 if claim.held_right else wanted
        elif wanted <= left:
            left -= wanted
        else:
            uncovered.append(claim)
    if uncovered:
        remedies = tuple(_money_back(claim) for claim in reversed(uncovered))
        return Proposal(Course.SUPERVISOR, remedies=remedies)
    return Proposal(Course.BY_ITSELF if contested.performance_id in circumstances.over else Course.IN_TIME)


def _money_back(claim: Claim) -> Remedy:
    tickets = _tickets(claim)
    owed = total((ticket.paid for ticket in tickets), tickets[0].paid.currency) if tickets else None
    return Remedy(claim.id, Choice.MONEY_BACK, owed=owed)


def _tickets(claim: Claim) -> Sequence[ClaimedTicket]:
    """The tickets of a sale in the contested zone."""
    zone = (claim.contested.performance_id, claim.contested.zone_id)
    return [ticket for ticket in claim.tickets if (ticket.performance_id, ticket.zone_id) == zone]
