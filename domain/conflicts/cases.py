"""Conflict cases: what contests what, who claims it and with which evidence, what is proposed, what was settled.

Everything here is a value. `domain.conflicts.policy` decides which claim wins and what the others get, from the set of
claims alone: the order in which they became known never matters.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID, uuid5

from domain.ids import CashierId, DocumentId, PerformanceId, SaleId, SeatId, StationId, TicketId, ZoneId
from domain.money.money import Money

CaseId = NewType("CaseId", UUID)
ClaimId = NewType("ClaimId", UUID)
ResolutionId = NewType("ResolutionId", UUID)

_NAMESPACE = UUID("5f0c9e1e-7a3b-5d4e-9c43-6b1f0a6d2c11")
"""Ids of cases and claims are made from what they are about: whoever sees the same thing names it the same."""


class ConflictKind(StrEnum):
    """What happened, by its number in docs/conflict-policy.md; C7 to C11 wait for what is not built yet."""

    SEAT_TWICE = "C1"
    OVER_CAPACITY = "C2"
    NUMBER_TWICE = "C3"
    NUMBER_NOT_HELD = "C4"
    LATE = "C5"
    PRICE = "C6"
    CLOSED_PERIOD = "C12"
    UNKNOWN_ENTRY = "C13"


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the journals a claim was made. Two lives of one store may both have an entry here: `hash` tells them."""

    station_id: StationId
    epoch: int
    seq: int
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Contested:
    """The thing that cannot belong to all: a seat, the places of a zone, a number, or an entry by itself."""

    kind: ConflictKind
    performance_id: PerformanceId | None = None
    zone_id: ZoneId | None = None
    seat_id: SeatId | None = None
    series: str = ""
    number: int = 0
    entry: Position | None = None

    @property
    def key(self) -> str:
        """Its name as text, the same everywhere."""
        entry = self.entry
        at = f"{entry.station_id}.{entry.epoch}.{entry.seq}.{entry.hash}" if entry else ""
        parts = (self.kind, self.performance_id, self.zone_id, self.seat_id, self.series, self.number, at)
        return "/".join("" if part is None else str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class ClaimedTicket:
    """A ticket of the sale that claims. `seat` is its name for people, such as "Platea B-5"; empty without a seat."""

    id: TicketId
    code: str
    performance_id: PerformanceId
    zone_id: ZoneId
    zone: str
    paid: Money
    """Price and fee."""
    seat_id: SeatId | None = None
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a case with its evidence. `sold_at` is what its clock said: shown, and never decided on."""

    contested: Contested
    position: Position
    received_at: datetime
    """When HQ first had it."""
    sold_at: datetime | None = None
    sale_id: SaleId | None = None
    document_id: DocumentId | None = None
    document: str = ""
    """The printed number, A-00000123."""
    ticket_id: TicketId | None = None
    """The ticket that claims the seat."""
    tickets: tuple[ClaimedTicket, ...] = ()
    """Every ticket of the sale: a group is moved whole."""
    held_right: bool = False
    """A lease, an allotment or a block of this station in this epoch covered it."""
    admitted: bool = False
    """Somebody entered with it."""
    certificate: bool = False
    """HQ's own seal on a grant covers it, though HQ lost the grant."""
    paid: Money | None = None
    expected: Money | None = None
    """What the cited version of the catalogue asks."""
    closed_period: date | None = None
    """The day it belongs to, when its books are closed."""
    reason: str = ""
    """Why an entry cannot be applied, in the words of the program."""

    @property
    def id(self) -> ClaimId:
        """The same for the same ticket, sale or entry on the same thing, however often it is found."""
        at = self.position
        about = f"{self.contested.key}|{at.station_id}.{at.epoch}.{at.seq}.{at.hash}|{self.ticket_id or ''}"
        return ClaimId(uuid5(_NAMESPACE, about))


ONE_ENTRY = frozenset({
    ConflictKind.NUMBER_NOT_HELD,
    ConflictKind.LATE,
    ConflictKind.PRICE,
    ConflictKind.CLOSED_PERIOD,
    ConflictKind.UNKNOWN_ENTRY,
})  # fmt: skip
"""Kinds in which an entry is questionable by itself: its case has one side, so that the rule may close it at once."""


def by_entry(claim: Claim) -> Claim:
    """The claim with its own entry as the contested thing, where its kind asks for that."""
    if claim.contested.kind not in ONE_ENTRY:
        return claim
    return replace(claim, contested=replace(claim.contested, entry=claim.position))


def joined(one: Claim, other: Claim) -> Claim:
    """One claim found twice: what either find knows. Their order does not matter, whatever else they say."""
    return replace(
        min(one, other, key=_said),
        received_at=min(one.received_at, other.received_at),
        held_right=one.held_right or other.held_right,
        admitted=one.admitted or other.admitted,
        certificate=one.certificate or other.certificate,
    )


def _said(claim: Claim) -> str:
    """What a claim says beside what is learnt of it."""
    at = claim.contested, claim.position, claim.sold_at, claim.sale_id, claim.document_id, claim.document
    return repr((*at, claim.tickets, claim.paid, claim.expected, claim.closed_period, claim.reason))


class Choice(StrEnum):
    """What a losing side gets, or what becomes of an entry."""

    MOVE = "move"
    """Other seats, with new codes; the old codes admit nobody."""
    MONEY_BACK = "money_back"
    """Owed until a credit note pays it."""
    RENUMBER = "renumber"
    """A credit note, and the document anew under a number that is held."""
    STAND = "stand"
    """It stays as it was printed."""
    WAIT = "wait"
    """Nothing can be done yet: the entry is kept and run again."""


@dataclass(frozen=True, slots=True)
class Move:
    """A ticket and the seat it goes to. Tickets of the group that keep their seat are not moved."""

    ticket_id: TicketId
    zone_id: ZoneId
    seat_id: SeatId


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is proposed for one claim that lost."""

    claim_id: ClaimId
    choice: Choice
    moves: tuple[Move, ...] = ()
    owed: Money | None = None


class Course(StrEnum):
    """Who acts next."""

    BY_ITSELF = "by_itself"
    """The rule settles it."""
    IN_TIME = "in_time"
    """Nobody is needed now, and more may become known."""
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule says of a case: who keeps the thing, what each other side gets, what it stops meanwhile."""

    course: Course
    winner: ClaimId | None = None
    remedies: tuple[Remedy, ...] = ()
    freezes: tuple[StationId, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a case ended: by a person, or by the rule itself (`by` is None). `settles` is what was known then."""

    id: ResolutionId
    case_id: CaseId
    choice: Choice
    at: datetime
    by: CashierId | None = None
    winner: ClaimId | None = None
    settles: tuple[ClaimId, ...] = ()
    moves: tuple[Move, ...] = ()
    owed: Money | None = None
    note: str = ""


class CaseState(StrEnum):
    """A case is opened by its claims and closed by one resolution; it is never deleted."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ConflictCase:
    """One round of the dispute over one thing. What becomes known after a round was closed makes the next one."""

    id: CaseId
    contested: Contested
    round: int
    claims: tuple[Claim, ...]
    """By their ids; all that is known, the winner's too."""
    proposal: Proposal
    resolution: Resolution | None = None

    @property
    def state(self) -> CaseState:
        """Closed exactly when a resolution ended it."""
        return CaseState.CLOSED if self.resolution else CaseState.OPEN

    @property
    def needs_supervisor(self) -> bool:
        """Whether it waits for a person."""
        return self.resolution is None and self.proposal.course is Course.SUPERVISOR

    def claim(self, claim_id: ClaimId | None) -> Claim | None:
        """One of its sides."""
        return next((each for each in self.claims if each.id == claim_id), None)

    @property
    def concerned(self) -> StationId | None:
        """The station that settles it: the one that sold for the first side that lost."""
        first = self.claim(self.proposal.remedies[0].claim_id) if self.proposal.remedies else None
        return first.position.station_id if first else None


def case_id(contested: Contested, round_no: int) -> CaseId:
    """The id of a round of a dispute: made from what it is about, so that nobody can open it twice."""
    return CaseId(uuid5(_NAMESPACE, f"{contested.key}#{round_no}"))


def automatic_id(case: CaseId) -> ResolutionId:
    """The id of the resolution that the rule itself makes of a case."""
    return ResolutionId(uuid5(case, "by itself"))
