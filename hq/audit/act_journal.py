"""HQ's own journal: every administrative act, chained and signed as a station's journal is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hq.audit.acts import ActEntry, AnyAct
from hq.office import Office
from hq.signing import signing_key
from hq.storage.tables import hq_journal, hq_key
from sync.journal import NOTHING_BEFORE
from sync.line import seal
from sync.tables import canonical
from sync.tables.transaction import Tx

FORMAT = 1
_LOCK = 0x4851
"""The class of advisory locks under which the acts of a tenant stand in line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the whole journal found: how many entries hold, and the first that does not, or 0."""

    entries: int
    broken_at: int = 0
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.broken_at


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the journal tells it."""

    entry: ActEntry
    hash: str


_IN_LINE = select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(bindparam("tenant_text"))))
_HEAD = (
    select(hq_journal.c.seq, hq_journal.c.hash)
    .where(hq_journal.c.tenant_id == bindparam("tenant"))
    .order_by(hq_journal.c.seq.desc())
    .limit(1)
)


def append(tx: Tx, office: Office, tenant_id: UUID, act: AnyAct, actor: UUID | None) -> int:
    """Chain, sign and store an act in the transaction that does it; says its position."""
    tx.execute(_IN_LINE, {"tenant_text": str(tenant_id)})
    before = tx.execute(_HEAD, {"tenant": tenant_id}).first()
    seq, previous = (before.seq, bytes(before.hash)) if before else (0, NOTHING_BEFORE)
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
    tx.insert(hq_journal, [row])
    return entry.seq


def read(tx: Tx, tenant_id: UUID, *, after: int, most: int) -> list[Act]:
    """Acts in order, from the position after `after`."""
    rows = tx.execute(
        select(hq_journal.c.body, hq_journal.c.hash)
        .where(hq_journal.c.tenant_id == tenant_id, hq_journal.c.seq > after)
        .order_by(hq_journal.c.seq)
        .limit(most)
    )
    return [Act(canonical.decode(row.body, ActEntry), bytes(row.hash).hex()) for row in rows]


def verify(tx: Tx, tenant_id: UUID) -> Verdict:
    """Whether every act is what was signed, in an unbroken chain."""
    keys = tx.execute(select(hq_key.c.public_key).where(hq_key.c.tenant_id == tenant_id)).scalars().all()
    rows = tx.execute(select(hq_journal).where(hq_journal.c.tenant_id == tenant_id).order_by(hq_journal.c.seq))
    seq, previous = 0, NOTHING_BEFORE
    for row in rows:
        seq += 1
        digest = hashlib.sha256(row.body).digest()
        if why := _flaw(row.body, bytes(row.signature).hex(), digest, keys):
            return Verdict(seq - 1, seq, why)
        entry = canonical.decode(row.body, ActEntry)
        if (row.seq, row.hash, entry.tenant, entry.seq, entry.prev) != (seq, digest, tenant_id, seq, previous.hex()):
            return Verdict(seq - 1, seq, "does not follow what stands before it")
        previous = digest
    return Verdict(seq)


def _flaw(body: bytes, signature: str, digest: bytes, keys: Sequence[str]) -> str:
    if not any(seal.holds(key, digest, signature) for key in keys):
        return "is not what was signed"
    try:
        canonical.decode(body, ActEntry)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return "cannot be read"
    return ""
