"""Acts: what was done at HQ, and by whom, as the entries of its own journal. The tag names kind and version."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Act(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Something that was done at HQ."""


class TenantMade(Act, frozen=True, tag="tenant_made/1"):
    """The first act of a tenant: the key that seals what follows."""

    slug: str
    public_key: str


class StaffWritten(Act, frozen=True, tag="staff_written/1"):
    """An account was made, or is now like this."""

    account: UUID
    login: str
    role: str
    active: bool


class PasswordSet(Act, frozen=True, tag="password_set/1"):
    """An account has another password; whoever was signed in with the old one is not any more."""

    account: UUID


class SignedIn(Act, frozen=True, tag="signed_in/1"):
    """Somebody signed in."""

    account: UUID


class SignInRefused(Act, frozen=True, tag="sign_in_refused/1"):
    """A wrong password for this account."""

    account: UUID
    failures: int


class RefreshReused(Act, frozen=True, tag="refresh_reused/1"):
    """A refresh token came a second time: every token of its family was revoked."""

    account: UUID
    family: UUID


class StationAdded(Act, frozen=True, tag="station_added/1"):
    """A station may enrol."""

    station: UUID
    no: int


class CodeMade(Act, frozen=True, tag="code_made/1"):
    """A one-time code was made for a station; its hash tells which."""

    station: UUID
    code: UUID


class StationEnrolled(Act, frozen=True, tag="station_enrolled/1"):
    """A station came with its code or was let into a new life: this key signs its journal in this epoch."""

    station: UUID
    epoch: int
    public_key: str


class StationStatusSet(Act, frozen=True, tag="station_status_set/1"):
    """A station was frozen, let go on, lost or revoked."""

    station: UUID
    status: str
    reason: str


class EpochApproved(Act, frozen=True, tag="epoch_approved/1"):
    """A supervisor allowed the station to begin a new life after this one."""

    station: UUID
    epoch: int
    reason: str


class NumbersGranted(Act, frozen=True, tag="numbers_granted/1"):
    """A person gave out a block; what HQ refills by itself is in its ledger only."""

    station: UUID
    series: str
    first: int
    last: int


class SeatsReleased(Act, frozen=True, tag="seats_released/1"):
    """Seats that ended lives of a station held and had not told of as sold are HQ's again, on somebody's word."""

    station: UUID
    seats: int
    reason: str


class CatalogueLoaded(Act, frozen=True, tag="catalogue_loaded/1"):
    """Set-up files with this SHA-256 were read into the catalogue, up to this place of the feed."""

    name: str
    sha256: str
    feed: int


class BooksClosed(Act, frozen=True, tag="books_closed/1"):
    """The books of every day up to this one were closed: what is told of them from now on is a supplement."""

    through: date


class ConflictResolved(Act, frozen=True, tag="conflict_resolved/1"):
    """A conflict case was closed at HQ."""

    case: UUID
    resolution: UUID
    choice: str


AnyAct = (
    TenantMade
    | StaffWritten
    | PasswordSet
    | SignedIn
    | SignInRefused
    | RefreshReused
    | StationAdded
    | CodeMade
    | StationEnrolled
    | StationStatusSet
    | EpochApproved
    | NumbersGranted
    | SeatsReleased
    | CatalogueLoaded
    | BooksClosed
    | ConflictResolved
)


class ActEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act in its place; `actor` is None when it was done at HQ's own command line. `prev` is a hash in hex."""

    v: int
    tenant: UUID
    seq: int
    at: datetime
    actor: UUID | None
    prev: str
    body: AnyAct
