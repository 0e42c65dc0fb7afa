"""An entry of the journal: a fact with its author, time and place in the chain, and the table of entries."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, String

from domain.ids import CashierId
from sync.facts.conflicts import ConflictSettled, TicketReplaced, TicketWithdrawn
from sync.facts.customers import CustomerEdited, CustomerErased, CustomersLinked
from sync.facts.documents import DocumentReprinted, PaperSettled
from sync.facts.forms import FormReplaced, FormsSpoiled
from sync.facts.gifts import OrganiserGiftMade
from sync.facts.hand_overs import HandOverAccepted, RightsHandedOver
from sync.facts.holds import HoldEnded, HoldExtended, HoldMade
from sync.facts.rates import RateEntered
from sync.facts.refund_rights import RefundRightAccepted, RefundRightReturned
from sync.facts.refunds import TicketsRefunded
from sync.facts.rights import (
    NumbersAccepted,
    NumbersReturned,
    PlacesAccepted,
    PlacesReturned,
    SeatsAccepted,
    SeatsReturned,
    TurnsAccepted,
    TurnsReturned,
)
from sync.facts.sales import CartVoided, SaleRecorded
from sync.facts.shifts import (
    CashMoved,
    ExpectedShown,
    ReportTaken,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
    TillExceeded,
)
from sync.facts.store import (
    ApprovalTried,
    BackupMade,
    CatalogueRepaired,
    ClockAccepted,
    EpochOpened,
    RestoreDetected,
    SetupLoaded,
    SignInTried,
    StoreAccepted,
)
from sync.facts.suspensions import PerformanceSuspended
from sync.facts.tickets import HolderChanged, TicketReissued, TicketRevoked
from sync.tables.column_types import Instant
from sync.tables.position import pack
from sync.tables.shared import key, shared_table

AnyFact = (
    EpochOpened
    | SetupLoaded
    | ShiftOpened
    | CashMoved
    | TillExceeded
    | SaleRecorded
    | CartVoided
    | ShiftCounted
    | ExpectedShown
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
    | TurnsAccepted
    | TurnsReturned
    | RightsHandedOver
    | HandOverAccepted
    | RateEntered
    | ClockAccepted
    | StoreAccepted
    | ApprovalTried
    | CatalogueRepaired
    | BackupMade
    | RestoreDetected
    | ConflictSettled
    | TicketReplaced
    | TicketWithdrawn
    | TicketsRefunded
    | TicketReissued
    | HolderChanged
    | TicketRevoked
    | HoldMade
    | HoldExtended
    | HoldEnded
    | OrganiserGiftMade
    | CustomerEdited
    | CustomersLinked
    | CustomerErased
    | FormsSpoiled
    | FormReplaced
    | PerformanceSuspended
    | RefundRightAccepted
    | RefundRightReturned
)


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact with its author, time and place in the chain. `prev` is the hash of the entry before it, in hex."""

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
        """Epoch and sequence number as one number, as the rows of the fact store it."""
        return pack(self.epoch, self.seq)


def kind_of(fact: AnyFact) -> str:
    """The tag of a fact."""
    return str(fact.__struct_config__.tag)


journal = shared_table(
    "journal", key("station_id"), key("epoch", Integer), key("seq", Integer),
    Column("kind", String, nullable=False), Column("at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False), Column("hash", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False), with_rowid=True,
)  # fmt: skip
"""Append-only. `body` is the whole entry in canonical JSON, byte for byte as it was hashed and signed."""
