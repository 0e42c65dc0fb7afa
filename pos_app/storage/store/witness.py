"""Witnesses: records outside of the store of how far its journal had come.

A store that is restored from an older copy has lost its last sales. A file in another folder, and an item of the
keyring when the key is kept there, still have the last position. They are about a second behind the store and never
move back. A copy of the whole machine includes the witnesses; only HQ detects that.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from platformdirs import user_state_path

from domain.errors import Unavailable
from pos_app import durable
from pos_app.storage.store.fences import Reached
from sync.journal import Author
from sync.tables import canonical
from sync.tables.position import Position

log = logging.getLogger(__name__)


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A position that the journal had reached, signed with the station's own key."""

    tenant: UUID
    station: UUID
    head: Position
    document: str
    at: datetime

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


@dataclass(frozen=True, slots=True)
class FileWitness:
    """A witness file of the station, outside of its profile.

    `former` is its name in older releases, read until the file has been written under its present name.
    """

    path: Path
    former: Path | None = None

    def recall(self) -> str | None:
        for file in filter(None, (self.path, self.former)):
            try:
                return file.read_text(encoding="utf-8")
            except (FileNotFoundError, NotADirectoryError):
                continue
        return None

    def keep(self, text: str) -> None:
        durable.make_folder(self.path.parent)
        durable.write(self.path, text.encode())


def folder() -> Path:
    """The system's folder for the state of programs."""
    return user_state_path("taquilla", appauthor=False)


def file_of(author: Author) -> FileWitness:
    """The witness file of a station. Its name is made from the station and the key.

    Two stations may have one key, from one environment, and each demo founds stores of the same stations.
    """
    key = author.key.public_key().public_bytes_raw().hex()[:32]
    return FileWitness(folder() / f"{author.station_id.hex}-{key}.anchor", former=folder() / f"{key}.anchor")


def newest(author: Author, witnesses: tuple[Witness, ...]) -> Anchor | None:
    """The latest position that a witness holds under the station's key. An unreadable witness is skipped."""
    anchors = [anchor for witness in witnesses if (anchor := _read(author, witness)) is not None]
    return max(anchors, key=lambda anchor: anchor.head) if anchors else None


def keep(author: Author, witnesses: tuple[Witness, ...], anchor: Anchor) -> None:
    """Sign a position and store it with every witness that holds no later one."""
    body = canonical.encode(anchor)
    text = f"{author.key.sign(body).hex()}\n{body.decode()}"
    for witness in witnesses:
        before = _read(author, witness)
        # A witness never moves back: the later position is the evidence that this store is an older copy.
        if before is not None and before.head > anchor.head:
            continue
        try:
            witness.keep(text)
        except (OSError, Unavailable) as error:
            log.warning("cannot write a witness: %s", error)


def _read(author: Author, witness: Witness) -> Anchor | None:
    try:
        text = witness.recall()
    except (OSError, ValueError, Unavailable) as error:
        log.warning("cannot read a witness: %s", error)
        return None
    if text is None:
        return None
    signature, _, body = text.partition("\n")
    try:
        author.key.public_key().verify(bytes.fromhex(signature), body.encode())
        anchor = canonical.decode(body, Anchor)
    except (InvalidSignature, ValueError, msgspec.MsgspecError):
        log.warning("a witness holds a text that this station did not sign")
        return None
    return anchor if (anchor.tenant, anchor.station) == (author.tenant_id, author.station_id) else None
