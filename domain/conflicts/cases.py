"""Conflict cases: what is contested, the claims on it with their evidence, what is proposed, how it was settled.

The module holds values only. `domain.conflicts.policy` decides which claim wins and what the others get. It depends on
the set of claims alone, never on the order in which they arrived.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID, uuid5

from domain.conflicts.differences import Difference
from domain.conflicts.doubts import Doubt
from domain.ids import CashierId, DocumentId, PerformanceId, SaleId, SeatId, StationId, TicketId, ZoneId
from domain.money.money import Money
from domain.payments.tenders import Tender

CaseId = NewType("CaseId", UUID)
ClaimId = NewType("ClaimId", UUID)
ResolutionId = NewType("ResolutionId", UUID)

_NAMESPACE = UUID("5f0c9e1e-7a3b-5d4e-9c43-6b1f0a6d2c11")
"""Ids of cases and claims are derived from their content, so that finding one again gives the same id."""


class ConflictKind(StrEnum):
    """What happened, by its number in the policy. C9 to C11 belong to the door, plans and holds."""

    SEAT_TWICE = "C1"
    OVER_CAPACITY = "C2"
    NUMBER_TWICE = "C3"
    NUMBER_NOT_HELD = "C4"
    LATE = "C5"
    FIGURES = "C6"
    REFUND = "C7"
    SAME_CUSTOMER = "C8"
    CLOSED_PERIOD = "C12"
    UNKNOWN_ENTRY = "C13"
    REFERENCE_TWICE = "C14"
    RIGHT_NOT_HELD = "C15"
    SETTLEMENT_UNASKED = "C16"
    ID_TWICE = "C17"
    BRANCH = "C18"
    CLOCK = "C19"


@dataclass(frozen=True, slots=True)
class EntryPosition:
    """The entry that makes a claim. Two branches of a store can have an entry at one place: `hash` tells them apart."""

    station_id: StationId
    epoch: int
    seq: int
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Contested:
    """What is contested: a seat, the places of a zone, a number, a payment, or an entry by itself.

    A payment is named by its reference in `series`, a used id by what has it and the id ("sale 0199…"), two customers
    by their ids: a field of its own would change the bytes of all other cases.
    """

    kind: ConflictKind
    performance_id: PerformanceId | None = None
    zone_id: ZoneId | None = None
    seat_id: SeatId | None = None
    series: str = ""
    number: int = 0
    entry: EntryPosition | None = None

    @property
    def key(self) -> str:
        """A text that identifies it; the ids of its cases and claims are derived from it."""
        entry = self.entry
        at = f"{entry.station_id}.{entry.epoch}.{entry.seq}.{entry.hash}" if entry else ""
        parts = (self.kind, self.performance_id, self.zone_id, self.seat_id, self.series, self.number, at)
        return "/".join("" if part is None else str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class ClaimedTicket:
    """A ticket of the claiming sale. `seat` is its name for people, such as "Platea B-5"; empty without a seat."""

    id: TicketId
    code: str
    performance_id: PerformanceId
    zone_id: ZoneId
    zone: str
    paid: Money
    """Price, fee and the tax added to them (`Sale.paid_for`)."""
    seat_id: SeatId | None = None
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a case with its evidence. `sold_at` is the station's clock: shown, and never part of a decision."""

    contested: Contested
    position: EntryPosition
    received_at: datetime
    """When HQ first received it."""
    sold_at: datetime | None = None
    sale_id: SaleId | None = None
    document_id: DocumentId | None = None
    document: str = ""
    """The printed number, A-00000123."""
    ticket_id: TicketId | None = None
    """The ticket that claims the seat."""
    tickets: tuple[ClaimedTicket, ...] = ()
    """Every ticket of the sale, because a group is moved as a whole."""
    held_right: bool = False
    """Whether a lease, an allotment or a block of this station in this epoch covered it."""
    admitted: bool = False
    """Whether somebody was admitted with it."""
    certificate: bool = False
    """Whether HQ's seal on a grant covers it, even if HQ lost its record of the grant."""
    paid: Money | None = None
    """The total with IGTF that the sale charged."""
    expected: Money | None = None
    """The same total as HQ derives it from the catalogue that the sale cites; None when it cannot be derived."""
    differences: tuple[Difference, ...] = ()
    """Where the sale differs from what HQ derives."""
    closed_period: date | None = None
    """The day that it belongs to, when the books of that day are closed."""
    cashier_id: CashierId | None = None
    """Who sold it."""
    payment: Tender | None = None
    """The payment that another sale used too, as it was written."""
    reason: str = ""
    """Why an entry cannot be recorded: the text of the error."""
    doubt: Doubt | None = None
    """Why HQ does not believe the entry."""

    @property
    def id(self) -> ClaimId:
        """Derived from what is contested, the entry and the ticket: finding the claim again gives the same id."""
        at = self.position
        about = f"{self.contested.key}|{at.station_id}.{at.epoch}.{at.seq}.{at.hash}|{self.ticket_id or ''}"
        return ClaimId(uuid5(_NAMESPACE, about))


