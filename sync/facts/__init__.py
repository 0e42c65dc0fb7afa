"""Facts: what a station did, immutable and versioned; they carry the domain's own frozen values.

One module a subject holds the facts, the tables they make, and the recorders that write their rows. The tag names a
kind and its version. A change of shape is a new tag beside the old one, never an edit: old journals stay readable
(tests/sync/test_facts.py holds one entry of each).
"""

from sync.facts.conflicts import ConflictSettled, TicketReplaced, TicketWithdrawn
from sync.facts.documents import DocumentReprinted, PaperOutcome, PaperSettled
from sync.facts.entry import AnyFact, Entry, kind_of
from sync.facts.fact import Fact
from sync.facts.issuing import issued_document
from sync.facts.rates import RateEntered
from sync.facts.rights import (
    NumbersAccepted,
    NumbersReturned,
    PlacesAccepted,
    PlacesReturned,
    SeatsAccepted,
    SeatsReturned,
)
from sync.facts.sales import CartVoided, SaleRecorded
from sync.facts.shifts import CashMoved, ReportTaken, ShiftClosed, ShiftCounted, ShiftOpened
from sync.facts.store import (
    BackupMade,
    BackupReason,
    ClockAccepted,
    EpochOpened,
    RestoreDetected,
    SetupLoaded,
    SignInOutcome,
    SignInTried,
)

__all__ = [
    "AnyFact",
    "BackupMade",
    "BackupReason",
    "CartVoided",
    "CashMoved",
    "ClockAccepted",
    "ConflictSettled",
    "DocumentReprinted",
    "Entry",
    "EpochOpened",
    "Fact",
    "NumbersAccepted",
    "NumbersReturned",
    "PaperOutcome",
    "PaperSettled",
    "PlacesAccepted",
    "PlacesReturned",
    "RateEntered",
    "ReportTaken",
    "RestoreDetected",
    "SaleRecorded",
    "SeatsAccepted",
    "SeatsReturned",
    "SetupLoaded",
    "ShiftClosed",
    "ShiftCounted",
    "ShiftOpened",
    "SignInOutcome",
    "SignInTried",
    "TicketReplaced",
    "TicketWithdrawn",
    "issued_document",
    "kind_of",
]
