"""The witness of commits: after each transaction that moved the journal, its end is written outside of the store.

It is written before anything is printed, without a sync of its own: the end of the program, however sudden, leaves it
as new as the paper; a power cut leaves it as it was synced last, about a second before. It is never written while the
store is in doubt, so that the doubt outlives a restart.
"""

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import bindparam, exists, literal, select

from pos_app.storage.store import heads, witness
from pos_app.storage.store.fences import Reached
from pos_app.storage.store.witness import Anchor, FileWitness
from pos_app.storage.tables import fence, witness_doubt
from sync.facts.entry import journal
from sync.journal import Author
from sync.tables.position import Position
from sync.tables.transaction import Tx

log = logging.getLogger(__name__)

LAGS_AT_MOST = timedelta(minutes=1)
"""Entries of more than this time without a witness are not explained by a crash or a power cut."""

_END = (
    select(
        journal.c.epoch,
        journal.c.seq,
        journal.c.hash,
        exists(select(literal(1)).select_from(fence)),
        exists(select(literal(1)).select_from(witness_doubt)),
    )
    .where(journal.c.tenant_id == bindparam("tenant_id"), journal.c.station_id == bindparam("station_id"))
    .order_by(journal.c.epoch.desc(), journal.c.seq.desc())
    .limit(1)
)


class WitnessFlaw(StrEnum):
    """Why the witness file does not prove that the store is the newest one."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    """The file cannot be read, or the station signed nothing in it."""
    OLDER = "older"
    """The journal went on for longer than a crash explains without the file being written."""
    BEHIND = "behind"
    """The journal lacks the entry that the file names: the store is an older copy, which `fencing.watch` fences."""


class CommitWitness:
    """The witness file of an open store."""

    def __init__(self, author: Author, file: FileWitness, wal: Path, now: Callable[[], datetime]) -> None:
        """`wal` is the path of the store's write-ahead log."""
        self._author, self._file, self._wal, self._now = author, file, wal, now
        self._lock = threading.Lock()
        self._last = (0, 0)
        self._anchor: Anchor | None = None
        self._is_trusted = False
        self.flaw: str | None = None
        """What was wrong with the file when the store was opened."""

    def open(self, tx: Tx) -> None:
        """Compare the file with the store. A file that does not prove it is left as it is until `trust` is called."""
        self.flaw = self._judged(tx)
        # Nothing can be sold before a set-up is loaded: a store that was just founded has no history to protect.
        is_new = heads.end(tx, self._author.tenant_id, self._author.station_id).seq <= 1
        if self.flaw is WitnessFlaw.MISSING and is_new:
            self.flaw = None
        self._is_trusted = self.flaw is None

    def trust(self) -> None:
        """Write the file from now on: a supervisor, or HQ, said that this store is the newest one."""
        self._is_trusted, self.flaw = True, None

    def end(self, tx: Tx) -> Reached | None:
        """The end of the journal in a transaction, before its commit; None when the file is not to be written."""
        if not self._is_trusted:
            return None
        keys = {"tenant_id": self._author.tenant_id, "station_id": self._author.station_id}
        row = tx.run(_END, keys).fetchone()
        if row is None or (row[0], row[1]) <= self._last or row[3] or row[4]:
            return None
        return heads.reached(tx, self._author.tenant_id, self._author.station_id)

    def keep(self, reached: Reached) -> None:
        """Write the end of the journal after its commit. A failure is logged: the sale is stored already."""
        position = (reached.position.epoch, reached.position.seq)
        with self._lock:
            if position <= self._last:
                return
            author = self._author
            anchor = Anchor(
                author.tenant_id, author.station_id, reached.position, reached.document, self._now(), self._salts()
            )
            if self._wrote(anchor):
                self._last = position

    def sync(self) -> None:
        """Sync the file to the disk, beside the sales, with the salts of a log that has started again since."""
        with self._lock:
            salts = self._salts()
            if self._is_trusted and self._anchor is not None and salts and salts != self._anchor.wal:
                self._wrote(replace(self._anchor, wal=salts))
        try:
            self._file.sync()
        except OSError as error:
            log.warning("cannot write a witness: %s", error)

    def close(self) -> None:
        """Sync and close the file."""
        self.sync()
        self._file.close()

    def _wrote(self, anchor: Anchor) -> bool:
        try:
            self._file.keep(witness.signed(self._author, anchor))
        except OSError as error:
            log.warning("cannot write a witness: %s", error)
            return False
        self._anchor = anchor
        return True

    def _judged(self, tx: Tx) -> WitnessFlaw | None:
        try:
            text = self._file.recall()
        except (OSError, ValueError):
            return WitnessFlaw.UNREADABLE
        if text is None:
            return WitnessFlaw.MISSING
        anchor = witness.checked(self._author, text)
        if anchor is None:
            return WitnessFlaw.UNREADABLE
        tenant_id, station_id = self._author.tenant_id, self._author.station_id
        if heads.end(tx, tenant_id, station_id).epoch > anchor.head.epoch:
            return None  # HQ opened the later life and knows the one before
        if not heads.holds(tx, tenant_id, station_id, anchor.head):
            return WitnessFlaw.BEHIND
        self._anchor = anchor
        return WitnessFlaw.OLDER if self._lag(tx, anchor.head) > LAGS_AT_MOST else None

    def _lag(self, tx: Tx, head: Position) -> timedelta:
        """The time between the first and the last entry after a position of the present life."""
        after = (
            select(journal.c.at)
            .where(
                journal.c.tenant_id == self._author.tenant_id,
                journal.c.station_id == self._author.station_id,
                journal.c.epoch == head.epoch,
                journal.c.seq > head.seq,
            )
            .limit(1)
        )
        first = tx.execute(after.order_by(journal.c.seq)).scalar()
        last = tx.execute(after.order_by(journal.c.seq.desc())).scalar()
        return timedelta(0) if first is None or last is None else last - first

    def _salts(self) -> str:
        try:
            descriptor = os.open(self._wal, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return ""
        try:
            return os.read(descriptor, 24)[16:].hex()
        finally:
            os.close(descriptor)
