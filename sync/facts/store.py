"""The store of a station: its lives, set-ups, sign-ins, clock, backups and restores. These facts have no rows."""

from datetime import datetime
from enum import StrEnum

from domain.ids import CashierId
from domain.people.staff import Permission
from sync.facts.fact import Fact
from sync.tables.position import Position


class EpochOpened(Fact, frozen=True, omit_defaults=True, tag="epoch_opened/1"):
    """The first fact of a life of the store, with the key that signs its entries.

    From the second life on, `previous` is the last entry that this store has of the life before, and `certificate` is
    HQ's seal (hex) on the certificate of the new life.
    """

    public_key: str
    software: str
    previous: Position | None = None
    certificate: str = ""


class SetupLoaded(Fact, frozen=True, omit_defaults=True, tag="setup_loaded/1"):
    """Catalogue and rights were loaded from a set-up file with this SHA-256.

    `staff` is the digest of the rows of the staff afterwards, without which a replaced PIN would not be seen.
    """

    name: str
    sha256: str
    staff: str = ""


class SignInOutcome(StrEnum):
    """The outcome of an attempt to sign in."""

    ACCEPTED = "accepted"
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


class SignInTried(Fact, frozen=True, tag="sign_in_tried/1"):
    """Somebody typed a PIN to sign in as this person."""

    cashier_id: CashierId
    outcome: SignInOutcome


class ApprovalTried(Fact, frozen=True, tag="approval_tried/1"):
    """Somebody typed a PIN to approve an act at the screen of `asked_by`. A supervisor who did is the actor."""

    act: Permission
    outcome: SignInOutcome
    asked_by: CashierId | None


class ClockAccepted(Fact, frozen=True, tag="clock_accepted/1"):
    """A supervisor accepted a clock that had gone back: `now` is before `last`, the instant of the last document."""

    now: datetime
    last: datetime


class StoreAccepted(Fact, frozen=True, tag="store_accepted/1"):
    """A supervisor said that this store is the newest one, although its witness did not prove it.

    `flaw` is what was wrong with the witness: missing, unreadable or older. `head` is the last entry before this one.
    """

    flaw: str
    head: Position


class CatalogueRepaired(Fact, frozen=True, tag="catalogue_repaired/1"):
    """Tables of the catalogue differed from HQ's at the same cursor of the feed, and were fetched again."""

    tables: tuple[str, ...]


class BackupReason(StrEnum):
    """Why a copy of the store was made."""

    SCHEDULE = "schedule"
    Z = "z"
    ASKED = "asked"


class BackupMade(Fact, frozen=True, tag="backup_made/1"):
    """A copy of the store was made, checked and written to a disk. `head` is the last entry of the journal in it."""

    name: str
    reason: BackupReason
    sha256: str
    head: Position


class RestoreDetected(Fact, frozen=True, omit_defaults=True, tag="restore_detected/1"):
    """This store proved to be an older copy, so its life ended.

    `found` is the last entry that it had; `known` is the entry that a witness or HQ knew it to have reached.
    `documents` is the number of documents between both; None when only the position is known.
    """

    found: Position
    known: Position | None
    cause: str
    documents: int | None = None
