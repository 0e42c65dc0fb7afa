"""The fence: a row that stops the journal of a store that is an older copy, until HQ opens a new life."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import delete, insert, select

from domain.errors import Refused
from domain.fiscal.typed_number import typed_number
from pos_app.storage.store.doubt import StoreDoubted
from pos_app.storage.store.standing import Standing
from pos_app.storage.tables import fence, hq_link, identity, witness_doubt
from sync.tables.position import Position
from sync.tables.transaction import Tx


class FenceCause(StrEnum):
    """How it was detected that the store is an older copy or another branch."""

    RESTORED = "restored"
    """`taquilla restore` put a backup in its place."""
    WITNESS = "witness"
    """A witness outside of the store recorded a later position of the journal, or another entry at it."""
    HQ = "hq"
    """HQ has entries beyond the end of the journal, or another branch of it."""


@dataclass(eq=False)
class StoreFenced(Refused):
    """The store is an older copy: the journal is stopped, and with it all sales, until HQ opens a new life.

    `reached` is the position of its last entry, `known` the later position that was recorded elsewhere; both as text,
    the latter empty when it is not known.
    """

    code: ClassVar[str] = "RES-01"

    known_document: str
    known: str
    store_document: str
    reached: str


@dataclass(eq=False)
class AnotherLife(Refused):
    """HQ opened a new life of the store while this program still worked in the old one."""

    code: ClassVar[str] = "RES-02"

    epoch: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A position of the journal, and the printed number of the last document up to it, empty without one."""

    position: Position
    document: str


def documents_between(before: Reached, after: Reached) -> int | None:
    """The documents after one position up to another, by their numbers; None when they are of different series."""
    if before.document == after.document:
        return 0
    first, last = typed_number(before.document), typed_number(after.document)
    return last.number - first.number if first and last and first.series == last.series else None


@dataclass(frozen=True, slots=True)
class Fence:
    """Why and since when the journal is stopped.

    `present` is the end of the journal in this store, `known` the end that was recorded elsewhere.
    """

    cause: FenceCause
    raised_at: datetime
    present: Reached
    known: Reached | None

    def refusal(self) -> StoreFenced:
        """The refusal that every use case raises that would write."""
        known = self.known
        return StoreFenced(
            known_document=known.document if known else "",
            known=_place(known.position) if known else "",
            store_document=self.present.document or "—",
            reached=_place(self.present.position),
        )


@dataclass(eq=False)
class StoppedByHq(Refused):
    """HQ's standing for this store is not good, such as frozen or revoked: it sells nothing until that changes."""

    code: ClassVar[str] = "CEN-30"

    standing: Standing


_NOW = select(identity.c.epoch, fence.c.only, hq_link.c.standing, witness_doubt.c.flaw).select_from(
    identity.outerjoin(fence, fence.c.only == identity.c.only)
    .outerjoin(hq_link, hq_link.c.only == identity.c.only)
    .outerjoin(witness_doubt, witness_doubt.c.only == identity.c.only)
)


def refuse_stopped(tx: Tx, epoch: int) -> None:
    """Check first in a sale, by one statement, that it may go on.

    Raises StoreFenced, AnotherLife, StoppedByHq or StoreDoubted.
    """
    row = tx.run(_NOW, {}).fetchone()
    if row is not None and (row[1] is not None or row[0] != epoch):
        raise why_stopped(tx)
    if row is not None and row[2] not in {None, Standing.GOOD}:
        raise StoppedByHq(Standing(row[2]))
    if row is not None and row[3] is not None:
        raise StoreDoubted(row[3])


def why_stopped(tx: Tx) -> Refused:
    """The refusal for a write to a journal that is stopped."""
    raised = current(tx)
    return raised.refusal() if raised else AnotherLife(tx.execute(select(identity.c.epoch)).scalar_one())


def current(tx: Tx) -> Fence | None:
    """The fence; None without one."""
    row = tx.execute(select(fence)).first()
    if row is None:
        return None
    known = None
    if row.known_epoch is not None:
        known = Reached(Position(row.known_epoch, row.known_seq, row.known_hash), row.known_document)
    present = Reached(Position(row.found_epoch, row.found_seq, row.found_hash), row.found_document)
    return Fence(FenceCause(row.cause), row.raised_at, present, known)


def put(tx: Tx, raised: Fence) -> None:
    """Stop the journal. A fence that is up already is replaced."""
    present, known = raised.present, raised.known
    take_down(tx)
    tx.execute(insert(fence), {
        "only": 1, "cause": raised.cause, "raised_at": raised.raised_at,
        "found_epoch": present.position.epoch, "found_seq": present.position.seq,
        "found_hash": present.position.hash, "found_document": present.document,
        "known_epoch": known.position.epoch if known else None, "known_seq": known.position.seq if known else None,
        "known_hash": known.position.hash if known else None, "known_document": known.document if known else "",
    })  # fmt: skip


def take_down(tx: Tx) -> None:
    """Let the journal take entries again."""
    tx.execute(delete(fence))


def _place(position: Position) -> str:
    return f"{position.epoch}/{position.seq}"
