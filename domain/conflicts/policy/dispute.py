"""What a rule is given: the sides of one dispute, and how the world stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from domain.catalogue.seats import SeatRow
from domain.conflicts.cases import Claim, ClaimId, Position, Proposal
from domain.ids import PerformanceId, SeatId, StationId, ZoneId
from domain.money.money import Money

DEFAULT_TOLERANCE = Decimal(1)
"""A price off by no more than this, in percent, is accepted as printed."""


@dataclass(frozen=True, slots=True)
class ZoneSeats:
    """The numbered seats of a zone: rows best first, and what an ordinary ticket costs in each seat."""

    zone_id: ZoneId
    rows: tuple[SeatRow, ...]
    worth: Mapping[SeatId, Money]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a rule may know beside the claims. All of it is HQ's own state, the same whatever came first."""

    now: datetime
    zones: Mapping[PerformanceId, tuple[ZoneSeats, ...]] = field(default_factory=dict)
    free: Mapping[tuple[StationId, PerformanceId], frozenset[SeatId]] = field(default_factory=dict)
    """Unsold seats that a station holds or may be given: no other station can be selling them."""
    own: Mapping[tuple[StationId, PerformanceId], frozenset[SeatId]] = field(default_factory=dict)
    """Those of them that the station holds already: it can give them without asking anybody."""
    places: Mapping[tuple[PerformanceId, ZoneId], int] = field(default_factory=dict)
    """Places of a general zone that nobody holds, besides what is tolerated."""
    over: frozenset[PerformanceId] = frozenset()
    """Performances that have taken place."""
    applied: frozenset[Position] = frozenset()
    """Entries that waited and were recorded since."""
    tolerance: Decimal = DEFAULT_TOLERANCE


@dataclass(frozen=True, slots=True)
class Dispute:
    """The open round about one thing. `incumbent` keeps it by an earlier round and cannot lose it."""

    claims: tuple[Claim, ...]
    incumbent: ClaimId | None = None

    def ranked(self) -> tuple[Claim, ...]:
        """The best claim first.

        Kept by an earlier round, then admitted, then covered by a right, then earlier in the journals; a tie falls by
        the ticket's id. A clock has no say.
        """
        return tuple(sorted(self.claims, key=self._rank))

    def _rank(self, claim: Claim) -> tuple[bool, bool, bool, int, int, int, int]:
        at = claim.position
        ticket = claim.ticket_id.int if claim.ticket_id else 0
        kept = claim.id == self.incumbent
        return (not kept, not claim.admitted, not claim.held_right, at.epoch, at.seq, ticket, claim.id.int)


Rule = Callable[[Sequence[Dispute], Circumstances], tuple[Proposal, ...]]
"""Judges every open dispute of one kind, and answers in their order: what one gets, another cannot."""


def one_by_one(judge: Callable[[Dispute, Circumstances], Proposal]) -> Rule:
    """The rule of a kind whose disputes do not touch each other."""

    def judge_all(disputes: Sequence[Dispute], circumstances: Circumstances) -> tuple[Proposal, ...]:
        return tuple(judge(dispute, circumstances) for dispute in disputes)

    return judge_all


def by_its_claims(judge: Callable[[Dispute], Proposal]) -> Rule:
    """The same, where the claims alone decide."""
    return one_by_one(lambda dispute, _: judge(dispute))
