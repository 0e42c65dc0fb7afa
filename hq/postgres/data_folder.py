"""The data folder of the embedded PostgreSQL: its owner, its files, and the lock of the programs that share it."""

import fcntl
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hq.postgres.private_folder import NotPrivate
from hq.postgres.server_account import ServerAccount

_NEW = ".taquilla.new"
_HELD, _STARTED = "PG_VERSION", "postmaster.opts"
_MODE = 0o700


class DataFolder:
    """The open folder, which belongs to the server's account.

    Files are opened relative to its descriptor, never by a path: where HQ is root, PostgreSQL's account could replace a
    file by a symbolic link.
    """

    def __init__(self, path: Path, account: ServerAccount) -> None:
        """Create the folder, or open the existing one. Raises NotPrivate or OSError."""
        self.path, self._account = path, account
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(_MODE)
        self.descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        self._held: int | None = None
        try:
            self._must_belong()
        except BaseException:
            self.close()
            raise

    def _must_belong(self) -> None:
        owner = os.fstat(self.descriptor).st_uid
        with os.scandir(self.descriptor) as entries:
            is_empty = not any(entries)
        if owner == os.geteuid() != self._account.uid and is_empty:
            os.fchown(self.descriptor, self._account.uid, self._account.gid)
        elif owner != self._account.uid:
            raise NotPrivate(
                f"{self.path} belongs to {_name(owner)} and PostgreSQL would run as {self._account.name}: "
                f"run HQ as the user who made it, or give it to {self._account.name} with chown -R"
            )
        os.fchmod(self.descriptor, _MODE)

    def close(self) -> None:
        """Close the folder and release the hold on the server."""
        for descriptor in (self._held, self.descriptor):
            if descriptor is not None:
                os.close(descriptor)
        self._held = None

    @property
    def is_filled(self) -> bool:
        """Whether the folder holds a database cluster, complete or not."""
        return self.read(_HELD) is not None

    @property
    def was_started(self) -> bool:
        """Whether a server ever started here: PostgreSQL leaves a file that says how."""
        return self.read(_STARTED) is not None

    def clear(self) -> None:
        """Delete everything in the folder."""
        with os.scandir(self.descriptor) as entries:
            names = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        for name, is_folder in names:
            if is_folder:
                shutil.rmtree(name, dir_fd=self.descriptor)
            else:
                self.remove(name)

    def read(self, name: str) -> str | None:
        """The content of a file; None when the file does not exist."""
        try:
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self.descriptor)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
            return file.read()

    def write(self, name: str, text: str) -> bool:
        """Replace a file atomically, owned by the server's account; returns whether its content changed."""
        if self.read(name) == text:
            return False
        self.remove(_NEW)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(_NEW, flags, 0o600, dir_fd=self.descriptor), "w", encoding="utf-8") as file:
            file.write(text)
            if not self._account.is_own:
                os.fchown(file.fileno(), self._account.uid, self._account.gid)
            file.flush()
            os.fsync(file.fileno())
        os.replace(_NEW, name, src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)
        return True

    def remove(self, name: str) -> None:
        """Delete a file if it exists."""
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.descriptor)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock under which one program at a time starts, joins or releases the server."""
        # The lock is on the folder itself: other users cannot open it, and the kernel releases a killed program's lock.
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def hold(self) -> None:
        """Keep other programs from stopping the server, until `release` or the end of this program."""
        self._held = os.open(_HELD, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self.descriptor)
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def release(self) -> bool:
        """Release the hold; returns whether no other program holds the server."""
        if self._held is None:
            return False
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            fcntl.flock(self._held, fcntl.LOCK_UN)
        return True


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user id {uid}"
