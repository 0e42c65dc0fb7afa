"""Pushing facts: the station collects entries of its chain, HQ checks that they continue it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from domain.errors import Refused
from domain.ids import CashierId
from sync import journal
from sync.facts import Entry, kind_of
from sync.journal import Author, Head
from sync.line import packing
from sync.line.messages import MOST_ENTRIES_A_PUSH, MOST_PUSH_BYTES, Push, PushedEntry
from sync.line.shallow import shallow
from sync.tables import canonical
from sync.tables.transaction import Tx

MEDIA_TYPE = "application/vnd.taquilla.push"
_MOST_UNPACKED_BYTES = 16 << 20
_HEADER_DEPTH = 3
"""Depth at which the values of an entry that is too deep to decode are cut: one more than its kind has."""
_decoder = msgspec.msgpack.Decoder(Push)


@dataclass(eq=False)
class BadPush(Refused):
    """The bytes are not a push: cut short, malformed, or larger than a push may be."""

    code: ClassVar[str] = "BAD_PUSH"

    why: str


class ChainFlaw(StrEnum):
    """Why an entry is not the next one of its chain, as HQ answers it."""

    OTHER_CHAIN = "of another chain"
    OUT_OF_ORDER = "does not follow"
    UNREADABLE = "no entry"
    NOT_AN_OPENING = "does not open the epoch"


@dataclass(eq=False)
class BadChain(Refused):
    """An entry does not follow the one before it, or belongs to another chain."""

    code: ClassVar[str] = "BAD_CHAIN"

    seq: int
    why: ChainFlaw


@dataclass(eq=False)
class BadSignature(Refused):
    """The last entry was not signed by the station's key."""

    code: ClassVar[str] = "BAD_SIG"

    seq: int


class Header(msgspec.Struct, frozen=True):
    """An entry without its fact: what checking the chain needs, of any kind of fact."""

    v: int
    tenant: UUID
    station: UUID
    epoch: int
    seq: int
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    actor: CashierId | None
    prev: str
    body: msgspec.Raw


class _Kind(msgspec.Struct, frozen=True):
    kind: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]+/[0-9]+$", max_length=80)]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a chain that was checked, with its position."""

    epoch: int
    seq: int
    at: datetime
    kind: str
    raw: bytes
    hash: bytes
    signature: bytes
    entry: Entry | None
    """None when this program cannot decode the fact, for example one of a newer station."""

    def read(self) -> Entry:
        """Decode the entry. Raises msgspec.DecodeError, or a Refused of the domain."""
        return self.entry or canonical.decode(self.raw, Entry)


def collect(tx: Tx, author: Author, epoch: int, after: int, most: int = MOST_ENTRIES_A_PUSH) -> list[PushedEntry]:
    """The next entries of an epoch of this station, as many as fit into one push."""
    entries: list[PushedEntry] = []
    size = 0
    for signed in journal.read(tx, author.tenant_id, author.station_id, epoch, after=after):
        size += len(signed.body)
        if len(entries) == most or (entries and size > MOST_PUSH_BYTES):
            break
        entries.append(PushedEntry(signed.body, signed.signature))
    return entries


def encode(push: Push) -> bytes:
    """A push as it travels."""
    return packing.pack(msgspec.msgpack.encode(push))


def unpacked_bytes(raw: bytes) -> int:
    """The size that a packed push declares, in bytes; the largest allowed size when it declares none."""
    try:
        declared = packing.declared_bytes(raw)
    except packing.BadPack:  # `decode` refuses it
        return _MOST_UNPACKED_BYTES
    return _MOST_UNPACKED_BYTES if declared is None else declared


def decode(raw: bytes) -> Push:
    """Decode a packed push; never unpacks more than the largest allowed push. Raises BadPush."""
    if len(raw) > MOST_PUSH_BYTES + (MOST_PUSH_BYTES >> 2):
        raise BadPush("too large")
    try:
        push = _decoder.decode(packing.unpack(raw, _MOST_UNPACKED_BYTES))
    except (msgspec.MsgspecError, ValueError, MemoryError) as error:
        raise BadPush(type(error).__name__) from error
    if len(push.entries) > MOST_ENTRIES_A_PUSH:
        raise BadPush("too many entries")
    return push


def check_chain(
    entries: Sequence[PushedEntry], tenant_id: UUID, station_id: UUID, epoch: int, head: Head
) -> list[Link]:
    """Check that entries continue the chain from `head`; returns them as links. Raises BadChain."""
    links: list[Link] = []
    before = head
    for pushed in entries:
        seq = before.seq + 1
        entry = _known(pushed.body)
        header, kind = (entry, kind_of(entry.body)) if entry else _header(pushed.body, seq)
        if (header.tenant, header.station, header.epoch) != (tenant_id, station_id, epoch):
            raise BadChain(seq, ChainFlaw.OTHER_CHAIN)
        if header.seq != seq or header.prev != before.hash.hex():
            raise BadChain(seq, ChainFlaw.OUT_OF_ORDER)
        digest = hashlib.sha256(pushed.body).digest()
        links.append(Link(epoch, seq, header.at, kind, pushed.body, digest, pushed.signature, entry))
        before = Head(seq, digest)
    return links


def _known(body: bytes) -> Entry | None:
    """The decoded entry; None when this program cannot decode it."""
    try:
        entry = canonical.decode(body, Entry)
    except (msgspec.MsgspecError, ValueError, Refused):
        return None
    return entry if entry.at.tzinfo else None


def _header(body: bytes, seq: int) -> tuple[Header, str]:
    """The header and the kind of an entry whose fact cannot be decoded. Raises BadChain."""
    try:
        header = read_header(body)
        return header, canonical.decode(bytes(header.body), _Kind).kind
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadChain(seq, ChainFlaw.UNREADABLE) from error


def read_header(body: bytes) -> Header:
    """The header of an entry, also of one that is too deep to decode. Raises msgspec.DecodeError or ValueError."""
    try:
        return canonical.decode(body, Header)
    except canonical.TooDeep:
        return canonical.decode(shallow(body, _HEADER_DEPTH), Header)


def check_signature(link: Link, public_key: str) -> None:
    """Check the signature of one link by the key of its epoch. Raises BadSignature."""
    # `link.hash` covers every entry before it through `prev`: one signature proves the whole chain up to here.
    try:
        _key(public_key).verify(link.signature, link.hash)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature(link.seq) from error


@lru_cache(maxsize=2_000)
def _key(public_key: str) -> Ed25519PublicKey:
    """The key of this text, as each push needs the one of its station. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
