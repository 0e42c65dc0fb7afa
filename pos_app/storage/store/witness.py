"""Witnesses: what stands outside of a store and says how far its journal had come.

A store that is put back to an older copy forgets what it sold; a file in another folder, and an item of the keyring
where the key lies there, do not. They lag behind the store by a second or so and never go back. A copy of the whole
machine takes them along: that is seen by HQ, not here.
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
    """A place the journal had reached, said by the station's own key."""

    tenant: UUID
    station: UUID
    head: Position
    document: str
    at: datetime

    def reached(self) -> Reached:
        """The place and the last document up to it."""
        return Reached(self.head, self.document)


class Witness(Protocol):
    """Keeps one text for one station."""

    def recall(self) -> str | None:
        """What was kept last, or None. Raises Unavailable or OSError."""
        ...

    def keep(self, said: str) -> None:
        """Keep this in its place. Raises Unavailable or OSError."""
        ...


@dataclass(frozen=True, slots=True)
class FileWitness:
    """A file of the station, outside of its profile."""

    path: Path

    def recall(self) -> str | None:
        return self.path.read_text(encoding="utf-8") if self.path.exists() else None

    def keep(self, said: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(self.path, said.encode())


def folder() -> Path:
    """Where the system keeps the state of programs, which is neither a profile nor a document."""
    return user_state_path("taquilla", appauthor=False)


def file_of(author: Author) -> FileWitness:
    """A station's file. Named after its key: a new store of the same name, as demos make, is another station."""
    name = author.key.public_key().public_bytes_raw().hex()[:32]
    return FileWitness(folder() / f"{name}.anchor")


def newest(author: Author, witnesses: tuple[Witness, ...]) -> Anchor | None:
    """The latest place that any witness speaks of under the station's key. One that does not answer is passed over."""
    said = [anchor for witness in witnesses if (anchor := _heard(author, witness)) is not None]
    return max(said, key=lambda anchor: anchor.head) if said else None


def keep(author: Author, witnesses: tuple[Witness, ...], anchor: Anchor) -> None:
    """Tell every witness; one that knows of a later place keeps it."""
    body = canonical.encode(anchor)
    said = f"{author.key.sign(body).hex()}\n{body.decode()}"
    for witness in witnesses:
        before = _heard(author, witness)
        if before is not None and before.head > anchor.head:
            continue
        try:
            witness.keep(said)
        except (OSError, Unavailable) as error:
            log.warning("a witness does not hear: %s", error)


def _heard(author: Author, witness: Witness) -> Anchor | None:
    try:
        said = witness.recall()
    except (OSError, ValueError, Unavailable) as error:
        log.warning("a witness does not answer: %s", error)
        return None
    if said is None:
        return None
    signature, _, body = said.partition("\n")
    try:
        author.key.public_key().verify(bytes.fromhex(signature), body.encode())
        anchor = canonical.decode(body, Anchor)
    except (InvalidSignature, ValueError, msgspec.MsgspecError):
        log.warning("what a witness keeps was not said by this station")
        return None
    return anchor if (anchor.tenant, anchor.station) == (author.tenant_id, author.station_id) else None
