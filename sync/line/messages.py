"""What station and HQ say to each other: both halves of every conversation, as values.

A request or answer is a frozen struct; its bytes are JSON, or msgpack under zstd where journal entries travel.
HQ signs the bytes of what a station must be able to trust (`sync.line.seal`).
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ids import PerformanceId, ZoneId
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan

PROTOCOL = 1
"""HQ accepts this one and the three before it."""
MOST_ENTRIES_A_PUSH = 500
MOST_PUSH_BYTES = 1 << 20
"""Compressed, in one request."""


Ordinal = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A place, a life or a count, as a column holds it."""
MOST_WANTED = 100_000


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something said between station and HQ."""


# ---------------------------------------------------------------------------------------------- enrolment


class Enrol(Message, frozen=True):
    """A station asks to be known. `proof` is the key's signature over the code: whoever asks holds the key."""

    code: str
    public_key: str
    proof: str
    software: str


class Certificate(Message, frozen=True):
    """HQ's word that this key is that station in this epoch. Its canonical bytes are what HQ signs."""

    tenant: UUID
    station: UUID
    station_no: int
    epoch: int
    public_key: str
    enrolled_at: datetime


class Enrolled(Message, frozen=True):
    """The answer, the same for the same code and key: a lost reply is harmless. `hq_key` is pinned by the station."""

    certificate: Certificate
    signature: str
    hq_key: str
    hq_incarnation: UUID
    station_name: str


class AskChallenge(Message, frozen=True):
    """A station that is known wants in."""

    tenant: UUID
    station: UUID


class OpenEpoch(Message, frozen=True):
    """A station whose store was put back asks for a new life after `epoch`, which a supervisor approves.

    `proof` is the key's signature over `epoch_words`.
    """

    epoch: int
    public_key: str
    proof: str


def epoch_words(station: UUID, epoch: int) -> bytes:
    """What the key of the new life signs, so that whoever asks holds it."""
    return f"taquilla epoch after {epoch} of {station}".encode()


class Challenge(Message, frozen=True):
    """What the station is to sign; it holds for a minute and once."""

    nonce: str


class Assertion(Message, frozen=True):
    """The station's signature over the challenge."""

    nonce: str
    signature: str


class Token(Message, frozen=True):
    """What opens the other doors, for ten minutes; never stored."""

    token: str
    expires_in_s: int


# ---------------------------------------------------------------------------------------------------- push


class Head(Message, frozen=True):
    """Where HQ stands with a station; asking for it opens a session."""

    epoch: int
    acknowledged: int
    head_hash: str
    status: str
    session: str
    hq_incarnation: UUID
    feed_head: int
    server_time: datetime


class PushedEntry(Message, frozen=True):
    """The very bytes that were stored and signed."""

    body: bytes
    signature: bytes


class Wants(Message, frozen=True):
    """What the station asks to be granted, besides what HQ refills by itself."""

    numbers: Annotated[int, msgspec.Meta(ge=0, le=MOST_WANTED)] = 0
    places: tuple[tuple[PerformanceId, ZoneId, Ordinal], ...] = ()


class Push(Message, frozen=True):
    """A piece of one epoch's chain, the entries after position `after`. `top` is the station's own head."""

    protocol: int
    session: str
    request_no: Ordinal
    epoch: Ordinal
    after: Ordinal
    top: Ordinal
    entries: tuple[PushedEntry, ...]
    wants: Wants = Wants()


class Grants(Message, frozen=True):
    """Rights that HQ grants; they come again until the station's journal says that it took them."""

    numbers: tuple[NumberGrant, ...] = ()
    seats: tuple[SeatGrant, ...] = ()
    places: tuple[PlacesGrant, ...] = ()
    seals: tuple[tuple[GrantId, str], ...] = ()
    """HQ's seal under each (`sync.line.seal.grant_bytes`), kept with the right in the station's journal."""


class Acknowledged(Message, frozen=True):
    """HQ has the chain durably up to `acknowledged`. Echoes the request, so that a late answer is known for one."""

    epoch: int
    request_no: int
    acknowledged: int
    head_hash: str
    hq_incarnation: UUID
    server_time: datetime
    feed_head: int
    grants: Grants = Grants()
    conflicts_open: int = 0


class JournalPart(Message, frozen=True):
    """A station's own entries back from HQ: those after a position, and where HQ's copy of that epoch ends."""

    epoch: int
    head: int
    entries: tuple[PushedEntry, ...]


# -------------------------------------------------------------------------------------------------- rights


class AskSeats(Message, frozen=True):
    """A station that sees HQ asks for seats it does not hold; `grant_id` is the station's, so asking twice is once."""

    grant_id: GrantId
    performance_id: PerformanceId
    seats: tuple[SeatSpan, ...]


class AskPlaces(Message, frozen=True):
    """The same for places of a zone."""

    grant_id: GrantId
    performance_id: PerformanceId
    zone_id: ZoneId
    places: int


# ---------------------------------------------------------------------------------------------------- feed


class Rows(Message, frozen=True):
    """Rows of one shared table, by column: names, then the values of each column (`sync.line.rows` packs them)."""

    table: str
    columns: tuple[str, ...]
    values: tuple[tuple[object, ...], ...]


class Change(Message, frozen=True):
    """What HQ decided at a place of the feed: rows to put, or keys of rows to drop."""

    seq: int
    put: tuple[Rows, ...] = ()
    drop: tuple[Rows, ...] = ()


class Page(Message, frozen=True):
    """A stretch of the feed: everything after the cursor asked with, up to `cursor`. `head` is the feed's end."""

    hq_incarnation: UUID
    cursor: int
    head: int
    changes: tuple[Change, ...]


class Manifest(Message, frozen=True):
    """A snapshot of the catalogue at a place of the feed: the SHA-256 of each of its chunks, in order."""

    hq_incarnation: UUID
    snapshot: UUID
    cursor: int
    chunks: tuple[str, ...]


class Digests(Message, frozen=True):
    """One digest a table of the catalogue, at a place of the feed."""

    cursor: int
    tables: dict[str, str]


# ---------------------------------------------------------------------------------------------------- live


class SeatsChanged(Message, frozen=True):
    """Seats and counters of a performance as they are now, told to whoever listens."""

    performance_id: PerformanceId
    sold: tuple[SeatSpan, ...] = ()
    freed: tuple[SeatSpan, ...] = ()
    zones: tuple[tuple[ZoneId, int], ...] = ()
    """Tickets sold in each zone, by all stations."""


class Availability(Message, frozen=True):
    """What is gone of a performance: two bits a seat of the plan, four seats a byte, lowest bits first.

    0 is not sold, 1 sold, 2 withheld, 3 fenced: granted to a station that was lost.
    """

    performance_id: PerformanceId
    seats: int
    states: bytes
    zones: tuple[tuple[ZoneId, int], ...]
    """Tickets sold in each zone, by all stations."""


class Failure(Message, frozen=True):
    """Why HQ refused: the one error body of the API."""

    code: str
    message: str
    timestamp: datetime
    request_id: str
    details: dict[str, object] = {}


class FailureBody(Message, frozen=True):
    """The envelope of a failure."""

    error: Failure
