"""The messages between station and HQ: the requests and responses of every exchange.

Each is a frozen struct. It is sent as JSON, or as msgpack compressed with zstd when it carries journal entries. HQ
signs the bytes of responses that a station must be able to trust (`sync.line.seal`).
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from domain.after_sale.refund_right import RefundGrant
from domain.ids import PerformanceId, SaleId, ZoneId
from domain.rights import GrantId, NumberGrant, PlacesGrant, Recall, SeatGrant, SeatSpan, TurnsGrant

PROTOCOL = 1
"""The version of the protocol. HQ accepts this one and the three before it."""
MOST_ENTRIES_A_PUSH = 500
MOST_PUSH_BYTES = 1 << 20
"""The size of one push, compressed."""


Ordinal = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A position, an epoch or a count, within the range of an integer column."""
MOST_WANTED = 100_000
"""The most numbers or places that a station may request at once."""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message between station and HQ."""


# ---------------------------------------------------------------------------------------------- enrolment


class Enrol(Message, frozen=True):
    """Request to enrol a station. `proof` is the key's signature on the code, which proves possession of the key."""

    code: str
    public_key: str
    proof: str
    software: str


class Certificate(Message, frozen=True):
    """HQ's statement that a public key is that of a station in an epoch. HQ signs its canonical bytes."""

    tenant: UUID
    station: UUID
    station_no: int
    epoch: int
    public_key: str
    enrolled_at: datetime


class Enrolled(Message, frozen=True):
    """Response to an enrolment. The same code and key give the same response, so a lost one can be requested again.

    The station pins `hq_key`.
    """

    certificate: Certificate
    signature: str
    hq_key: str
    hq_incarnation: UUID
    station_name: str


class AskChallenge(Message, frozen=True):
    """Request for a challenge, by which an enrolled station signs in."""

    tenant: UUID
    station: UUID


class OpenEpoch(Message, frozen=True):
    """Request for a new life of a store that was restored, after the life `epoch`. A supervisor approves it.

    `proof` is the key's signature on `epoch_words`.
    """

    epoch: int
    public_key: str
    proof: str


def epoch_words(station: UUID, epoch: int) -> bytes:
    """The bytes that the key of the new life signs, which proves possession of it."""
    return f"taquilla epoch after {epoch} of {station}".encode()


class Challenge(Message, frozen=True):
    """The nonce that the station has to sign. It is valid for a minute, and once."""

    nonce: str


class Assertion(Message, frozen=True):
    """The station's signature on the challenge."""

    nonce: str
    signature: str


class Token(Message, frozen=True):
    """The token of the other requests. It is valid for ten minutes and never stored."""

    token: str
    expires_in_s: int


# ---------------------------------------------------------------------------------------------------- push


class Head(Message, frozen=True):
    """What HQ has of a station: its acknowledged entries and its standing. Requesting it opens a session.

    `recalls` are the rights that HQ asks this life to return, all that stand now.
    """

    epoch: int
    acknowledged: int
    head_hash: str
    status: str
    session: str
    hq_incarnation: UUID
    feed_head: int
    server_time: datetime
    recalls: tuple[Recall, ...] = ()


class PushedEntry(Message, frozen=True):
    """An entry, byte for byte as it was stored and signed."""

    body: bytes
    signature: bytes


class Wants(Message, frozen=True):
    """Rights that the station requests, besides those that HQ refills by itself.

    `notes` are numbers of credit notes; `forms` are forms beyond those that came with the numbers that it has.
    """

    numbers: Annotated[int, msgspec.Meta(ge=0, le=MOST_WANTED)] = 0
    places: tuple[tuple[PerformanceId, ZoneId, Ordinal], ...] = ()
    notes: Annotated[int, msgspec.Meta(ge=0, le=MOST_WANTED)] = 0
    forms: Annotated[int, msgspec.Meta(ge=0, le=MOST_WANTED)] = 0


class Push(Message, frozen=True):
    """Entries of one epoch, those after sequence number `after`. `top` is the last one that the station has."""

    protocol: int
    session: str
    request_no: Ordinal
    epoch: Ordinal
    after: Ordinal
    top: Ordinal
    entries: tuple[PushedEntry, ...]
    wants: Wants = Wants()


