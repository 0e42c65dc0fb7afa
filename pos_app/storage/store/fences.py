"""The fence: a row that stops the journal of a store which is an older copy of itself, until HQ opens a new life."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import delete, insert, select

from domain.errors import Refused
from pos_app.storage.store.standing import Standing
from pos_app.storage.tables import fence, hq_link, identity
from sync.tables.position import Position
from sync.tables.transaction import Tx


class FenceCause(StrEnum):
    """How it became known that the store is not the whole truth."""

    RESTORED = "restored"
    """`taquilla restore` put a backup in its place."""
    WITNESS = "witness"
    """What stands outside of the store has seen a later journal, or another one."""
    HQ = "hq"
    """HQ has more of the journal than the store, or another branch of it."""


@dataclass(eq=False)
class StoreFenced(Refused):
    """The store is an older copy: nothing is journaled, so nothing is sold, until HQ opens a new life.

    `found` is the position it reaches, `known` the one it is known to have reached; texts, empty when not known.
    """

    code: ClassVar[str] = "RES-01"

    known_document: str
    known: str
    found_document: str
    found: str


@dataclass(eq=False)
class AnotherLife(Refused):
    """HQ opened a new life of the store while this program went on in the old one."""

    code: ClassVar[str] = "RES-02"

    epoch: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A place of the journal, and the printed number of the last document up to it, empty when there is none."""

    position: Position
    document: str


@dataclass(frozen=True, slots=True)
class Fence:
    """Why and since when the journal is stopped: what this store reaches, what is known to have been reached."""

    cause: FenceCause
    raised_at: datetime
    found: Reached
    known: Reached | None

    def refusal(self) -> StoreFenced:
        """What every use case that would write is answered."""
        known = self.known
        return StoreFenced(
            known_document=known.document if known else "",
            known=_place(known.position) if known else "",
            found_document=self.found.document or "—",
            found=_place(self.found.position),
        )


@dataclass(eq=False)
class StoppedByHq(Refused):
    """HQ takes this store for frozen, lost, revoked, or another's life: it sells nothing until HQ thinks again."""

    code: ClassVar[str] = "CEN-30"

    standing: Standing


_NOW = select(identity.c.epoch, fence.c.only, hq_link.c.standing).select_from(
    identity.outerjoin(fence, fence.c.only == identity.c.only).outerjoin(hq_link, hq_link.c.only == identity.c.only)
)


def refuse_stopped(tx: Tx, epoch: int) -> None:
    """One read, first thing in a sale. Raises StoreFenced, AnotherLife or StoppedByHq."""
    row = tx.run(_NOW, {}).fetchone()
    if row is not None and (row[1] is not None or row[0] != epoch):
        raise why_stopped(tx)
    if row is not None and row[2] not in {None, Standing.GOOD}:
        raise StoppedByHq(Standing(row[2]))


def why_stopped(tx: Tx) -> Refused:
    """Why the journal takes nothing from whoever asked."""
    standing = current(tx)
    return standing.refusal() if standing else AnotherLife(tx.execute(select(identity.c.epoch)).scalar_one())


def current(tx: Tx) -> Fence | None:
    """The fence, when there is one."""
    row = tx.execute(select(fence)).first()
    if row is None:
        return None
    known = None
    if row.known_epoch is not None:
        known = Reached(Position(row.known_epoch, row.known_seq, row.known_hash), row.known_document)
    found = Reached(Position(row.found_epoch, row.found_seq, row.found_hash), row.found_document)
    return Fence(FenceCause(row.cause), row.raised_at, found, known)


def put(tx: Tx, standing: Fence) -> None:
    """Stop the journal; a fence that stands already is replaced."""
    known = standing.known
    take_down(tx)
    tx.execute(insert(fence), {
        "only": 1, "cause": standing.cause, "raised_at": standing.raised_at,
        "found_epoch": standing.found.position.epoch, "found_seq": standing.found.position.seq,
        "found_hash": standing.found.position.hash, "found_document": standing.found.document,
        "known_epoch": known.position.epoch if known else None, "known_seq": known.position.seq if known else None,
        "known_hash": known.position.hash if known else None, "known_document": known.document if known else "",
    })  # fmt: skip


def take_down(tx: Tx) -> None:
    """Let the journal go on."""
    tx.execute(delete(fence))


def _place(position: Position) -> str:
    return f"{position.epoch}/{position.seq}"
