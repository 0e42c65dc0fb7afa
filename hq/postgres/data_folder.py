"""The folder of the embedded PostgreSQL: whose it is, its files, and how the programs that share it take turns."""

import fcntl
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hq.postgres.private_folder import NotPrivate
from hq.postgres.server_account import ServerAccount

_NEW = ".taquilla.new"
_HELD = "PG_VERSION"
_MODE = 0o700


class DataFolder:
    """An open folder that belongs to the server's account. Its files are reached through it, never by a path:

    where HQ is root, PostgreSQL could put a symbolic link in the place of one.
    """

    def __init__(self, path: Path, account: ServerAccount) -> None:
        """Make it, or open the one that exists. Raises NotPrivate or OSError."""
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
        """Let go of it, and of what was held."""
        for descriptor in (self._held, self.descriptor):
            if descriptor is not None:
                os.close(descriptor)
        self._held = None

    @property
    def is_filled(self) -> bool:
        """Whether a cluster was made in it."""
        return self.read(_HELD) is not None

    def read(self, name: str) -> str | None:
        """What is in a file; None without one."""
        try:
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self.descriptor)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
            return file.read()

    def write(self, name: str, text: str) -> bool:
        """Put this into a file of the server's account, whole or not at all; whether it was another before."""
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
        """Without a file there is no more."""
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.descriptor)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One program at a time starts the server, joins it or lets go of it."""
        # The lock is the folder's own: nobody else can open it, and what a killed program locked is free again.
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def hold(self) -> None:
        """Keep the server from being stopped by others, until `let_go` or the end of this program."""
        self._held = os.open(_HELD, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self.descriptor)
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def let_go(self) -> bool:
        """Hold it no more; whether nobody does now."""
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
