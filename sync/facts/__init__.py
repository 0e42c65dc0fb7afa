"""Facts: what a station did. They are immutable, versioned, and made of the frozen values of the domain.

One module a subject holds the facts, their tables, and the recorders that write the rows. The tag of a fact names its
kind and version. A change of shape is a new tag beside the old one, never an edit, so that old journals stay readable
(tests/sync/test_facts.py reads one entry of each kind).
"""

from sync.facts.conflicts import ConflictSettled, TicketReplaced, TicketWithdrawn
from sync.facts.customers import CustomerEdited, CustomerErased, CustomersLinked
from sync.facts.documents import DocumentReprinted, PaperOutcome, PaperSettled
from sync.facts.entry import AnyFact, Entry, kind_of
from sync.facts.fact import Fact
from sync.facts.forms import FormReplaced, FormsSpoiled
from sync.facts.gifts import OrganiserGiftMade
from sync.facts.hand_overs import HandOverAccepted, HandOverEntry, RightsHandedOver
from sync.facts.holds import HoldEnded, HoldExtended, HoldFact, HoldMade
from sync.facts.issuing import issued_document
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
    BackupReason,
    CatalogueRepaired,
    ClockAccepted,
    EpochOpened,
    RestoreDetected,
    SetupLoaded,
    SignInOutcome,
    SignInTried,
    StoreAccepted,
)
from sync.facts.subjects import subjects_of
from sync.facts.suspensions import PerformanceSuspended
from sync.facts.tickets import HolderChanged, TicketFact, TicketReissued, TicketRevoked

__all__ = [
    "AnyFact",
    "ApprovalTried",
    "BackupMade",
    "BackupReason",
    "CartVoided",
    "CashMoved",
    "CatalogueRepaired",
    "ClockAccepted",
    "ConflictSettled",
    "CustomerEdited",
    "CustomerErased",
    "CustomersLinked",
    "DocumentReprinted",
    "Entry",
    "EpochOpened",
    "ExpectedShown",
    "Fact",
    "FormReplaced",
    "FormsSpoiled",
    "HandOverAccepted",
    "HandOverEntry",
    "HoldEnded",
    "HoldExtended",
    "HoldFact",
    "HoldMade",
    "HolderChanged",
    "NumbersAccepted",
    "NumbersReturned",
    "OrganiserGiftMade",
    "PaperOutcome",
    "PaperSettled",
    "PerformanceSuspended",
    "PlacesAccepted",
    "PlacesReturned",
    "RateEntered",
    "RefundRightAccepted",
    "RefundRightReturned",
    "ReportTaken",
    "RestoreDetected",
    "RightsHandedOver",
    "SaleRecorded",
    "SeatsAccepted",
    "SeatsReturned",
    "SetupLoaded",
    "ShiftClosed",
    "ShiftCounted",
    "ShiftOpened",
    "SignInOutcome",
    "SignInTried",
    "StoreAccepted",
    "TicketFact",
    "TicketReissued",
    "TicketReplaced",
    "TicketRevoked",
    "TicketWithdrawn",
    "TicketsRefunded",
    "TillExceeded",
    "TurnsAccepted",
    "TurnsReturned",
    "issued_document",
    "kind_of",
    "subjects_of",
]
