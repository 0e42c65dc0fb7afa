"""File operations that survive a crash or a power cut: a file is complete or it does not exist.

Files and folders that the program makes are their owner's alone, whatever the umask is.
"""

import errno
import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700
_OF_OTHERS = 0o077
_CHUNK = 1 << 20


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; an existing one stays as it is. Raises OSError."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def make_in_existing(folder: Path) -> None:
    """Make a folder as `make_folder` does, in one that exists: a missing one above is a disk that is not mounted.

    Raises OSError, which names the missing folder.
    """
    if not folder.is_dir() and not folder.absolute().parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder.absolute().parent))
    make_folder(folder)


def make_private(file: Path) -> None:
    """Make an empty file if there is none; SQLite gives its log and its index the mode of the store. Raises OSError."""
    # An existing file is not opened: closing it would release the locks that SQLite holds on it in this process.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))


def close_to_others(folder: Path) -> None:
    """Take from others the rights to a folder and to all in it, as far as this account may."""
    for path in (folder, *folder.rglob("*")):
        with suppress(OSError):
            mode = stat.S_IMODE(path.lstat().st_mode)
            if mode & _OF_OTHERS and not path.is_symlink():
                path.chmod(mode & ~_OF_OTHERS)


def write(file: Path, content: bytes, mode: int = FILE_MODE) -> None:
    """Write a file beside its name, sync it and rename it, so that no reader ever sees a part of it."""
    unfinished = file.with_name(file.name + ".part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(file)
    sync_folder(file.parent)


def sync(file: Path) -> None:
    """Sync a file's content to the disk."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder to the disk. Windows cannot open a folder for that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy(source: Path, target: Path) -> str:
    """Copy a file, sync the copy and return the SHA-256 (hex) of the bytes copied."""
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), FILE_MODE)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def sha256(file: Path) -> str:
    """The SHA-256 (hex) of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
