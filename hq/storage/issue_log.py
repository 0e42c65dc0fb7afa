"""What HQ entrusts, written outside of its database before it leaves: an older copy of the database is brought level.

A tenant's lines are counted by its row in `issue_log`, locked until the grant commits. So a line whose transaction
came to nothing is followed by another of the same number, which stands in its place; and what is missing is seen.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from domain.errors import Unavailable
from sync import canonical


class Given(msgspec.Struct, frozen=True, tag_field="kind", tag="given"):
    """A right: `body` is the grant in JSON, which `certificate` seals."""

    right: str
    body: str
    certificate: str


class Begun(msgspec.Struct, frozen=True, tag_field="kind", tag="begun"):
    """A life of a station, which ended the one before it for a reason."""

    public_key: str
    reason: str


class Covered(msgspec.Struct, frozen=True, tag_field="kind", tag="covered"):
    """The log begins here: whatever came before is in the database alone."""


class Line(msgspec.Struct, frozen=True):
    """The `n`-th thing that was entrusted at a tenant, and to which life of which station."""

    tenant: UUID
    n: int
    station: UUID
    epoch: int
    at: datetime
    said: Given | Begun | Covered


@dataclass(frozen=True, slots=True)
class IssueLog:
    """A file that only grows; no file writes nothing. Several HQ processes may share it."""

    file: Path | None = None

    def write(self, line: Line) -> None:
        """Have it on the disk. Raises Unavailable."""
        if self.file is None:
            return
        said = canonical.encode(line)
        try:
            is_new = not self.file.exists()
            with self.file.open("ab+") as out:
                fcntl.flock(out, fcntl.LOCK_EX)
                out.write(_end_of_a_cut_line(out.fileno()) + _sum(said) + b" " + said + b"\n")
                out.flush()
                os.fsync(out.fileno())
            if is_new:
                _sync_folder(self.file.parent)
        except OSError as error:
            raise Unavailable("issue log", f"{self.file}: {error.strerror}") from error

    def lines(self, tenant_id: UUID) -> Iterator[Line]:
        """Those of a tenant that are whole, in their order. Raises Unavailable."""
        if self.file is None:
            return
        try:
            with self.file.open("rb") as found:
                for raw in found:
                    sum_, _, said = raw.rstrip(b"\n").partition(b" ")
                    if sum_ == _sum(said) and (line := canonical.decode(said, Line)).tenant == tenant_id:
                        yield line
        except FileNotFoundError:
            return
        except OSError as error:
            raise Unavailable("issue log", f"{self.file}: {error.strerror}") from error


NOWHERE = IssueLog()


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
