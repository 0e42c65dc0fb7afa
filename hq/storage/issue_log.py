"""The issue log: a file that has every grant before the grant leaves HQ, for recovery after a restored backup.

A tenant's row in the table `issue_log` counts its lines, and is locked from the write of a line to the commit. So when
a transaction fails after its write, the next line has the same number and replaces the failed one; and a missing line
is detected.
"""

import fcntl
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import msgspec

from domain.errors import Unavailable
from sync.tables import canonical


class Given(msgspec.Struct, frozen=True, tag_field="kind", tag="given"):
    """A grant: `body` is the grant in JSON, `certificate` its seal, `right` its kind."""

    right: str
    body: str
    certificate: str


class Begun(msgspec.Struct, frozen=True, tag_field="kind", tag="begun"):
    """A life of a station that began, why the one before it ended, and the station's data in case it is new."""

    public_key: str
    reason: str
    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int
    difference_limits: str
    blind_count: bool = True


class Covered(msgspec.Struct, frozen=True, tag_field="kind", tag="covered"):
    """The log begins here: earlier grants are in the database only."""


LineBody = Given | Begun | Covered


class Line(msgspec.Struct, frozen=True):
    """Line `n` of a tenant, for a life of a station. `of` is the number of the first line of its transaction."""

    tenant: UUID
    n: int
    of: int
    station: UUID
    epoch: int
    at: datetime
    body: LineBody = msgspec.field(name="said")  # its name in the log, which outlives releases


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a tenant's log: the number of its last line, the valid lines by number, and whether one is missing."""

    end: int
    lines: dict[int, Line]
    hole: bool = False


@dataclass(eq=False)
class IssueLogUnavailable(Unavailable):
    """The issue log cannot be written or read; HQ grants no right without it."""

    code: ClassVar[str] = "ISSUE_LOG"


@dataclass(frozen=True, slots=True)
class IssueLog:
    """An append-only file that several HQ processes may share. Without a file it writes no line."""

    file: Path | None = None

    def write(self, lines: Sequence[Line]) -> None:
        """Append lines and wait until they are on the disk. Raises IssueLogUnavailable."""
        if self.file is None:
            return
        packed = b"".join(_sum(line) + b" " + line + b"\n" for line in map(canonical.encode, lines))
        try:
            is_new = not self.file.exists()
            with os.fdopen(os.open(self.file, os.O_RDWR | os.O_APPEND | os.O_CREAT, _MODE), "ab+") as out:
                _make_private(out.fileno())
                fcntl.flock(out, fcntl.LOCK_EX)
                out.write(_end_of_a_cut_line(out.fileno()) + packed)
                out.flush()
                os.fsync(out.fileno())
            if is_new:
                _sync_folder(self.file.parent)
        except OSError as error:
            raise IssueLogUnavailable("issue log", f"{self.file}: {error.strerror}") from error

    def beyond(self, known: Mapping[UUID, int]) -> dict[UUID, Tail]:
        """The end of the log of these tenants, with the lines beyond these numbers. Raises IssueLogUnavailable."""
        tails = {tenant: Tail(0, {}) for tenant in known}
        for tenant, n, of, line in self._whole_lines():
            if tenant in known:
                tails[tenant] = _with(tails[tenant], known[tenant], (n, of), line)
        return tails

    def _whole_lines(self) -> Iterator[tuple[UUID, int, int, bytes]]:
        if self.file is None:
            return
        try:
            with self.file.open("rb") as lines:
                for raw in lines:
                    sum_, _, line = raw.rstrip(b"\n").partition(b" ")
                    if sum_ != _sum(line):  # a power cut ended this line
                        continue
                    if (whose := _WHOSE.search(line)) is None:  # skipping it would grant a right twice
                        raise IssueLogUnavailable("issue log", f"{self.file}: a line of another format")
                    yield UUID(whose["tenant"].decode()), int(whose["n"]), int(whose["of"]), line
        except FileNotFoundError:
            return
        except OSError as error:
            raise IssueLogUnavailable("issue log", f"{self.file}: {error.strerror}") from error


def _with(tail: Tail, known: int, numbers: tuple[int, int], packed: bytes) -> Tail:
    n, of = numbers
    lines = tail.lines
    if n == of and n <= tail.end:  # the transaction that wrote this number before failed: drop all its lines
        lines = {one: line for one, line in lines.items() if one < n}
    if n > known:
        lines[n] = canonical.decode(packed, Line)
        return Tail(n, lines, tail.hole)
    return Tail(n, lines, _COVERED not in packed and (tail.hole or n > tail.end + 1))


NOWHERE = IssueLog()
_MODE = 0o600
"""Grants name seats and numbers of each organisation: nobody else on the machine reads them."""
_COVERED = b'"kind":"covered"'
_WHOSE = re.compile(rb'"n":(?P<n>[0-9]+),"of":(?P<of>[0-9]+),"said".*"tenant":"(?P<tenant>[0-9a-f-]{36})"\}$')
"""Canonical JSON has one order of names, so most lines are skipped without decoding them."""


def _sum(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest()[:16].encode()


def _end_of_a_cut_line(file: int) -> bytes:
    size = os.fstat(file).st_size
    return b"" if size == 0 or os.pread(file, 1, size - 1) == b"\n" else b"\n"


def _make_private(file: int) -> None:
    """Close a file of an older release to others. Of two HQ processes only the owner of the file may."""
    entry = os.fstat(file)
    if entry.st_uid == os.geteuid() and stat.S_IMODE(entry.st_mode) != _MODE:
        os.fchmod(file, _MODE)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
