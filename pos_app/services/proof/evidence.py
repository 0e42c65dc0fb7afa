"""The evidence bundle: all that a station did, in plain files that are verified without this program.

`docs/evidence.md` describes the files, `tools/verify_journal.py` verifies them.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, ClassVar

import msgspec

from domain.errors import Refused
from domain.till.till_report import ReportKind
from pos_app import SOFTWARE, durable
from pos_app.services.proof.progress import Progress, unseen
from pos_app.services.proof.rebuild import ENTRIES_A_BATCH
from pos_app.station import Station
from pos_app.storage.store import countersigned, journal_rows, sync_state
from sync import journal
from sync.facts import AnyFact, EpochOpened, ReportTaken
from sync.journal import SignedEntry
from sync.tables.position import Position
from sync.tables.transaction import Tx

FORMAT = 1
MANIFEST = "manifest.json"
JOURNAL, KEYS, REPORTS, HEADS = "journal.jsonl", "keys.json", "reports.jsonl", "heads.jsonl"
GUIDES = ("LEAME.txt", "README.txt")
_REPORT = "report_taken/1"


@dataclass(eq=False)
class FolderNotEmpty(Refused):
    """The folder for a bundle has files: a bundle mixed with others would not verify."""

    code: ClassVar[str] = "EVI-01"

    path: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A bundle that was written: its folder, the number of entries, and the last entry of the last life."""

    folder: Path
    entries: int
    head: Position


def write_evidence(station: Station, folder: Path, progress: Progress = unseen) -> Evidence:
    """Write the bundle into a new or empty folder while sales go on. Raises FolderNotEmpty or OSError.

    The manifest is written last: a folder without one is unfinished. What was written is removed when this raises.
    """
    is_new = not folder.exists()
    durable.make_in_existing(folder)
    if any(folder.iterdir()):
        raise FolderNotEmpty(str(folder))
    try:
        with station.database.read() as tx:
            return _Writing(station, folder, progress).run(tx)
    except BaseException:
        for name in (JOURNAL, KEYS, REPORTS, HEADS, *GUIDES, MANIFEST):
            (folder / name).unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


class _Writing:
    """One bundle on its way to the disk."""

    def __init__(self, station: Station, folder: Path, progress: Progress) -> None:
        self._station, self._folder, self._progress = station, folder, progress
        self._sha256: dict[str, str] = {}
        self._keys: list[dict[str, object]] = []
        self._heads: list[Position] = []
        self._entries = 0

    def run(self, tx: Tx) -> Evidence:
        self._write_journal(tx)
        link = sync_state.link(tx)
        names = {"tenant": str(self._station.tenant_id), "station": str(self._station.id)}
        self._write(KEYS, _document({**names, "lives": self._keys, "hq": link.hq_key if link else ""}))
        heads = (_line({"body": _text(head.body), "seal": head.seal}) for head in countersigned.heads(tx))
        self._write(HEADS, b"".join(heads))
        for name in GUIDES:
            self._write(name, files("resources").joinpath("evidence", name).read_bytes())
        durable.write(self._folder / MANIFEST, _document(self._manifest(names)))
        return Evidence(self._folder, self._entries, self._heads[-1])

    def _write_journal(self, tx: Tx) -> None:
        total = journal_rows.count(tx)
        with self._file(JOURNAL) as entries, self._file(REPORTS) as reports:
            for epoch, signed in self._signed(tx):
                entries.write(_line(_entry_line(epoch, signed)))
                if signed.kind == _REPORT:
                    reports.write(_z_line(epoch, signed))
                if signed.seq == 1:
                    self._keys.append({"epoch": epoch, "public_key": _key_of(signed)})
                self._entries += 1
                if self._entries % ENTRIES_A_BATCH == 0:
                    self._progress(self._entries, total)

    def _signed(self, tx: Tx) -> Iterator[tuple[int, SignedEntry]]:
        tenant_id, station_id = self._station.tenant_id, self._station.id
        for epoch in journal.epochs(tx, tenant_id, station_id):
            signed = None
            for signed in journal.read(tx, tenant_id, station_id, epoch):
                yield epoch, signed
            if signed is not None:
                self._heads.append(Position(epoch, signed.seq, signed.hash.hex()))

    def _manifest(self, names: dict[str, str]) -> dict[str, object]:
        """The manifest with the station's signature on its canonical bytes without the signature."""
        heads = [{"epoch": head.epoch, "seq": head.seq, "hash": head.hash} for head in self._heads]
        made_at = self._station.clock.now().isoformat()
        content = {"format": FORMAT, "software": SOFTWARE, "made_at": made_at, "heads": heads, "files": self._sha256}
        signed = {**names, **content}
        return {**signed, "signature": self._station.author.key.sign(canonical_bytes(signed)).hex()}

    def _write(self, name: str, content: bytes) -> None:
        with self._file(name) as stream:
            stream.write(content)

    @contextmanager
    def _file(self, name: str) -> Iterator["_Hashing"]:
        """A file of the owner alone, synced and hashed."""
        descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, durable.FILE_MODE)
        with os.fdopen(descriptor, "wb") as stream:
            hashing = _Hashing(stream)
            yield hashing
            stream.flush()
            os.fsync(stream.fileno())
        self._sha256[name] = hashing.digest.hexdigest()


class _Hashing:
    """Writes bytes and computes their SHA-256."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> None:
        self._stream.write(content)
        self.digest.update(content)


def _entry_line(epoch: int, signed: SignedEntry) -> dict[str, object]:
    return {
        "epoch": epoch, "seq": signed.seq, "hash": signed.hash.hex(), "signature": signed.signature.hex(),
        "body": _text(signed.body),
    }  # fmt: skip


def _z_line(epoch: int, signed: SignedEntry) -> bytes:
    """The line of a Z; empty for an X."""
    fact = _fact(signed)
    if not isinstance(fact, ReportTaken) or fact.report.kind is not ReportKind.Z:
        return b""
    as_written = json.loads(signed.body)["body"]
    return _line({"epoch": epoch, "seq": signed.seq, "hash": signed.hash.hex(), "fact": as_written})


def _key_of(first: SignedEntry) -> str:
    """The key that the first entry of a life names; empty when it names none, as only an edited one does."""
    fact = _fact(first)
    return fact.public_key if isinstance(fact, EpochOpened) else ""


def _fact(signed: SignedEntry) -> AnyFact | None:
    """The fact of an entry; None for one that cannot be read, which is evidence too."""
    try:
        return signed.read().body
    except (msgspec.MsgspecError, Refused, ValueError):
        return None


def _text(raw: bytes) -> str:
    """Bytes as a text from which they can be made again, also when they are not UTF-8."""
    return raw.decode("utf-8", "surrogateescape")


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _document(value: dict[str, object]) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def canonical_bytes(value: dict[str, object]) -> bytes:
    """RFC 8785 for texts, integers and lists of them."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
