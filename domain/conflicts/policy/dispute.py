"""The input of a rule: the claims of a dispute, and the state of HQ that it may use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.catalogue.seats import SeatRow
from domain.conflicts.cases import Claim, ClaimId, EntryPosition, Proposal
from domain.ids import PerformanceId, SeatId, StationId, ZoneId
from domain.money.money import Money

DEFAULT_TOLERANCE = Decimal(1)
"""The difference of price, in percent, up to which a sale is accepted as printed."""


@dataclass(frozen=True, slots=True)
class ZoneSeats:
    """The numbered seats of a zone: its rows, best first, and the price of an ordinary ticket in each seat."""

    zone_id: ZoneId
    rows: tuple[SeatRow, ...]
    worth: Mapping[SeatId, Money]


class PairState(StrEnum):
    """Whether two customers may still be one person."""

    DOUBTFUL = "doubtful"
    UNLIKE = "unlike"
    """There is no doubt now, because a field was corrected or a document joined them; there may be one again."""
    DECIDED = "decided"
    """Somebody linked them, or said that they are two people, or one of them was erased."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a rule may use besides the claims: the state of HQ, which does not depend on the order of arrival."""

    now: datetime
    zones: Mapping[PerformanceId, tuple[ZoneSeats, ...]] = field(default_factory=dict)
    free: Mapping[tuple[StationId, PerformanceId], frozenset[SeatId]] = field(default_factory=dict)
    """Unsold seats that a station holds or may be granted: no other station can sell them."""
    own: Mapping[tuple[StationId, PerformanceId], frozenset[SeatId]] = field(default_factory=dict)
    """The free seats that the station already holds: it can use them without HQ."""
    places: Mapping[tuple[PerformanceId, ZoneId], int] = field(default_factory=dict)
    """Places of a general zone that no station holds."""
    over: frozenset[PerformanceId] = frozenset()
    """Performances whose start is past."""
    applied: frozenset[EntryPosition] = frozenset()
    """Entries that had to wait and have been recorded since."""
    pairs: Mapping[str, PairState] = field(default_factory=dict)
    """The state of each pair of customers, by their ids as `Contested.series` has them."""
    tolerance: Decimal = DEFAULT_TOLERANCE


@dataclass(frozen=True, slots=True)
class Dispute:
    """The open round over one thing. `incumbent` won an earlier round and cannot lose."""

    claims: tuple[Claim, ...]
    incumbent: ClaimId | None = None

    def ranked(self) -> tuple[Claim, ...]:
        """The claims, best first: winner of an earlier round, admitted, covered by a right, earlier in its journal.

        A tie is decided by the id of the ticket. Clocks of stations are not compared.
        """
        return tuple(sorted(self.claims, key=self._rank))

    def _rank(self, claim: Claim) -> tuple[bool, bool, bool, int, int, int, int]:
        at = claim.position
        ticket = claim.ticket_id.int if claim.ticket_id else 0
        kept = claim.id == self.incumbent
        return (not kept, not claim.admitted, not claim.held_right, at.epoch, at.seq, ticket, claim.id.int)


Rule = Callable[[Sequence[Dispute], Circumstances], tuple[Proposal, ...]]
"""Judges all open disputes of one kind together, because a seat offered in one cannot be offered in another.

Returns one proposal a dispute, in their order.
"""


def one_by_one(judge: Callable[[Dispute, Circumstances], Proposal]) -> Rule:
    """The rule of a kind whose disputes are independent of each other."""

    def judge_all(disputes: Sequence[Dispute], circumstances: Circumstances) -> tuple[Proposal, ...]:
        return tuple(judge(dispute, circumstances) for dispute in disputes)

    return judge_all


def by_its_claims(judge: Callable[[Dispute], Proposal]) -> Rule:
    """The rule of a kind whose disputes are independent, and decided by their claims alone."""
    return one_by_one(lambda dispute, _: judge(dispute))
