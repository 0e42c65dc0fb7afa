"""The journal: facts in canonical JSON, hash-chained and signed, numbered from 1 in each (station, epoch)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import LargeBinary, bindparam, cast, select

from domain.ids import CashierId
from sync.facts import AnyFact, Entry, kind_of
from sync.facts.entry import journal
from sync.recording import record
from sync.tables import canonical
from sync.tables.column_types import Instant
from sync.tables.position import epoch_of, seq_of
from sync.tables.transaction import Tx

FORMAT: Final = 1
NO_PREVIOUS_HASH = b"\x00" * 32
"""The hash that the first entry of an epoch names as the one before it."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes entries: a station in one life of its store, and the key that it signs with."""

    tenant_id: UUID
    station_id: UUID
    epoch: int
    key: Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain; `seq` is 0 when the chain is empty."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """An entry as it is stored and sent. `hash` is the SHA-256 of `body`; `signature` signs `hash` (Ed25519)."""

    seq: int
    kind: str
    at: datetime
    body: bytes
    hash: bytes
    signature: bytes

    def read(self) -> Entry:
        """Decode the body. Raises msgspec.DecodeError."""
        return canonical.decode(self.body, Entry)


def public_key(key: Ed25519PrivateKey) -> str:
    """The public key of a station in hex, with which its signatures are checked."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


_HEAD = (
    select(journal.c.seq, journal.c.hash)
    .where(
        journal.c.tenant_id == bindparam("tenant_id"),
        journal.c.station_id == bindparam("station_id"),
        journal.c.epoch == bindparam("epoch"),
    )
    .order_by(journal.c.seq.desc())
    .limit(1)
)


def head(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int) -> Head:
    """The last entry of the chain of a station and epoch."""
    row = tx.run(_HEAD, {"tenant_id": tenant_id, "station_id": station_id, "epoch": epoch}).fetchone()
    return Head(*row) if row else Head(0, NO_PREVIOUS_HASH)


def append(tx: Tx, author: Author, fact: AnyFact, *, at: datetime, actor: CashierId | None) -> Head:
    """Chain, sign and store a fact and write its rows, all in the caller's transaction. Returns the new head."""
    before = head(tx, author.tenant_id, author.station_id, author.epoch)
    entry = Entry(
        v=FORMAT,
        tenant=author.tenant_id,
        station=author.station_id,
        epoch=author.epoch,
        seq=before.seq + 1,
        at=at,
        actor=actor,
        prev=before.hash.hex(),
        body=fact,
    )
    body = canonical.encode(entry)
    digest = hashlib.sha256(body).digest()
    row = {
        "tenant_id": author.tenant_id,
        "station_id": author.station_id,
        "epoch": author.epoch,
        "seq": entry.seq,
        "kind": kind_of(fact),
        "at": at,
        "body": body,
        "hash": digest,
        "signature": author.key.sign(digest),
    }
    tx.insert(journal, [row])
    record(tx, entry)
    return Head(entry.seq, digest)


_COLUMNS = (
    journal.c.seq, journal.c.kind, cast(journal.c.at, Instant).label("at"),
    *(cast(column, LargeBinary).label(column.name) for column in (journal.c.body, journal.c.hash, journal.c.signature)),
)  # fmt: skip
"""Cast, because SQLite stores values of any type: an entry that was tampered with must be read to be judged."""


def read(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int, *, after: int = 0) -> Iterator[SignedEntry]:
    """The entries of a chain in order, those with `seq` greater than `after`."""
    statement = (
        select(*_COLUMNS)
        .where(
            journal.c.tenant_id == tenant_id,
            journal.c.station_id == station_id,
            journal.c.epoch == epoch,
            journal.c.seq > after,
        )
        .order_by(journal.c.seq)
    )
    for row in tx.execute(statement):
        yield SignedEntry(row.seq, row.kind, row.at, row.body, row.hash, row.signature)


def entry_at(tx: Tx, tenant_id: UUID, station_id: UUID, position: int) -> Entry | None:
    """The entry at a packed position, in any life of the store; None when the store lacks it.

    Raises msgspec.DecodeError.
    """
    body = tx.execute(
        select(journal.c.body).where(
            journal.c.tenant_id == tenant_id,
            journal.c.station_id == station_id,
            journal.c.epoch == epoch_of(position),
            journal.c.seq == seq_of(position),
        )
    ).scalar()
    return None if body is None else canonical.decode(bytes(body), Entry)


def epochs(tx: Tx, tenant_id: UUID, station_id: UUID) -> list[int]:
    """The epochs that have entries, oldest first."""
    statement = (
        select(journal.c.epoch)
        .distinct()
        .where(journal.c.tenant_id == tenant_id, journal.c.station_id == station_id)
        .order_by(journal.c.epoch)
    )
    return list(tx.execute(statement).scalars())
