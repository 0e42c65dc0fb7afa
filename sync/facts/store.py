"""The store of a station: its lives, set-ups, sign-ins, clock, backups and restores. These facts make no rows."""

from datetime import datetime
from enum import StrEnum

from domain.ids import CashierId
from sync.facts.fact import Fact
from sync.tables.position import Position


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