ONE_ENTRY = frozenset({
    ConflictKind.NUMBER_NOT_HELD,
    ConflictKind.LATE,
    ConflictKind.FIGURES,
    ConflictKind.CLOSED_PERIOD,
    ConflictKind.UNKNOWN_ENTRY,
    ConflictKind.RIGHT_NOT_HELD,
    ConflictKind.SETTLEMENT_UNASKED,
    ConflictKind.REFUND,
})  # fmt: skip
"""Kinds that concern one entry by itself. Its case has one side, so the rule may close it at once."""
DECIDED_AT_HQ = frozenset({
    ConflictKind.RIGHT_NOT_HELD,
    ConflictKind.SETTLEMENT_UNASKED,
    ConflictKind.REFUND,
    ConflictKind.ID_TWICE,
    ConflictKind.BRANCH,
    ConflictKind.FIGURES,
    ConflictKind.CLOCK,
    ConflictKind.SAME_CUSTOMER,
})  # fmt: skip
"""Kinds that only HQ's staff sees and settles: the journal of the station itself is in doubt, or it is about people
of whom each station knows a part."""


def by_entry(claim: Claim) -> Claim:
    """The claim with its own entry as what is contested, if it is of a kind in ONE_ENTRY; otherwise unchanged."""
    if claim.contested.kind not in ONE_ENTRY:
        return claim
    return replace(claim, contested=replace(claim.contested, entry=claim.position))


def merged(one: Claim, other: Claim) -> Claim:
    """One claim that was found twice, with the evidence of both. The order of the two does not affect the result."""
    return replace(
        # They should differ in evidence only. Where they differ otherwise, `min` keeps the result independent of order.
        min(one, other, key=_content),
        received_at=min(one.received_at, other.received_at),
        held_right=one.held_right or other.held_right,
        admitted=one.admitted or other.admitted,
        certificate=one.certificate or other.certificate,
    )


def _content(claim: Claim) -> str:
    """The claim without its evidence, as a text that can be compared."""
    at = claim.contested, claim.position, claim.sold_at, claim.sale_id, claim.document_id, claim.document
    return repr(
        (
            *at,
            claim.tickets,
            claim.paid,
            claim.expected,
            claim.differences,
            claim.closed_period,
            claim.reason,
            claim.cashier_id,
            claim.payment,
            claim.doubt,
        )
    )


class Choice(StrEnum):
    """What a losing side gets, or how an entry is treated."""

    MOVE = "move"
    """Other seats, with new codes; the old codes admit nobody."""
    MONEY_BACK = "money_back"
    """The price, owed until a credit note pays it."""
    RENUMBER = "renumber"
    """A credit note, and a new document under a number that the station holds."""
    STAND = "stand"
    """It stays as it was printed."""
    WAIT = "wait"
    """The entry cannot be recorded yet; it is kept and tried again."""
    LINK = "link"
    """Two customers are one person."""
    PART = "part"
    """Two customers are two people."""


@dataclass(frozen=True, slots=True)
class Move:
    """A ticket and the seat it goes to. Tickets of the group that keep their seats have no move."""

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
    """The rule settles the case."""
    IN_TIME = "in_time"
    """No person is needed now; more claims may arrive."""
    SUPERVISOR = "supervisor"
    """A supervisor settles the case."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule proposes: who wins, what each other side gets, which stations stop selling until then."""

    course: Course
    winner: ClaimId | None = None
    remedies: tuple[Remedy, ...] = ()
    freezes: tuple[StationId, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a case was closed: by a person, or by the rule itself (`by` is None). `settles`: the claims known then."""

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
    """A case is opened by claims and closed by one resolution; it is never deleted."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ConflictCase:
    """One round of the dispute over one thing. Claims that arrive after a round was closed open the next one."""

    id: CaseId
    contested: Contested
    round: int
    claims: tuple[Claim, ...]
    """All known claims of the round, the winner's included, sorted by id."""
    proposal: Proposal
    resolution: Resolution | None = None

    @property
    def state(self) -> CaseState:
        """Closed when it has a resolution."""
        return CaseState.CLOSED if self.resolution else CaseState.OPEN

    @property
    def needs_supervisor(self) -> bool:
        """Whether it waits for a supervisor."""
        return self.resolution is None and self.proposal.course is Course.SUPERVISOR

    def claim(self, claim_id: ClaimId | None) -> Claim | None:
        """The claim with this id; None when the case has none."""
        return next((claim for claim in self.claims if claim.id == claim_id), None)

    @property
    def concerned(self) -> StationId | None:
        """The station that settles it: the one whose sale is the first to lose. None when no side loses."""
        first = self.claim(self.proposal.remedies[0].claim_id) if self.proposal.remedies else None
        return first.position.station_id if first else None


def case_id(contested: Contested, round_no: int) -> CaseId:
    """The id of a round of a dispute, derived from what is contested, so that it cannot be opened twice."""
    return CaseId(uuid5(_NAMESPACE, f"{contested.key}#{round_no}"))


def automatic_id(case: CaseId) -> ResolutionId:
    """The id of the resolution by which the rule itself closes a case."""
    return ResolutionId(uuid5(case, "by itself"))
