"""Restore: a checked backup replaces the store, which is kept aside; the restored store is fenced.

The new file is completed beside the old one and renamed to its name in one step. Whatever stops the program, the
profile holds either the old store or the new one.
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
from pos_app.storage.copies import log_owner
from pos_app.storage.copies.backup import Backup, NotABackup, OfAnotherStation
from pos_app.storage.copies.log_owner import LogNotOwn
from pos_app.storage.store import heads, identity, witness
from pos_app.storage.store.database import FILE_NAME, Database, ForeignDatabase
from pos_app.storage.store.fences import Fence, FenceCause, Reached
from pos_app.storage.store.page_check import DamagedDatabase
from pos_app.storage.store.witness import Witness
from pos_app.vault import Secrets
from sync.journal import Author
from sync.tables.transaction import Tx

_NEW = f"{FILE_NAME}.restoring"
_BESIDE = ("-wal", "-shm")
ASIDE = "aside"


@dataclass(eq=False)
class WouldLose(Refused):
    """The present store or a witness has a newer journal than the backup, and the loss was not accepted."""

    code: ClassVar[str] = "RES-07"

    documents: tuple[str, ...]
    count: int
    entries: tuple[str, ...]
    closings: tuple[str, ...]


@dataclass(eq=False)
class PresentUnreadable(Refused):
    """The present store cannot be read, so its entries that the backup lacks are unknown."""

    code: ClassVar[str] = "RES-08"

    path: str


@dataclass(eq=False)
class NewerBackup(Refused):
    """The backup was made by a newer program."""

    code: ClassVar[str] = "RES-09"

    revision: str


@dataclass(frozen=True, slots=True)
class Request:
    """The backup, the profile to restore it into, and whether the loss of newer entries is accepted."""

    profile: Path
    backup: Backup
    accept_loss: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """The outcome: the fence of the restored store, what it lacks, and the folder of the store that it replaced."""

    fence: Fence
    missing: Missing
    aside: Path | None


def restore(request: Request, keys: Secrets, witnesses: tuple[Witness, ...], at: datetime) -> Restored:
    """Replace the profile's store by the backup. The caller holds the profile's lock.

    Raises NotABackup, OfAnotherStation, NewerBackup, ForeignDatabase or DamagedDatabase for an unusable backup, and
    WouldLose or PresentUnreadable unless the loss is accepted. When it raises, the profile is unchanged.
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
            newest = witness.newest(author, witnesses)
            lost, known = _compared(request, copy, keys, newest.reached() if newest else None)
            if lost.entry_count and not request.accept_loss:
                raise WouldLose(lost.documents, lost.entry_count, lost.entries, lost.closings)
            fence = _fenced(copy, author, known, at)
        durable.sync(new)
        return Restored(fence, lost, _swap(new, at))
    finally:
        _remove(new)


@contextmanager
def _opened(new: Path, keys: Secrets, backup: Backup) -> Iterator[Database]:
    """Open the copy as a store, check its end against the manifest and migrate it. Raises NotABackup."""
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


def _compared(
    request: Request, copy: Database, keys: Secrets, witnessed: Reached | None
) -> tuple[Missing, Reached | None]:
    """What the copy lacks compared with the present store and the witnesses, and the last known end of the journal."""
    manifest = request.backup.manifest
    lost, known = Missing(), witnessed
    present_path = request.profile / FILE_NAME
    if present_path.exists():
        try:
            log_owner.must_be_own(request.profile, keys)
            with closing(Database(present_path, keys.database_key)) as present:
                with present.read() as tx, copy.read() as of_copy:
                    _refuse_stranger(tx, request.backup)
                    reached = heads.reached(tx, manifest.tenant, manifest.station)
                    lost = missing.between(tx, of_copy, manifest.tenant, manifest.station)
                present.settle()
            known = max((reached, known or reached), key=lambda end: end.position)
        except (ForeignDatabase, DamagedDatabase, LogNotOwn) as error:
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
    """Fence the restored store, always: nobody can prove that no sale followed the backup."""
    with copy.write() as tx:
        present = heads.reached(tx, author.tenant_id, author.station_id)
        fence = Fence(FenceCause.RESTORED, at, present, known)
        fencing.put_up(tx, fence)
    return fence


def _swap(new: Path, at: datetime) -> Path | None:
    """Rename the new file to the store's name and return the folder of the old store, if there was one.

    The old store gets a second name first, so that it is never lost.
    """
    store = new.with_name(FILE_NAME)
    aside = store.parent / ASIDE / f"{at:%Y%m%dT%H%M%S%fZ}" if store.exists() else None
    if aside is not None:
        durable.make_folder(aside.parent)
        aside.mkdir(mode=durable.FOLDER_MODE)
        _add_name(store, aside / FILE_NAME)
        for part in _BESIDE:
            # A readable store was settled when it was closed and has no WAL. The WAL of an unreadable one must not
            # stay, because SQLite would apply it to the new store.
            beside = store.with_name(FILE_NAME + part)
            if beside.exists():
                beside.rename(aside / beside.name)
        durable.sync_folder(aside)
        durable.sync_folder(aside.parent)
    new.replace(store)
    durable.sync_folder(store.parent)
    return aside


def _add_name(file: Path, other: Path) -> None:
    try:
        other.hardlink_to(file)
    except OSError:  # a file system without links
        shutil.copy2(file, other)
        durable.sync(other)


def _remove(new: Path) -> None:
    for part in ("", *_BESIDE):
        new.with_name(new.name + part).unlink(missing_ok=True)
