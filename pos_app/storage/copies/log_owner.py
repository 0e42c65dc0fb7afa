"""Whether a store's write-ahead log is its own. SQLite would apply one of another moment, and damage the store."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from domain.errors import Refused
from pos_app.storage.copies import private_copy
from pos_app.storage.copies.private_copy import StoreInUse
from pos_app.storage.store import heads, witness
from pos_app.storage.store.database import FILE_NAME, Database, ForeignDatabase
from pos_app.storage.store.page_check import DamagedDatabase
from pos_app.storage.store.witness import Anchor
from pos_app.vault import Secrets

_HEADER_BYTES, _SALTS = 32, slice(16, 24)
_RESTARTS = 1_000
"""A log that starts again counts its first salt up by one. More restarts than this are not lost in a power cut."""


@dataclass(eq=False)
class LogNotOwn(Refused):
    """The write-ahead log is not of this store: it was put there, from another moment or another copy."""

    code: ClassVar[str] = "ALM-09"

    path: str


def must_be_own(profile: Path, keys: Secrets) -> None:
    """Compare the log with the salts that the witness of this key recorded, before SQLite reads it.

    A log that it does not know is tried on a private copy: it belongs to the store when the copy is sound and holds
    the entry that was witnessed last. Raises LogNotOwn; nothing is changed then.
    """
    log = profile / f"{FILE_NAME}-wal"
    try:
        with log.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError:
        return  # without a log, or refused with its path when the store is opened
    anchors = [anchor for anchor in witness.anchors_of(keys.signing_key) if anchor.wal]
    if len(header) < _HEADER_BYTES or not anchors:
        return
    if any(_follows(bytes.fromhex(anchor.wal), header[_SALTS]) for anchor in anchors):
        return
    if not _is_sound(profile, keys, anchors):
        raise LogNotOwn(str(log))


def _follows(known: bytes, present: bytes) -> bool:
    """Whether salts are those that were recorded, or some restarts later."""
    later = (int.from_bytes(present[:4]) - int.from_bytes(known[:4])) % 2**32
    return present == known or 0 < later <= _RESTARTS


def _is_sound(profile: Path, keys: Secrets, anchors: list[Anchor]) -> bool:
    try:
        with (
            private_copy.copied(profile) as copy,
            closing(Database(copy / FILE_NAME, keys.database_key)) as database,
            database.read() as tx,
        ):
            driver: Any = tx.driver
            pages = driver.execute("PRAGMA quick_check(1)").fetchone()[0]
            return pages == "ok" and any(heads.holds(tx, a.tenant, a.station, a.head) for a in anchors)
    except StoreInUse:
        return True  # another process writes it now, so the log is in use and its own
    except (ForeignDatabase, DamagedDatabase):
        return False
