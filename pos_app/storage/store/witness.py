"""Witnesses: records outside of the store of how far its journal had come.

A store that is restored from an older copy has lost its last sales. A file in another folder, and an item of the
keyring when the key is kept there, still have the last position. The file is written after each commit, before anything
is printed (`storage.store.commit_witness`); the keyring is about a second behind. None ever moves back. A copy of the
whole machine includes the witnesses; only HQ detects that.
"""

import logging
import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from platformdirs import user_state_path

from domain.errors import Unavailable
from pos_app import durable
from pos_app.storage.store.fences import Reached
from sync.journal import Author
from sync.tables import canonical
from sync.tables.position import Position

log = logging.getLogger(__name__)

_SLOT_BYTES = 2048
_BLANK_LINES = re.compile(r"\n{2,}")


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A position that the journal had reached, signed with the station's own key."""

    tenant: UUID
    station: UUID
    head: Position
    document: str
    at: datetime
    wal: str = ""
    """The salts (hex) in the header of the store's write-ahead log after this entry; empty when they are not known."""

    def reached(self) -> Reached:
        """The position and the last document up to it."""
        return Reached(self.head, self.document)


class Witness(Protocol):
    """Stores one text for one station."""

    def recall(self) -> str | None:
        """The text stored last, or None. Raises Unavailable or OSError."""
        ...

    def keep(self, text: str) -> None:
        """Replace the stored text. Raises Unavailable or OSError."""
        ...


class FileWitness:
    """A witness file of the station, outside of its profile. It has two slots, written in turn and in place.

    A power cut during a write damages one slot at most. `former` is the file's name in older releases, read until the
    file has been written under its present name.
    """

    def __init__(self, path: Path, former: Path | None = None) -> None:
        self.path, self.former = path, former
        self._descriptor: int | None = None
        self._slot = 0
        self._is_synced = True

    def recall(self) -> str | None:
        for file in filter(None, (self.path, self.former)):
            try:
                return file.read_text(encoding="utf-8")
            except (FileNotFoundError, NotADirectoryError):
                continue
        return None

    def keep(self, text: str) -> None:
        """Write the slot that holds the older text. What was written survives the end of the program at once.

        Only `sync` makes it survive a power cut. Raises OSError.
        """
        descriptor = self._opened()
        os.lseek(descriptor, self._slot * _SLOT_BYTES, os.SEEK_SET)
        os.write(descriptor, text.encode().ljust(_SLOT_BYTES, b"\n"))
        self._slot = 1 - self._slot
        self._is_synced = False

    def sync(self) -> None:
        """Sync what was written to the disk. Raises OSError."""
        if self._descriptor is not None and not self._is_synced:
            self._is_synced = True
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    def _opened(self) -> int:
        """The open file; made again when it was deleted or replaced meanwhile."""
        if self._descriptor is not None and not self._is_at_its_name(self._descriptor):
            log.warning("the witness file was deleted or replaced while it was open; it is made again")
            self.close()
        if self._descriptor is None:
            durable.make_folder(self.path.parent)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self.path, flags, durable.FILE_MODE)
            slots = os.read(self._descriptor, 2 * _SLOT_BYTES)
            self._slot = 0 if _seq_in(slots[:_SLOT_BYTES]) < _seq_in(slots[_SLOT_BYTES:]) else 1
            if not slots:
                self._slot = 0
                durable.sync_folder(self.path.parent)
        return self._descriptor

    def _is_at_its_name(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self.path))  # noqa: PTH116  # at each sale
        except OSError:
            return False


def _seq_in(slot: bytes) -> tuple[int, int]:
    """The position in a slot, unchecked; 0/0 in an empty or damaged one."""
    try:
        head = canonical.decode(slot.partition(b"\n")[2].strip(), Anchor).head
    except msgspec.MsgspecError:
        return (0, 0)
    return (head.epoch, head.seq)


def folder() -> Path:
    """The system's folder for the state of programs."""
    return user_state_path("taquilla", appauthor=False)


def file_of(author: Author) -> FileWitness:
    """The witness file of a station. Its name is made from the station and the key.

    Two stations may have one key, from one environment, and each demo founds stores of the same stations.
    """
    key = author.key.public_key().public_bytes_raw().hex()[:32]
    return FileWitness(folder() / f"{author.station_id.hex}-{key}.anchor", former=folder() / f"{key}.anchor")


def anchors_of(key: Ed25519PrivateKey) -> list[Anchor]:
    """What the witness files of this key hold, of any station; nothing of a file that cannot be read."""
    name = key.public_key().public_bytes_raw().hex()[:32]
    anchors: list[Anchor] = []
    for file in sorted(folder().glob(f"*{name}.anchor")) if os.access(folder(), os.R_OK | os.X_OK) else ():
        with suppress(OSError, ValueError):
            blocks = _BLANK_LINES.split(file.read_text(encoding="utf-8"))
            anchors += [anchor for block in blocks if (anchor := _signed_by(key, block)) is not None]
    return anchors


def newest(author: Author, witnesses: tuple[Witness, ...]) -> Anchor | None:
    """The latest position that a witness holds under the station's key. An unreadable witness is skipped."""
    anchors = [anchor for witness in witnesses if (anchor := _read(author, witness)) is not None]
    return max(anchors, key=lambda anchor: anchor.head) if anchors else None


def keep(author: Author, witnesses: tuple[Witness, ...], anchor: Anchor) -> None:
    """Sign a position and store it with every witness that holds no later one."""
    for witness in witnesses:
        before = _read(author, witness)
        # A witness never moves back: the later position is the evidence that this store is an older copy.
        if before is not None and before.head > anchor.head:
            continue
        try:
            witness.keep(signed(author, anchor))
        except (OSError, Unavailable) as error:
            log.warning("cannot write a witness: %s", error)


def signed(author: Author, anchor: Anchor) -> str:
    """The text of a position: the signature (hex) and the canonical body, a line each."""
    body = canonical.encode(anchor)
    return f"{author.key.sign(body).hex()}\n{body.decode()}"


def checked(author: Author, text: str) -> Anchor | None:
    """The latest position in a text that the station signed; None when it signed none of it."""
    anchors = [anchor for block in _BLANK_LINES.split(text) if (anchor := _checked(author, block)) is not None]
    return max(anchors, key=lambda anchor: anchor.head, default=None)


def _checked(author: Author, block: str) -> Anchor | None:
    anchor = _signed_by(author.key, block)
    if anchor is None or (anchor.tenant, anchor.station) != (author.tenant_id, author.station_id):
        return None
    return anchor


def _signed_by(key: Ed25519PrivateKey, block: str) -> Anchor | None:
    signature, _, body = block.strip().partition("\n")
    try:
        key.public_key().verify(bytes.fromhex(signature), body.encode())
        return canonical.decode(body, Anchor)
    except (InvalidSignature, ValueError, msgspec.MsgspecError):
        return None


def _read(author: Author, witness: Witness) -> Anchor | None:
    try:
        text = witness.recall()
    except (OSError, ValueError, Unavailable) as error:
        log.warning("cannot read a witness: %s", error)
        return None
    if not text or text.isspace():
        return None
    anchor = checked(author, text)
    if anchor is None:
        log.warning("a witness holds a text that this station did not sign")
    return anchor