class Grants(Message, frozen=True):
    """Rights that HQ grants. They are sent again until the station's journal records that it accepted them."""

    numbers: tuple[NumberGrant, ...] = ()
    seats: tuple[SeatGrant, ...] = ()
    places: tuple[PlacesGrant, ...] = ()
    turns: tuple[TurnsGrant, ...] = ()
    refunds: tuple[RefundGrant, ...] = ()
    wanted: tuple[SaleId, ...] = ()
    """Sales whose refund right HQ wants from the station that sold them."""
    seals: tuple[tuple[GrantId, str], ...] = ()
    """HQ's seal on each grant (`sync.line.seal.grant_bytes`); the station's journal stores it with the right."""


class Acknowledged(Message, frozen=True):
    """Response to a push: HQ stored the chain durably up to `acknowledged`.

    It repeats the number of the request, so that a late response is recognised. HQ's seal on a response that names the
    station countersigns the head of its chain: a station keeps both as evidence. An older HQ names none.
    """

    epoch: int
    request_no: int
    acknowledged: int
    head_hash: str
    hq_incarnation: UUID
    server_time: datetime
    feed_head: int
    grants: Grants = Grants()
    conflicts_open: int = 0
    tenant: UUID | None = None
    station: UUID | None = None


class JournalPart(Message, frozen=True):
    """A station's own entries, returned by HQ; `head` is the last one that HQ has of the epoch."""

    epoch: int
    head: int
    entries: tuple[PushedEntry, ...]


# -------------------------------------------------------------------------------------------------- rights


class AskSeats(Message, frozen=True):
    """Request for seats that the station does not hold.

    The station makes `grant_id`, so that a repeated request grants the seats once.
    """

    grant_id: GrantId
    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...]


class AskPlaces(Message, frozen=True):
    """Request for places of a general zone, or for turns of any zone instead; `grant_id` as in AskSeats.

    HQ grants as many turns as it has, and refuses when it has none.
    """

    grant_id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    places: int
    turns: int = 0


class AskRefund(Message, frozen=True):
    """Request for the refund right of the sale that a text names: the number of a document, or the code of a ticket.

    The station makes `grant_id`.
    """

    grant_id: GrantId
    text: str


class Lent(Message, frozen=True):
    """Response: the sale, and the right among the grants, unless the station has it already.

    `waits_for` is the station from which HQ wants the right back before it can lend it; empty when nothing is awaited.
    """

    sale_id: SaleId
    waits_for: str = ""
    grants: Grants = Grants()


# ---------------------------------------------------------------------------------------------------- feed


class Rows(Message, frozen=True):
    """Rows of one shared table by column: the names, and the values of each column (packed by `sync.line.rows`)."""

    table: str
    columns: tuple[str, ...]
    values: tuple[tuple[object, ...], ...]


class Change(Message, frozen=True):
    """One change of the feed: rows to insert or update, or keys of rows to delete."""

    seq: int
    put: tuple[Rows, ...] = ()
    drop: tuple[Rows, ...] = ()


class Page(Message, frozen=True):
    """A part of the feed: every change after the requested cursor, up to `cursor`. `head` is the end of the feed."""

    hq_incarnation: UUID
    cursor: int
    head: int
    changes: tuple[Change, ...]


class CustomerBodies(Message, frozen=True):
    """Merged records of customers by their id, each as `sync.facts.customer_record` writes it."""

    bodies: dict[str, str]


class CustomerPage(Message, frozen=True):
    """Records of customers that changed, up to `cursor`, as CustomerBodies under zstd; `head` is the last change."""

    hq_incarnation: UUID
    cursor: int
    head: int
    packed: bytes


class Manifest(Message, frozen=True):
    """A snapshot of the catalogue at a cursor of the feed: the SHA-256 of its chunks, in order."""

    hq_incarnation: UUID
    snapshot: UUID
    cursor: int
    chunks: tuple[str, ...]


class Digests(Message, frozen=True):
    """A digest of each table of the catalogue, at a cursor of the feed."""

    cursor: int
    tables: dict[str, str]


# ------------------------------------------------------------------------------------------------- failures


class Failure(Message, frozen=True):
    """Why HQ refused a request: the error body of the API."""

    code: str
    message: str
    timestamp: datetime
    request_id: str
    details: dict[str, object] = {}


class FailureBody(Message, frozen=True):
    """The envelope of a failure."""

    error: Failure
