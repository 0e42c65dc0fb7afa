"""Facts: what a station did, immutable and versioned; they carry the domain's own frozen values.

The tag names the kind and its version. A change of shape is a new tag beside the old one, never an edit:
the bytes in old journals stay readable (tests/sync/test_facts.py holds one of each).
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from domain.conflicts import CaseId, Resolution
from domain.fiscal import FiscalDocument
from domain.ids import CartId, CashierId, DocumentId, JobId, ShiftId
from domain.money import ExchangeRate, Money
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan
from domain.sale import Place, Sale, Ticket
from domain.shifts import CashMovement, Count, Difference, Shift
from domain.till_report import TillReport
from sync.tables.position import Position, pack


class Fact(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Something a station did."""


class EpochOpened(Fact, frozen=True, omit_defaults=True, tag="epoch_opened/1"):
    """The first fact of a life of the store: the key that signs what follows.

    From the second life on, where the one before it ended in this store, and HQ's seal (hex) under the certificate.
    """

    public_key: str
    software: str
    previous: Position | None = None
    certificate: str = ""


class SetupLoaded(Fact, frozen=True, tag="setup_loaded/1"):
    """Catalogue and rights came from a set-up file with this SHA-256."""

    name: str
    sha256: str


class ShiftOpened(Fact, frozen=True, tag="shift_opened/1"):
    """A cashier opened the till."""

    shift: Shift


class CashMoved(Fact, frozen=True, tag="cash_moved/1"):
    """Cash went in or out, or the drawer was opened without a sale."""

    id: UUID
    shift_id: ShiftId
    movement: CashMovement


class SaleRecorded(Fact, frozen=True, tag="sale_recorded/1"):
    """A sale was closed and its document issued. `catalogue`: the place of the feed its prices are of, 0 for a file."""

    sale: Sale
    document: FiscalDocument
    catalogue: int


class CartVoided(Fact, frozen=True, tag="cart_voided/1"):
    """A cart with tickets was given up before any document."""

    cart_id: CartId
    shift_id: ShiftId
    tickets: int


class ShiftCounted(Fact, frozen=True, tag="shift_counted/1"):
    """A blind count; both are kept when there are two."""

    shift_id: ShiftId
    ordinal: int
    count: Count


class ShiftClosed(Fact, frozen=True, tag="shift_closed/1"):
    """The till was closed with these differences; `approved_by` is a supervisor when they passed the limit."""

    shift_id: ShiftId
    differences: tuple[Difference, ...]
    reason: str
    approved_by: CashierId | None


class ReportTaken(Fact, frozen=True, tag="report_taken/1"):
    """An X was read or a Z taken."""

    report: TillReport


class DocumentReprinted(Fact, frozen=True, tag="document_reprinted/1"):
    """A copy was asked for; copies are counted."""

    document_id: DocumentId
    copy_no: int


class PaperOutcome(StrEnum):
    """What became of the paper of a job."""

    PRINTED = "printed"
    SEEN = "seen"
    """The printer proved nothing; a person had the paper in hand."""
    MISSING = "missing"
    """The printer proved nothing and no paper was found; a copy follows."""


class PaperSettled(Fact, frozen=True, tag="paper_settled/1"):
    """The paper of a document came out, or a person said what happened to it."""

    job_id: JobId
    document_id: DocumentId
    outcome: PaperOutcome


class SignInOutcome(StrEnum):
    """How an attempt to sign in ended."""

    ACCEPTED = "accepted"
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


class SignInTried(Fact, frozen=True, tag="sign_in_tried/1"):
    """Somebody typed a PIN for this person."""

    cashier_id: CashierId
    outcome: SignInOutcome


class NumbersAccepted(Fact, frozen=True, tag="numbers_accepted/1"):
    """The station took numbers. `certificate` is HQ's seal (hex) under the grant, empty when a set-up file gave it."""

    grant: NumberGrant
    certificate: str


class SeatsAccepted(Fact, frozen=True, tag="seats_accepted/1"):
    """The station took seats of a performance, under such a certificate."""

    grant: SeatGrant
    certificate: str


class PlacesAccepted(Fact, frozen=True, tag="places_accepted/1"):
    """The station took places of a general zone, under such a certificate."""

    grant: PlacesGrant
    certificate: str


class NumbersReturned(Fact, frozen=True, tag="numbers_returned/1"):
    """The station gave back the tail of a block: no document of its will ever carry these numbers."""

    grant_id: GrantId
    first: int
    last: int


class SeatsReturned(Fact, frozen=True, tag="seats_returned/1"):
    """The station gave back seats that it did not sell."""

    grant_id: GrantId
    seats: tuple[SeatSpan, ...]


class PlacesReturned(Fact, frozen=True, tag="places_returned/1"):
    """The station gave back places that it did not sell; `returned` is how many of the grant by now, with these."""

    grant_id: GrantId
    places: int
    returned: int


class RateEntered(Fact, frozen=True, tag="rate_entered/1"):
    """A supervisor typed the rate of the day, with a reason."""

    rate: ExchangeRate
    reason: str


class ClockAccepted(Fact, frozen=True, tag="clock_accepted/1"):
    """A supervisor let the station go on although the clock went back."""

    now: datetime
    last: datetime


class BackupReason(StrEnum):
    """Why a copy of the store was made."""

    SCHEDULE = "schedule"
    Z = "z"
    ASKED = "asked"


class BackupMade(Fact, frozen=True, tag="backup_made/1"):
    """A copy of the store up to this place of the journal was made, checked and put on a disk."""

    name: str
    reason: BackupReason
    sha256: str
    head: Position


class RestoreDetected(Fact, frozen=True, tag="restore_detected/1"):
    """The life before ended early: this store was an older copy. `known` is what a witness said it had reached."""

    found: Position
    known: Position | None
    cause: str


class ConflictSettled(Fact, frozen=True, tag="conflict_settled/1"):
    """A supervisor settled a conflict case; what became of each ticket stands in the facts beside it."""

    resolution: Resolution


class TicketReplaced(Fact, frozen=True, tag="ticket_replaced/1"):
    """A ticket goes to another place under another code; the old code admits nobody any more."""

    case_id: CaseId
    old_code: str
    before: Place
    ticket: Ticket


class TicketWithdrawn(Fact, frozen=True, tag="ticket_withdrawn/1"):
    """A ticket admits nobody any more, and its price is owed until a credit note pays it."""

    case_id: CaseId
    ticket: Ticket
    owed: Money


AnyFact = (
    EpochOpened
    | SetupLoaded
    | ShiftOpened
    | CashMoved
    | SaleRecorded
    | CartVoided
    | ShiftCounted
    | ShiftClosed
    | ReportTaken
    | DocumentReprinted
    | PaperSettled
    | SignInTried
    | NumbersAccepted
    | SeatsAccepted
    | PlacesAccepted
    | NumbersReturned
    | SeatsReturned
    | PlacesReturned
    | RateEntered
    | ClockAccepted
    | BackupMade
    | RestoreDetected
    | ConflictSettled
    | TicketReplaced
    | TicketWithdrawn
)


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact in its place: who, when, where in the chain. `prev` is the hash before it, in hex."""

    v: Literal[1]
    tenant: UUID
    station: UUID
    epoch: int
    seq: int
    at: datetime
    actor: CashierId | None
    prev: str
    body: AnyFact

    @property
    def position(self) -> int:
        """What the rows of this fact keep of its place."""
        return pack(self.epoch, self.seq)


def kind_of(fact: AnyFact) -> str:
    """The tag of a fact."""
    return str(fact.__struct_config__.tag)
