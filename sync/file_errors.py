"""File errors of the operating system as failures that name the path, the cause and the next step."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from domain.errors import Unavailable


@dataclass(eq=False)
class FileFailed(Unavailable):
    """A file or folder cannot be used. `what` is its path, `cause` the system's sentence, for support."""

    code: ClassVar[str] = "ARC-01"


@dataclass(eq=False)
class NotAllowed(FileFailed):
    """The account that runs the program may not read or write this path."""

    code: ClassVar[str] = "ARC-02"


@dataclass(eq=False)
class ReadOnlyDisk(FileFailed):
    """The disk of this path can only be read."""

    code: ClassVar[str] = "ARC-03"


@dataclass(eq=False)
class NoSuchPath(FileFailed):
    """This path does not exist."""

    code: ClassVar[str] = "ARC-04"


@dataclass(eq=False)
class NoRoom(FileFailed):
    """The disk of this path is full."""

    code: ClassVar[str] = "ARC-05"


@dataclass(eq=False)
class WrongKind(FileFailed):
    """A folder is where a file is needed, or a file where a folder is needed."""

    code: ClassVar[str] = "ARC-06"


@dataclass(eq=False)
class DiskFault(FileFailed):
    """The disk does not read or write this path."""

    code: ClassVar[str] = "ARC-07"


_BY_ERRNO: dict[int, type[FileFailed]] = {
    errno.EACCES: NotAllowed,
    errno.EPERM: NotAllowed,
    errno.EROFS: ReadOnlyDisk,
    errno.ENOENT: NoSuchPath,
    errno.ENOSPC: NoRoom,
    errno.EDQUOT: NoRoom,
    errno.EFBIG: NoRoom,
    errno.ENOTDIR: WrongKind,
    errno.EISDIR: WrongKind,
    errno.EEXIST: WrongKind,
    errno.EIO: DiskFault,
}


def failure(error: OSError, path: object = "") -> FileFailed:
    """An error of the system as a failure. `path` is named when the error names no file."""
    kind = _BY_ERRNO.get(error.errno or 0, FileFailed)
    return kind(str(error.filename or path), error.strerror or str(error))


@contextmanager
def named(path: object = "") -> Iterator[None]:
    """Raise FileFailed for each OSError of the body."""
    try:
        yield
    except OSError as error:
        raise failure(error, path) from error


def exists(path: Path) -> bool:
    """Whether a path exists. Raises OSError when a folder above it cannot be searched, which `Path.exists` may hide."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def must_be_writable(folder: Path, names: Iterable[str] = ()) -> None:
    """Raise FileFailed when a folder, or one of its existing files, cannot be read and written.

    No file is opened: closing one would release the locks that SQLite holds on it in this process.
    """
    with named(folder):
        paths = [folder, *(folder / name for name in names if exists(folder / name))]
        if os.name == "posix" and os.statvfs(folder).f_flag & os.ST_RDONLY:
            raise ReadOnlyDisk(str(folder), os.strerror(errno.EROFS))
    for path in paths:
        searched = os.X_OK if path is folder else 0
        if not os.access(path, os.R_OK | os.W_OK | searched):
            raise NotAllowed(str(path), os.strerror(errno.EACCES))
