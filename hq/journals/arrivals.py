"""Judging a push before any of its entries is stored: session, place in the chain, branch, signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from domain.errors import Refused
from domain.rights import Holder
from hq.journals import rows
from sync import journal
from sync.facts import EpochOpened
from sync.journal import Head
from sync.line.messages import PROTOCOL, Push, PushedEntry
from sync.line.push import BadChain, ChainFlaw, Link, check_chain, check_signature, read_header
from sync.tables.transaction import Tx

OLDEST_PROTOCOL = max(1, PROTOCOL - 3)
"""The oldest version of the protocol that HQ accepts."""


@dataclass(eq=False)
class UnknownProtocol(Refused):
    """HQ does not support the station's version of the protocol."""

    code: ClassVar[str] = "UPGRADE"

    protocol: int


@dataclass(eq=False)
class WrongSession(Refused):
    """The station has opened a newer session: ask for the head again."""

    code: ClassVar[str] = "SESSION"


@dataclass(eq=False)
class OldRequest(Refused):
    """HQ has answered a later request of this session."""

    code: ClassVar[str] = "OLD"

    last: int


@dataclass(eq=False)
class EntriesMissing(Refused):
    """HQ lacks entries before these: continue from `expected`."""

    code: ClassVar[str] = "GAP"

    expected: int


@dataclass(eq=False)
class UnknownEpoch(Refused):
    """HQ opened no life of this station with this epoch."""

    code: ClassVar[str] = "STALE_EPOCH"

    epoch: int
    current: int


@dataclass(eq=False)
class Fork(Refused):
    """HQ has another entry with this number: two stores wrote one chain. HQ keeps both and freezes the station.

    The pushed branch begins with the entry `begins`: with this number or with the one after it.
    """

    code: ClassVar[str] = "FORK"

    seq: int
    begins: int


@dataclass(eq=False)
class Rewind(Refused):
    """The station's chain ends before the acknowledged entry: its store was restored. HQ freezes the station."""

    code: ClassVar[str] = "REWIND"

    top: int
    acknowledged: int


_FENCED = {"lost", "revoked"}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A push and the station that sent it."""

    station_id: UUID
    push: Push


@dataclass(frozen=True, slots=True)
class Life:
    """What HQ knows of the life that a push belongs to. `ended` when a later life followed it.

    `head` is the last entry that HQ has of the life; `at` is when HQ received the push.
    """

    tenant_id: UUID
    station_id: UUID
    status: str
    current_epoch: int
    epoch: int
    public_key: str
    ended: bool
    head: Head
    session: str
    last_request: int
    series: str
    books_closed_through: date | None
    at: datetime

    @property
    def fenced(self) -> bool:
        """Whether its rights ended. A sale of a fenced life that HQ receives now is late."""
        return self.ended or self.status in _FENCED

    @property
    def holder(self) -> Holder:
        """This life as the holder of rights."""
        return Holder(self.tenant_id, self.station_id, self.epoch)


@dataclass(frozen=True, slots=True)
class Judged:
    """The new links of a push, and the head after them."""

    life: Life
    push: Push
    links: tuple[Link, ...]
    head: Head


def lock_stations(tx: Tx, tenant_id: UUID, station_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """The current life of each of these stations by station id, locked until the transaction ends."""
    return rows.lock_stations(tx, tenant_id, station_ids)


def life_of(tx: Tx, row: Any, epoch: int, at: datetime) -> Life:
    """The life of a station with this epoch, from the station's locked row. Raises UnknownEpoch."""
    if epoch == row.epoch:
        key, ended, head = row.public_key, False, Head(row.acknowledged, bytes(row.head_hash))
    else:
        key, ended = rows.public_key(tx, Holder(row.tenant_id, row.station_id, epoch)), True
        if key is None:
            raise UnknownEpoch(epoch, row.epoch)
        head = journal.head(tx, row.tenant_id, row.station_id, epoch)
    return Life(
        tenant_id=row.tenant_id,
        station_id=row.station_id,
        status=row.status,
        current_epoch=row.epoch,
        epoch=epoch,
        public_key=key,
        ended=ended,
        head=head,
        session=row.session,
        last_request=row.last_request,
        series=row.series,
        books_closed_through=row.books_closed_through,
        at=at,
    )


