"""HQ's own journal: every administrative act, chained by hash and signed as a station's journal is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec

from hq.audit import rows
from hq.audit.acts import ActEntry, AnyAct
from hq.office import Office
from hq.signing import signing_key
from sync.journal import NO_PREVIOUS_HASH
from sync.line import seal
from sync.tables import canonical
from sync.tables.transaction import Tx

FORMAT = 1


class ActFlaw(StrEnum):
    """What is wrong with an act, as the API writes it."""

    UNSIGNED = "has no valid signature"
    UNREADABLE = "cannot be read"
    OUT_OF_ORDER = "does not follow the act before it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of verifying the journal: how many acts are valid, and the position of the first invalid one, or 0."""

    entries: int
    broken_at: int = 0
    why: ActFlaw | None = None

    @property
    def ok(self) -> bool:
        """Whether every act is valid."""
        return not self.broken_at


@dataclass(frozen=True, slots=True)
class Act:
    """An act in the journal and the hash of its entry, in hex."""

    entry: ActEntry
    hash: str


def append(tx: Tx, office: Office, tenant_id: UUID, act: AnyAct, actor: UUID | None) -> int:
    """Chain, sign and store an act in the transaction that does it, and return its position."""
    # Two acts may not follow the same one: the lock is held until the commit.
    rows.lock_journal(tx, tenant_id)
    seq, previous = rows.head(tx, tenant_id) or (0, NO_PREVIOUS_HASH)
    at = office.clock.now()
    entry = ActEntry(FORMAT, tenant_id, seq + 1, at, actor, previous.hex(), act)
    body = canonical.encode(entry)
    digest = hashlib.sha256(body).digest()
    row = {
        "tenant_id": tenant_id,
        "seq": entry.seq,
        "kind": str(act.__struct_config__.tag),
        "at": at,
        "body": body,
        "hash": digest,
        "signature": signing_key(tx, office, tenant_id).sign(digest),
    }
    rows.insert_act(tx, row)
    return entry.seq


def read(tx: Tx, tenant_id: UUID, *, after: int, most: int) -> list[Act]:
    """At most `most` acts by position, from the one after `after`."""
    stored = rows.acts_after(tx, tenant_id, after, most)
    return [Act(canonical.decode(row.body, ActEntry), bytes(row.hash).hex()) for row in stored]


def verify(tx: Tx, tenant_id: UUID) -> Verdict:
    """Check the signature of every act and the chain of hashes from the first one on."""
    keys = rows.public_keys(tx, tenant_id)
    seq, previous = 0, NO_PREVIOUS_HASH
    for row in rows.all_acts(tx, tenant_id):
        seq += 1
        digest = hashlib.sha256(row.body).digest()
        if why := _flaw(row.body, bytes(row.signature).hex(), digest, keys):
            return Verdict(seq - 1, seq, why)
        entry = canonical.decode(row.body, ActEntry)
        if (row.seq, row.hash, entry.tenant, entry.seq, entry.prev) != (seq, digest, tenant_id, seq, previous.hex()):
            return Verdict(seq - 1, seq, ActFlaw.OUT_OF_ORDER)
        previous = digest
    return Verdict(seq)


def _flaw(body: bytes, signature: str, digest: bytes, keys: Sequence[str]) -> ActFlaw | None:
    if not any(seal.holds(key, digest, signature) for key in keys):
        return ActFlaw.UNSIGNED
    try:
        canonical.decode(body, ActEntry)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return ActFlaw.UNREADABLE
    return None
