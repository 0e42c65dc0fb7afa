"""Putting a backup in the place of a store: checked, its losses said, the store before it kept aside, fenced.

The new file is made whole beside the old one and takes its name in one step: whatever stops the program, the
profile holds the one store or the other.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused
from pos_app import durable
from pos_app.services.copies import fencing, missing
from pos_app.services.copies.missing import Missing
from pos_app.storage import migrations
from pos_app.storage.copies import backup as files
from pos_app.storage.copies.backup import Backup, NotABackup, OfAnotherStation
from pos_app.storage.store import heads, identity, witness
from pos_app.storage.store.database import FILE_NAME, DamagedDatabase, Database, ForeignDatabase
from pos_app.storage.store.fences import Fence, FenceCause, Reached
from pos_app.storage.store.witness import Witness
from pos_app.vault import Secrets
from sync.journal import Author
from sync.tables.transaction import Tx

_NEW = f"{FILE_NAME}.restoring"
_BESIDE = ("-wal", "-shm")
ASIDE = "aside"


@dataclass(eq=False)
class WouldLose(Refused):
    """The present store, or a witness of it, has a newer journal than the backup; nobody agreed to lose that."""

    code: ClassVar[str] = "RES-07"

    documents: tuple[str, ...]
    count: int
    entries: tuple[str, ...]
    closings: tuple[str, ...]


@dataclass(eq=False)
class PresentUnreadable(Refused):
    """There is a store, and it cannot be read: what the backup lacks of it cannot be known."""

    code: ClassVar[str] = "RES-08"

    path: str


@dataclass(eq=False)
class NewerBackup(Refused):
    """The backup was made by a newer program."""

    code: ClassVar[str] = "RES-09"

    revision: str


@dataclass(frozen=True, slots=True)
class Request:
    """Which backup goes into which profile, and whether losing what is newer was agreed to."""

    profile: Path
    backup: Backup
    accept_loss: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the fence that the store stands behind now, what it lacks, where the one before it lies."""

    fence: Fence
    missing: Missing
    aside: Path | None


def restore(request: Request, keys: Secrets, witnesses: tuple[Witness, ...], at: datetime) -> Restored:
    """Put the backup in place; the caller holds the profile's lock.

    Raises NotABackup, OfAnotherStation, NewerBackup, ForeignDatabase and DamagedDatabase for a backup that is not
    good, WouldLose and PresentUnreadable until the loss is agreed to: nothing has changed then.
    """
    manifest = request.backup.manifest
    if manifest.revision > migrations.HEAD:
        raise NewerBackup(manifest.revision)
    author = Author(manifest.tenant, manifest.station, manifest.head.epoch, keys.signing_key)
    new = request.profile / _NEW
    _remove(new)
    try:
        files.take_out(request.backup, new)
        with _opened(new, keys, request.backup) as copy:
            seen = witness.newest(author, witnesses)
            lost, known = _compared(request, copy, keys, seen.reached() if seen else None)
            if lost.entry_count and not request.accept_loss:
                raise WouldLose(lost.documents, lost.entry_count, lost.entries, lost.closings)
            fence = _fenced(copy, author, known, at)
        durable.sync(new)
        return Restored(fence, lost, _swap(new, at))
    finally:
        _remove(new)


@contextmanager
def _opened(new: Path, keys: Secrets, backup: Backup) -> Iterator[Database]:
    """The copy as a store at the present schema, when it is what its manifest says."""
    manifest = backup.manifest
    with closing(Database(new, keys.database_key)) as copy:
        with copy.read() as tx:
            end = heads.end(tx, manifest.tenant, manifest.station)
        if end != manifest.head:
            raise NotABackup(str(backup.path), "head")
        if migrations.revision(copy.engine) != migrations.HEAD:
            migrations.upgrade(copy)
        yield copy
        copy.settle()


def _compared(request: Request, copy: Database, keys: Secrets, seen: Reached | None) -> tuple[Missing, Reached | None]:
    """What the copy lacks of the present store, or of what a witness saw; and how far the journal had come."""
    manifest = request.backup.manifest
    lost, known = Missing(), seen
    present_path = request.profile / FILE_NAME
    if present_path.exists():
        try:
            with closing(Database(present_path, keys.database_key)) as present:
                with present.read() as tx, copy.read() as of_copy:
                    _refuse_stranger(tx, request.backup)
                    reached = heads.reached(tx, manifest.tenant, manifest.station)
                    lost = missing.between(tx, of_copy, manifest.tenant, manifest.station)
                present.settle()
            known = max((reached, known or reached), key=lambda each: each.position)
        except (ForeignDatabase, DamagedDatabase) as error:
            if not request.accept_loss:
                raise PresentUnreadable(str(present_path)) from error
    if known is not None and known.position > manifest.head and not lost.entry_count:
        lost = missing.after(manifest.head, known.position)
    return lost, known


def _refuse_stranger(present: Tx, backup: Backup) -> None:
    life = identity.fetch(present)
    if life is not None and (life.tenant_id, life.station_id) != (backup.manifest.tenant, backup.manifest.station):
        raise OfAnotherStation(str(backup.path))


def _fenced(copy: Database, author: Author, known: Reached | None, at: datetime) -> Fence:
    """Always: what was sold after a backup is never proven to be nothing."""
    with copy.write() as tx:
        found = heads.reached(tx, author.tenant_id, author.station_id)
        standing = Fence(FenceCause.RESTORED, at, found, known)
        fencing.put_up(tx, standing)
    return standing


def _swap(new: Path, at: datetime) -> Path | None:
    """Give the new file the store's name. The old one keeps a second name before, so it is never gone."""
    store = new.with_name(FILE_NAME)
    aside = store.parent / ASIDE / f"{at:%Y%m%dT%H%M%S%fZ}" if store.exists() else None
    if aside is not None:
        aside.mkdir(parents=True)
        _second_name(store, aside / FILE_NAME)
        for part in _BESIDE:
            # A store that could be read was settled when it was closed, and has nothing beside it. What another
            # one has there must not be read into the new store.
            beside = store.with_name(FILE_NAME + part)
            if beside.exists():
                beside.rename(aside / beside.name)
        durable.sync_folder(aside)
        durable.sync_folder(aside.parent)
    new.replace(store)
    durable.sync_folder(store.parent)
    return aside


def _second_name(file: Path, other: Path) -> None:
    try:
        other.hardlink_to(file)
    except OSError:  # a file system without links
        shutil.copy2(file, other)
        durable.sync(other)


def _remove(new: Path) -> None:
    for part in ("", *_BESIDE):
        new.with_name(new.name + part).unlink(missing_ok=True)