def judge(tx: Tx, life: Life, push: Push) -> Judged:
    """Judge a push by its place, chain and signature, never by what its entries record.

    Raises UnknownProtocol, WrongSession, OldRequest, EntriesMissing, Fork, Rewind, BadChain, BadSignature.
    """
    if not OLDEST_PROTOCOL <= push.protocol <= PROTOCOL:
        raise UnknownProtocol(push.protocol)
    if not life.ended:  # an ended life has no session; its repeated pushes change no row
        _check_session(life, push)
    if push.after > life.head.seq:
        raise EntriesMissing(life.head.seq)
    _refuse_fork(tx, life, push)
    if push.top < life.head.seq:
        raise Rewind(push.top, life.head.seq)
    new = push.entries[life.head.seq - push.after :]
    try:
        links = check_chain(new, life.tenant_id, life.station_id, life.epoch, life.head)
    except BadChain:
        _refuse_other_chain(life, push)
        raise
    if not links:
        return Judged(life, push, (), life.head)
    check_signature(links[-1], life.public_key)
    if links[0].seq == 1:
        _check_opening(links[0], life.public_key)
    return Judged(life, push, tuple(links), Head(links[-1].seq, links[-1].hash))


def _check_session(life: Life, push: Push) -> None:
    if push.session != life.session:
        raise WrongSession
    if push.request_no <= life.last_request:
        raise OldRequest(life.last_request)


def _refuse_fork(tx: Tx, life: Life, push: Push) -> None:
    known = push.entries[: life.head.seq - push.after]
    if not known:
        return
    stored = rows.stored_bodies(tx, life.holder, push.after + 1, push.after + len(known))
    for row, pushed in zip(stored, known, strict=True):
        if bytes(row.body) != pushed.body:
            fork = Fork(row.seq, row.seq)
            _check_branch(life, branch(push, fork), row.seq)
            raise fork


def _refuse_other_chain(life: Life, push: Push) -> None:
    """Raise Fork when new entries follow another entry than the acknowledged one, and the life's key signed them.

    Whoever signs acknowledged entries again, and all entries after them, makes such a chain.
    """
    if push.after != life.head.seq or not push.entries or not life.head.seq:
        return
    fork = Fork(life.head.seq, life.head.seq + 1)
    if _names_before(push.entries[0], fork.begins) != life.head.hash:
        _check_branch(life, push.entries, fork.begins)
        raise fork


def _check_branch(life: Life, entries: Sequence[PushedEntry], seq: int) -> None:
    """Check that the life's own key signed the branch: nobody else can make HQ freeze a station.

    Raises BadChain or BadSignature.
    """
    # The branch may have begun before this entry, so its first link follows its own `prev`, not HQ's.
    before = _names_before(entries[0], seq)
    links = check_chain(entries, life.tenant_id, life.station_id, life.epoch, Head(seq - 1, before))
    check_signature(links[-1], life.public_key)


def _names_before(entry: PushedEntry, seq: int) -> bytes:
    """The hash that an entry names as the one before it. Raises BadChain."""
    try:
        return bytes.fromhex(read_header(entry.body).prev)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadChain(seq, ChainFlaw.UNREADABLE) from error


def _check_opening(first: Link, public_key: str) -> None:
    """Check that a life begins with the fact that names its public key. Raises BadChain."""
    opening = first.entry.body if first.entry else None
    if not isinstance(opening, EpochOpened) or opening.public_key != public_key:
        raise BadChain(1, ChainFlaw.NOT_AN_OPENING)


def branch(push: Push, fork: Fork) -> Sequence[PushedEntry]:
    """The pushed entries from the fork on, which HQ does not follow."""
    return push.entries[fork.begins - push.after - 1 :]
