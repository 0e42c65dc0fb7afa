"""Backups as files: a copy of the store and, beside it, the manifest that makes it one.

A copy without its manifest is no backup: the manifest is written last, when the copy was checked and is on the disk.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import msgspec
import sqlcipher3.dbapi2 as driver
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.errors import Refused, Unavailable
from pos_app import durable
from pos_app.storage import migrations
from pos_app.storage.copies import copies
from pos_app.storage.store import heads
from pos_app.storage.store.database import Database, DiskFull, is_full
from sync.facts import BackupReason
from sync.journal import Author
from sync.tables import canonical
from sync.tables.position import Position

COPY, MANIFEST, UNFINISHED = ".db", ".manifest", ".part"
FORMAT = 1
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(eq=False)
class NotABackup(Refused):
    """The file is no backup, or not as it was made: cut short, changed, or without its manifest."""

    code: ClassVar[str] = "RES-03"

    path: str
    flaw: str


@dataclass(eq=False)
class OfAnotherStation(Refused):
    """The backup is of another station: this one's key did not sign it, or it names another."""

    code: ClassVar[str] = "RES-04"

    path: str


@dataclass(eq=False)
class BackupFailed(Unavailable):
    """The place for backups took none; the store is as it was."""

    code: ClassVar[str] = "RES-05"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup is of. The station's key signs its canonical bytes.

    `settings` and `sealed_key` are the profile's files of that moment, the second one only when a password seals it.
    """

    format: int
    tenant: UUID
    station: UUID
    head: Position
    document: str
    at: datetime
    reason: BackupReason
    revision: str
    sha256: str
    size: int
    settings: str
    sealed_key: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which backup to make: why, when, and the profile's files that go along."""

    reason: BackupReason
    at: datetime
    settings: str = ""
    sealed_key: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there: its manifest and where its copy lies."""

    manifest: Manifest
    path: Path


def make(database: Database, author: Author, folder: Path, wanted: Wanted, pause: Callable[[], None]) -> Backup:
    """Copy the store, check the copy, and say so beside it. Raises DiskFull or BackupFailed; nothing is left then."""
    stem = f"taquilla-{author.station_id.hex[-12:]}-{wanted.at:%Y%m%dT%H%M%S%fZ}-{wanted.reason}"
    copy = folder / f"{stem}{COPY}"
    unfinished = folder / f"{stem}{COPY}{UNFINISHED}"
    try:
        return _made(database, author, wanted, (unfinished, copy), pause)
    except (OSError, driver.DatabaseError) as error:
        if isinstance(error, OSError) or is_full(error):
            raise _failure(error, folder) from error
        raise
    finally:
        for name in (unfinished, Path(f"{unfinished}-journal")):
            with suppress(OSError):
                name.unlink(missing_ok=True)


def peek(path: Path) -> Manifest:
    """What the manifest says, before anybody knows whose it is. Raises NotABackup."""
    return _parts(path)[1]


def read(path: Path, key: Ed25519PrivateKey) -> Backup:
    """A backup, named by either of its files, of the station with this key. Raises NotABackup, OfAnotherStation."""
    copy = path.with_suffix(COPY)
    signature, said, body = _parts(path)
    if not copy.is_file():
        raise NotABackup(str(copy), "missing")
    try:
        key.public_key().verify(signature, body)
    except InvalidSignature:
        raise OfAnotherStation(str(path)) from None
    return Backup(said, copy)


def take_out(backup: Backup, target: Path) -> None:
    """Copy a backup to where it is wanted; what arrives is what was made. Raises NotABackup."""
    if durable.copy(backup.path, target) != backup.manifest.sha256:
        target.unlink()
        raise NotABackup(str(backup.path), "content")


def prune(folder: Path, author: Author, keep: dict[BackupReason, int]) -> None:
    """Let go of the oldest ones of each reason, and of what an interrupted backup left."""
    for reason, count in keep.items():
        ours = f"taquilla-{author.station_id.hex[-12:]}-*-{reason}"
        made = sorted(folder.glob(ours + MANIFEST))
        for manifest in made[: max(0, len(made) - count)]:
            manifest.unlink()
        whole = {manifest.stem for manifest in folder.glob(ours + MANIFEST)}
        for left in _leftovers(folder, ours, whole):
            left.unlink(missing_ok=True)


def _leftovers(folder: Path, ours: str, whole: Iterable[str]) -> Iterator[Path]:
    yield from folder.glob(f"{ours}.*{UNFINISHED}*")
    yield from (copy for copy in folder.glob(ours + COPY) if copy.stem not in whole)


def _parts(path: Path) -> tuple[bytes, Manifest, bytes]:
    manifest = path.with_suffix(MANIFEST)
    if not manifest.is_file():
        raise NotABackup(str(manifest), "missing")
    try:
        signature, _, body = manifest.read_bytes().partition(b"\n")
        return bytes.fromhex(signature.decode("ascii")), canonical.decode(body.decode("utf-8"), Manifest), body
    except (msgspec.MsgspecError, ValueError) as error:
        raise NotABackup(str(manifest), "manifest") from error


def _made(
    database: Database, author: Author, wanted: Wanted, names: tuple[Path, Path], pause: Callable[[], None]
) -> Backup:
    unfinished, copy = names
    unfinished.touch(mode=0o600)
    with unfinished.open("rb") as stream:

        def written_so_far() -> None:
            """Little by little: one large sync at the end would make a sale wait for all of it."""
            os.fsync(stream.fileno())
            pause()

        copies.copy(database, unfinished, written_so_far)
    with copies.look_into(database, unfinished) as tx:
        there = heads.reached(tx, author.tenant_id, author.station_id)
    durable.sync(unfinished)
    manifest = Manifest(
        format=FORMAT, tenant=author.tenant_id, station=author.station_id, head=there.position,
        document=there.document, at=wanted.at, reason=wanted.reason, revision=migrations.HEAD,
        sha256=durable.sha256(unfinished), size=unfinished.stat().st_size, settings=wanted.settings,
        sealed_key=wanted.sealed_key,
    )  # fmt: skip
    unfinished.rename(copy)
    durable.sync_folder(copy.parent)
    body = canonical.encode(manifest)
    said = f"{author.key.sign(body).hex()}\n".encode() + body
    durable.write(copy.with_suffix(MANIFEST), said)
    return Backup(manifest, copy)


def _failure(error: Exception, folder: Path) -> Unavailable:
    full = is_full(error) or (isinstance(error, OSError) and error.errno in _NO_ROOM)
    return DiskFull("disk", str(folder)) if full else BackupFailed("backup", str(folder))
