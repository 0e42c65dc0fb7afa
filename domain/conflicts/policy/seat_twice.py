"""C1: one seat, two valid tickets. The best claim keeps it; the groups of the others are offered seats as good."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.catalogue.seats import best_available
from domain.conflicts.cases import Choice, Claim, ClaimedTicket, Course, Move, Proposal, Remedy
from domain.conflicts.policy.dispute import Circumstances, Dispute, ZoneSeats
from domain.ids import PerformanceId, SaleId, SeatId, TicketId
from domain.money.money import Money, total

_Group = tuple[SaleId | None, PerformanceId]
_Offer = tuple[Choice, tuple[Move, ...], Money | None]


@dataclass(slots=True)
class _Seating:
    """The offers so far: a seat is offered once, and a group gets one offer."""

    lost: dict[_Group, set[TicketId]]
    offered: dict[PerformanceId, set[SeatId]] = field(default_factory=dict)
    remedies: dict[_Group, _Offer] = field(default_factory=dict)


def judge(disputes: Sequence[Dispute], circumstances: Circumstances) -> tuple[Proposal, ...]:
    """Propose for all disputed seats at once, so that a group that lost several of them is moved only once."""
    ranked = [dispute.ranked() for dispute in disputes]
    losers = sorted((claim for claims in ranked for claim in claims[1:]), key=_turn)
    lost: dict[_Group, set[TicketId]] = {}
    for claim in losers:
        lost.setdefault(_group(claim), set()).update({claim.ticket_id} if claim.ticket_id else ())
    seating = _Seating(lost)
    for claim in losers:
        if _group(claim) not in seating.remedies:
            seating.remedies[_group(claim)] = _remedy(claim, seating, circumstances)
    return tuple(
        Proposal(
            course=Course.SUPERVISOR if len(claims) > 1 else Course.IN_TIME,
            winner=claims[0].id,
            remedies=tuple(Remedy(claim.id, *seating.remedies[_group(claim)]) for claim in claims[1:]),
        )
        for claims in ranked
    )


def _remedy(claim: Claim, seating: _Seating, circumstances: Circumstances) -> _Offer:
    """Seats for the whole group, in its own zone if possible, else in one that costs no less, else money back."""
    performance_id, lost = _performance(claim), seating.lost[_group(claim)]
    group = _seated_with(claim)
    kept = {t.seat_id for t in group if t.id not in lost and t.seat_id is not None}
    taken = seating.offered.setdefault(performance_id, set())
    holder = (claim.position.station_id, performance_id)
    # Seats that the station holds first: it can use them without HQ.
    within_reach = [
        (seats.get(holder, frozenset()) - taken) | kept for seats in (circumstances.own, circumstances.free)
    ]
    for zone in _zones_in_turn(group, circumstances.zones.get(performance_id, ())):
        for free in within_reach:
            if seats := _as_good(zone, group, free, circumstances):
                taken.update(seats)
                return Choice.MOVE, _moves(group, lost, seats, zone), None
    tickets = [ticket for ticket in group if ticket.id in lost]
    return Choice.MONEY_BACK, (), total((t.paid for t in tickets), tickets[0].paid.currency)


def _zones_in_turn(group: Sequence[ClaimedTicket], zones: Sequence[ZoneSeats]) -> list[ZoneSeats]:
    """The zone of the group, then the others from the cheapest."""

    def turn(zone: ZoneSeats) -> tuple[bool, int, int]:
        cheapest = min((worth.minor for worth in zone.worth.values()), default=0)
        return (zone.zone_id != group[0].zone_id, cheapest, zone.zone_id.int)

    return sorted(zones, key=turn)


def _as_good(
    zone: ZoneSeats, group: Sequence[ClaimedTicket], free: frozenset[SeatId] | set[SeatId], circumstances: Circumstances
) -> tuple[SeatId, ...]:
    """Seats of the price of the group's best seat; failing that, of a higher price. Empty when there are not enough."""
    needed = _worth(group, circumstances)
    if needed is None:
        return ()
    same = {seat for seat in free if (worth := zone.worth.get(seat)) == needed and worth is not None}
    better = {
        seat
        for seat in free
        if (worth := zone.worth.get(seat)) is not None
        and worth.currency == needed.currency
        and worth.minor >= needed.minor
    }
    return best_available(zone.rows, same, len(group)) or best_available(zone.rows, better, len(group))


def _worth(group: Sequence[ClaimedTicket], circumstances: Circumstances) -> Money | None:
    """The price of the dearest seat of the group; None when no zone has a price for its seats."""
    worths = [
        zone.worth[ticket.seat_id]
        for ticket in group
        for zone in circumstances.zones.get(ticket.performance_id, ())
        if ticket.seat_id is not None and ticket.seat_id in zone.worth
    ]
    return max(worths, key=lambda worth: worth.minor, default=None)


def _moves(
    group: Sequence[ClaimedTicket], lost: set[TicketId], seats: Sequence[SeatId], zone: ZoneSeats
) -> tuple[Move, ...]:
    """Tickets that keep their seat get no move; the others fill the remaining seats in the order of the plan."""
    staying = {t.id for t in group if t.id not in lost and t.seat_id in seats}
    left = sorted(set(seats) - {t.seat_id for t in group if t.id in staying})
    moved = [ticket for ticket in group if ticket.id not in staying]
    return tuple(Move(ticket.id, zone.zone_id, seat) for ticket, seat in zip(moved, left, strict=True))


def _seated_with(claim: Claim) -> list[ClaimedTicket]:
    """The tickets of the sale in the zone of the disputed seat, in the order of the plan."""
    own = next(ticket for ticket in claim.tickets if ticket.id == claim.ticket_id)
    together = (own.performance_id, own.zone_id)
    seated = [t for t in claim.tickets if (t.performance_id, t.zone_id) == together and t.seat_id is not None]
    return sorted(seated, key=lambda ticket: (ticket.seat_id or 0, ticket.id.int))


def _performance(claim: Claim) -> PerformanceId:
    own = next(ticket for ticket in claim.tickets if ticket.id == claim.ticket_id)
    return own.performance_id


def _group(claim: Claim) -> _Group:
    return claim.sale_id, _performance(claim)


def _turn(claim: Claim) -> tuple[int, int, int, int]:
    """The order of offers: by place in the journal, never by arrival at HQ."""
    return (claim.position.epoch, claim.position.seq, claim.sale_id.int if claim.sale_id else 0, claim.id.int)
