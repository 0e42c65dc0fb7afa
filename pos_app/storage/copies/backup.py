"""Backups as files: a copy of the store and a signed manifest beside it.

The manifest is written last, after the copy was checked and synced. A copy without a manifest is therefore unfinished
and is not accepted as a backup.
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
    """The file is not a backup, or it is damaged: truncated, changed, or without its manifest. `flaw` names which."""

    code: ClassVar[str] = "RES-03"

    path: str
    flaw: str


@dataclass(eq=False)
class OfAnotherStation(Refused):
    """The backup is of another station: its manifest names another, or this station's key did not sign it."""

    code: ClassVar[str] = "RES-04"

    path: str


@dataclass(eq=False)
class BackupFailed(Unavailable):
    """The backup folder cannot be written. The store is unchanged."""

    code: ClassVar[str] = "RES-05"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describes a backup. The station's key signs its canonical bytes.

    `head` and `document` are the last entry and the last printed number in the copy; `revision` is its schema; `size`
    is in bytes. `settings` and `sealed_key` hold the profile's files, the latter empty without a station password.
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
    keyring: str = ""
    """The keyring entry that holds the key; empty for a key that is kept elsewhere."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The backup to make: its reason, its instant and the profile's files for the manifest."""

    reason: BackupReason
    at: datetime
    settings: str = ""
    sealed_key: str = ""
    keyring: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """An existing backup: its manifest and the path of its copy."""

    manifest: Manifest
    path: Path


def make(database: Database, author: Author, folder: Path, wanted: Wanted, pause: Callable[[], None]) -> Backup:
    """Copy the store, check the copy and write its manifest. Raises DiskFull or BackupFailed, and leaves no file then.

    `pause` is called after each step of the copy, to let sales go first.
    """
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
    """The manifest of a backup, with its signature unchecked. Raises NotABackup."""
    return _parts(path)[1]


def is_signed_with(path: Path, key: Ed25519PrivateKey) -> bool:
    """Whether the key signed the manifest of a backup. Raises NotABackup."""
    signature, _, body = _parts(path)
    try:
        key.public_key().verify(signature, body)
    except InvalidSignature:
        return False
    return True


def read(path: Path, key: Ed25519PrivateKey) -> Backup:
    """Read a backup of the station with this key. `path` is its copy or its manifest.

    Raises NotABackup or OfAnotherStation.
    """
    copy = path.with_suffix(COPY)
    manifest = peek(path)
    if not copy.is_file():
        raise NotABackup(str(copy), "missing")
    if not is_signed_with(path, key):
        raise OfAnotherStation(str(path))
    return Backup(manifest, copy)


def take_out(backup: Backup, target: Path) -> None:
    """Copy the store of a backup to `target` and compare its hash with the manifest. Raises NotABackup."""
    if durable.copy(backup.path, target) != backup.manifest.sha256:
        target.unlink()
        raise NotABackup(str(backup.path), "content")


def prune(folder: Path, author: Author, keep: dict[BackupReason, int]) -> None:
    """Delete the oldest backups of each reason beyond `keep`, and the files of interrupted backups."""
    for reason, count in keep.items():
        ours = f"taquilla-{author.station_id.hex[-12:]}-*-{reason}"
        made = sorted(folder.glob(ours + MANIFEST))
        # The manifest goes first: whatever stops the program here, what remains is no backup that lacks its copy.
        for manifest in made[: max(0, len(made) - count)]:
            manifest.unlink()
        whole = {manifest.stem for manifest in folder.glob(ours + MANIFEST)}
        for leftover in _leftovers(folder, ours, whole):
            leftover.unlink(missing_ok=True)


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
            """Sync after each step: one large sync at the end would delay a sale for all of it."""
            os.fsync(stream.fileno())
            pause()

        copies.copy(database, unfinished, written_so_far)
    with copies.look_into(database, unfinished) as tx:
        end = heads.reached(tx, author.tenant_id, author.station_id)
    durable.sync(unfinished)
    manifest = Manifest(
        format=FORMAT, tenant=author.tenant_id, station=author.station_id, head=end.position,
        document=end.document, at=wanted.at, reason=wanted.reason, revision=migrations.HEAD,
        sha256=durable.sha256(unfinished), size=unfinished.stat().st_size, settings=wanted.settings,
        sealed_key=wanted.sealed_key,
        keyring=wanted.keyring,
    )  # fmt: skip
    unfinished.rename(copy)
    durable.sync_folder(copy.parent)
    body = canonical.encode(manifest)
    durable.write(copy.with_suffix(MANIFEST), f"{author.key.sign(body).hex()}\n".encode() + body)
    return Backup(manifest, copy)


def _failure(error: Exception, folder: Path) -> Unavailable:
    full = is_full(error) or (isinstance(error, OSError) and error.errno in _NO_ROOM)
    return DiskFull("disk", str(folder)) if full else BackupFailed("backup", str(folder))
