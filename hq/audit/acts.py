"""Acts: the entries of HQ's own journal. The tag of an act names its kind and the version of its shape."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Act(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """An administrative act at HQ."""


class TenantMade(Act, frozen=True, tag="tenant_made/1"):
    """A tenant was created: its short name and the key that signs the acts."""

    slug: str
    public_key: str


class StaffWritten(Act, frozen=True, tag="staff_written/1"):
    """An account was created or changed: its state since this act."""

    account: UUID
    login: str
    role: str
    active: bool


class PasswordSet(Act, frozen=True, tag="password_set/1"):
    """The password of an account was set and its refresh tokens were revoked."""

    account: UUID


class SignedIn(Act, frozen=True, tag="signed_in/1"):
    """A person signed in with this account."""

    account: UUID


class SignInRefused(Act, frozen=True, tag="sign_in_refused/1"):
    """A sign-in with a wrong password; `failures` counts those since the last right one."""

    account: UUID
    failures: int


class RefreshReused(Act, frozen=True, tag="refresh_reused/1"):
    """A refresh token was used a second time, and every token of its family was revoked."""

    account: UUID
    family: UUID


class StationAdded(Act, frozen=True, tag="station_added/1"):
    """A station was registered and may enrol."""

    station: UUID
    no: int


class CodeMade(Act, frozen=True, tag="code_made/1"):
    """A one-time code was made for a station; `code` is its id."""

    station: UUID
    code: UUID


class StationEnrolled(Act, frozen=True, tag="station_enrolled/1"):
    """A station enrolled or began a new life: this key signs its journal in this epoch."""

    station: UUID
    epoch: int
    public_key: str


class StationStatusSet(Act, frozen=True, tag="station_status_set/1"):
    """A station was frozen, made active again, declared lost or revoked."""

    station: UUID
    status: str
    reason: str


class EpochApproved(Act, frozen=True, tag="epoch_approved/1"):
    """A supervisor approved a new life of the station after this epoch."""

    station: UUID
    epoch: int
    reason: str


class NumbersGranted(Act, frozen=True, tag="numbers_granted/1"):
    """A person granted a block of numbers. Automatic refills are in HQ's ledger only."""

    station: UUID
    series: str
    first: int
    last: int


class RightsRecalled(Act, frozen=True, tag="rights_recalled/1"):
    """A person asked a station to return rights; `what` names them, `keep` are left to it."""

    station: UUID
    recall: UUID
    what: str
    keep: int
    reason: str


class RecallEnded(Act, frozen=True, tag="recall_ended/1"):
    """A person ended a recall: the station keeps what it has not returned."""

    station: UUID
    recall: UUID


class FormsEntered(Act, frozen=True, tag="forms_entered/1"):
    """A person entered pre-printed forms for the documents of a series."""

    series: str
    printer_rif: str
    first_control: str
    last_control: str


class CustomerWritten(Act, frozen=True, tag="customer_written/1"):
    """A person made or edited a customer: the names of the fields and channels, without what was written."""

    customer: UUID
    fields: tuple[str, ...]


class CustomersJoined(Act, frozen=True, tag="customers_joined/1"):
    """A person said that two customers are one person."""

    customer: UUID
    other: UUID


class CustomersParted(Act, frozen=True, tag="customers_parted/1"):
    """A person said that two customers are two people."""

    customer: UUID
    other: UUID


class CustomerForgotten(Act, frozen=True, tag="customer_forgotten/1"):
    """A person erased a customer who asked for it, under each of these ids."""

    customers: tuple[UUID, ...]
    reason: str


class SeatsReleased(Act, frozen=True, tag="seats_released/1"):
    """A person released unsold seats of ended lives of a station from quarantine, so that HQ can grant them again."""

    station: UUID
    seats: int
    reason: str


class CatalogueLoaded(Act, frozen=True, tag="catalogue_loaded/1"):
    """Set-up files with this SHA-256 were loaded into the catalogue; `feed` is the head of the feed after it."""

    name: str
    sha256: str
    feed: int


class UseSet(Act, frozen=True, tag="use_set/1"):
    """A cashier, performance or zone of the catalogue was retired (`in_use` false) or taken back."""

    of: str
    row: UUID
    in_use: bool
    reason: str


class PerformanceSuspended(Act, frozen=True, tag="performance_suspended/1"):
    """A person cancelled, moved or resumed a performance. `starts_at` is the time that it had, `moved_to` the new one.

    `suspension` is the id of the decision in the catalogue.
    """

    suspension: UUID
    performance: UUID
    decided: str
    starts_at: datetime
    moved_to: datetime | None
    reason: str


class BooksClosed(Act, frozen=True, tag="books_closed/1"):
    """The books of every day up to this one were closed: a later sale of such a day is a supplement."""

    through: date


class ConflictResolved(Act, frozen=True, tag="conflict_resolved/1"):
    """A conflict case was resolved at HQ."""

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
    | RightsRecalled
    | RecallEnded
    | FormsEntered
    | SeatsReleased
    | CustomerWritten
    | CustomersJoined
    | CustomersParted
    | CustomerForgotten
    | CatalogueLoaded
    | UseSet
    | PerformanceSuspended
    | BooksClosed
    | ConflictResolved
)


class ActEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An act at its position. `actor` is None for HQ's command line. `prev` is the previous hash, in hex."""

    v: int
    tenant: UUID
    seq: int
    at: datetime
    actor: UUID | None
    prev: str
    body: AnyAct
