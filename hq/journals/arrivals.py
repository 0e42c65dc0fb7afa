"""Judging what a station pushed before anything of it is taken: session, place in the chain, branch, signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from domain.errors import Refused
from domain.rights import Holder
from hq.storage import tables
from hq.storage.one_of import one_of
from sync import journal
from sync.facts import EpochOpened
from sync.facts.entry import journal as journal_table
from sync.journal import Head
from sync.line.messages import PROTOCOL, Push, PushedEntry
from sync.line.push import BadChain, Header, Link, check_chain, check_signature
from sync.tables import canonical
from sync.tables import catalogue as shared
from sync.tables.transaction import Tx

OLDEST_PROTOCOL = max(1, PROTOCOL - 3)


@dataclass(eq=False)
class UnknownProtocol(Refused):
    """The station speaks a protocol that this HQ does not."""

    code: ClassVar[str] = "UPGRADE"

    protocol: int


@dataclass(eq=False)
class WrongSession(Refused):
    """Another session was opened since: ask for the head again."""

    code: ClassVar[str] = "SESSION"


@dataclass(eq=False)
class OldRequest(Refused):
    """A request of this session that came before one already answered."""

    code: ClassVar[str] = "OLD"

    last: int


@dataclass(eq=False)
class EntriesMissing(Refused):
    """Entries are missing before these: go on from `expected`."""

    code: ClassVar[str] = "GAP"

    expected: int


@dataclass(eq=False)
class UnknownEpoch(Refused):
    """HQ opened no such life of this station."""

    code: ClassVar[str] = "STALE_EPOCH"

    epoch: int
    current: int


@dataclass(eq=False)
class Fork(Refused):
    """HQ has another entry at this place: two stores wrote one chain. The station is frozen, both branches are kept."""

    code: ClassVar[str] = "FORK"

    seq: int


@dataclass(eq=False)
class Rewind(Refused):
    """The station's chain ends before what HQ has of it: its store was put back. The station is frozen."""

    code: ClassVar[str] = "REWIND"

    top: int
    acknowledged: int


_FENCED = {"lost", "revoked"}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A push and whose it is."""

    station_id: UUID
    push: Push


@dataclass(frozen=True, slots=True)
class Life:
    """Where HQ stands with the life of a station that a push belongs to. `ended` when another one follows it.

    `at` is when HQ received the push.
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
        """Whether its rights ended: what it sold and tells only now comes late."""
        return self.ended or self.status in _FENCED

    @property
    def holder(self) -> Holder:
        """Whom rights of this life belong to."""
        return Holder(self.tenant_id, self.station_id, self.epoch)


@dataclass(frozen=True, slots=True)
class Judged:
    """The links that are new, and the head after them."""

    life: Life
    push: Push
    links: tuple[Link, ...]
    head: Head


_life, _station, _tenant = tables.station_life, shared.station, tables.tenant
_LOCK = (
    select(_life, _station.c.series, _tenant.c.books_closed_through)
    .join(_station, (_station.c.tenant_id == _life.c.tenant_id) & (_station.c.id == _life.c.station_id))
    .join(_tenant, _tenant.c.tenant_id == _life.c.tenant_id)
    .where(_life.c.tenant_id == bindparam("tenant"), one_of(_life.c.station_id, "stations"))
    .order_by(_life.c.station_id)
    .with_for_update(of=_life)
    .with_statement_hint("FOR SHARE OF tenant")
)
"""A push is judged by the day up to which the books are closed: who closes them waits for it, or is waited for."""


def lock_stations(tx: Tx, tenant_id: UUID, station_ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """The rows of these stations, in one order: two groups never wait for each other in a circle."""
    found = tx.execute(_LOCK, {"tenant": tenant_id, "stations": list(station_ids)})
    return {row.station_id: row for row in found}


def life_of(tx: Tx, row: Any, epoch: int, at: datetime) -> Life:
    """The life that a push belongs to, from the locked row of its station. Raises UnknownEpoch."""
    if epoch == row.epoch:
        known, ended, head = row.public_key, False, Head(row.acknowledged, bytes(row.head_hash))
    else:
        t = tables.station_epoch.c
        past = tx.execute(
            select(t.public_key).where(t.tenant_id == row.tenant_id, t.station_id == row.station_id, t.epoch == epoch)
        ).first()
        if past is None:
            raise UnknownEpoch(epoch, row.epoch)
        known, ended = past.public_key, True
        head = journal.head(tx, row.tenant_id, row.station_id, epoch)
    return Life(
        tenant_id=row.tenant_id,
        station_id=row.station_id,
        status=row.status,
        current_epoch=row.epoch,
        epoch=epoch,
        public_key=known,
        ended=ended,
        head=head,
        session=row.session,
        last_request=row.last_request,
        series=row.series,
        books_closed_through=row.books_closed_through,
        at=at,
    )


def judge(tx: Tx, life: Life, push: Push) -> Judged:
    """The entries that follow what HQ has. Authentic and well chained is taken, whatever it says."""
    if not OLDEST_PROTOCOL <= push.protocol <= PROTOCOL:
        raise UnknownProtocol(push.protocol)
    if not life.ended:  # what an ended one told already does no harm when it comes again
        _check_session(life, push)
    if push.after > life.head.seq:
        raise EntriesMissing(life.head.seq)
    _refuse_fork(tx, life, push)
    if push.top < life.head.seq:
        raise Rewind(push.top, life.head.seq)
    new = push.entries[life.head.seq - push.after :]
    links = check_chain(new, life.tenant_id, life.station_id, life.epoch, life.head)
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
    t = journal_table.c
    stored = tx.execute(
        select(t.seq, t.body)
        .where(
            t.tenant_id == life.tenant_id,
            t.station_id == life.station_id,
            t.epoch == life.epoch,
            t.seq.between(push.after + 1, push.after + len(known)),
        )
        .order_by(t.seq)
    )
    for row, pushed in zip(stored, known, strict=True):
        if bytes(row.body) != pushed.body:
            fork = Fork(row.seq)
            _check_branch(life, branch(push, fork), row.seq)
            raise fork


def _check_branch(life: Life, entries: Sequence[PushedEntry], seq: int) -> None:
    """Nobody is frozen for a branch that the life's own key did not sign. It may have parted before this place."""
    try:
        before = bytes.fromhex(canonical.decode(entries[0].body, Header).prev)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadChain(seq, "no entry") from error
    links = check_chain(entries, life.tenant_id, life.station_id, life.epoch, Head(seq - 1, before))
    check_signature(links[-1], life.public_key)


def _check_opening(first: Link, public_key: str) -> None:
    """A life begins with the fact that names the key HQ certified."""
    if first.kind != EpochOpened.__struct_config__.tag or first.read().body.public_key != public_key:  # type: ignore[union-attr]  # its kind was looked at
        raise BadChain(1, "does not open the epoch")


def branch(push: Push, fork: Fork) -> Sequence[PushedEntry]:
    """The entries of the branch that HQ does not follow."""
    return push.entries[fork.seq - push.after - 1 :]
