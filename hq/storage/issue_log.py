"""What HQ grants, written outside of its database before it leaves: an older copy of the database is brought level.

A tenant's lines are counted by its row in `issue_log`, locked from the moment they are written until the commit. So a
line whose transaction came to nothing is followed by another of the same number, which stands in its place; and a line
that is missing is seen.
"""

import fcntl
import hashlib
import os
import re
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
    """A right: `body` is the grant in JSON, which `certificate` seals."""

    right: str
    body: str
    certificate: str


class Begun(msgspec.Struct, frozen=True, tag_field="kind", tag="begun"):
    """A life of a station, which ended the one before it for a reason; and what the station is, should it be new."""

    public_key: str
    reason: str
    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int
    difference_limits: str


class Covered(msgspec.Struct, frozen=True, tag_field="kind", tag="covered"):
    """The log begins here: whatever came before is in the database alone."""


Said = Given | Begun | Covered


class Line(msgspec.Struct, frozen=True):
    """The `n`-th thing granted at a tenant, to a life of a station, by the transaction whose first was `of`."""

    tenant: UUID
    n: int
    of: int
    station: UUID
    epoch: int
    at: datetime
    said: Said


@dataclass(frozen=True, slots=True)
class Tail:
    """The number of a tenant's last line, the lines that stand, by number, and whether one was left out before them."""

    end: int
    lines: dict[int, Line]
    hole: bool = False


@dataclass(eq=False)
class IssueLogUnavailable(Unavailable):
    """The issue log cannot be written or read; nothing is granted without it."""

    code: ClassVar[str] = "ISSUE_LOG"


@dataclass(frozen=True, slots=True)
class IssueLog:
    """A file that only grows; no file writes nothing. Several HQ processes may share it."""

    file: Path | None = None

    def write(self, lines: Sequence[Line]) -> None:
        """Have them on the disk. Raises IssueLogUnavailable."""
        if self.file is None:
            return
        said = b"".join(_sum(each) + b" " + each + b"\n" for each in map(canonical.encode, lines))
        try:
            is_new = not self.file.exists()
            with self.file.open("ab+") as out:
                fcntl.flock(out, fcntl.LOCK_EX)
                out.write(_end_of_a_cut_line(out.fileno()) + said)
                out.flush()
                os.fsync(out.fileno())
            if is_new:
                _sync_folder(self.file.parent)
        except OSError as error:
            raise IssueLogUnavailable("issue log", f"{self.file}: {error.strerror}") from error

    def beyond(self, known: Mapping[UUID, int]) -> dict[UUID, Tail]:
        """How the log of these tenants ends, and what it tells beyond these numbers. Raises IssueLogUnavailable."""
        found = {tenant: Tail(0, {}) for tenant in known}
        for tenant, n, of, said in self._whole_lines():
            if tenant in known:
                found[tenant] = _with(found[tenant], known[tenant], (n, of), said)
        return found

    def _whole_lines(self) -> Iterator[tuple[UUID, int, int, bytes]]:
        if self.file is None:
            return
        try:
            with self.file.open("rb") as lines:
                for raw in lines:
                    sum_, _, said = raw.rstrip(b"\n").partition(b" ")
                    if sum_ == _sum(said) and (whose := _WHOSE.search(said)):
                        yield UUID(whose["tenant"].decode()), int(whose["n"]), int(whose["of"]), said
        except FileNotFoundError:
            return
        except OSError as error:
            raise IssueLogUnavailable("issue log", f"{self.file}: {error.strerror}") from error


def _with(tail: Tail, known: int, place: tuple[int, int], said: bytes) -> Tail:
    n, of = place
    lines = tail.lines
    if n == of and n <= tail.end:  # another transaction had this line: of those before it only what is earlier stands
        lines = {one: line for one, line in lines.items() if one < n}
    if n > known:
        lines[n] = canonical.decode(said, Line)
        return Tail(n, lines, tail.hole)
    return Tail(n, lines, _COVERED not in said and (tail.hole or n > tail.end + 1))


NOWHERE = IssueLog()
_COVERED = b'"kind":"covered"'
_WHOSE = re.compile(rb'"n":(?P<n>[0-9]+),"of":(?P<of>[0-9]+),"said".*"tenant":"(?P<tenant>[0-9a-f-]{36})"\}$')
"""Canonical JSON has one order of names: most lines are passed over without being read."""


def _sum(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest()[:16].encode()


def _end_of_a_cut_line(file: int) -> bytes:
    size = os.fstat(file).st_size
    return b"" if size == 0 or os.pread(file, 1, size - 1) == b"\n" else b"\n"


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
