"""The operating system account of the embedded PostgreSQL: that of HQ, except when HQ runs as root."""

import logging
import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)

NAME = "pgserver"
_ROOT = 0
_NOT_INHERITED = ("TAQUILLA_", "PG", "LC_", "LANG")
"""Prefixes of variables that PostgreSQL does not inherit: HQ's secret; libpq's, which could name another server; the
system's language, of which this machine may not have the locale: PostgreSQL would not start.
"""


class NoAccount(RuntimeError):
    """The operating system has no account that PostgreSQL could run as."""


class CommandFailed(RuntimeError):
    """A program of PostgreSQL ended with an error; the message is the end of its output."""


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """An account and its name, which PostgreSQL requires."""

    name: str
    uid: int
    gid: int

    @property
    def is_own(self) -> bool:
        """Whether this process has the same account."""
        return self.uid == os.geteuid()

    def run(self, command: Sequence[str], keep_open: Sequence[int] = ()) -> None:
        """Run a command as this account, without root's groups. Raises CommandFailed or OSError."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
        # A file instead of a pipe: the server that pg_ctl starts would keep a pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(  # noqa: S603  # programs of our own wheel
                command, env=inherited, cwd="/", pass_fds=keep_open, check=False,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                user=None if self.is_own else self.uid,
                group=None if self.is_own else self.gid,
                extra_groups=None if self.is_own else (),
            )  # fmt: skip
            if done.returncode:
                output.seek(0)
                raise CommandFailed(output.read().decode(errors="replace").strip()[-1000:])


def own_name() -> str:
    """The account name of this process. Raises NoAccount."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise NoAccount(f"the user id {os.geteuid()} has no name on this machine; PostgreSQL needs one") from error


def server_account() -> ServerAccount:
    """The account for the server. PostgreSQL refuses to run as root, so root creates one. Raises NoAccount."""
    if os.geteuid() != _ROOT:
        return ServerAccount(own_name(), os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _make()
        entry = pwd.getpwnam(NAME)
    return ServerAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make() -> None:
    # A separate account: other services that run as `nobody` or `postgres` could read HQ's data.
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # fixed words
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoAccount(
            f"HQ runs as root, PostgreSQL refuses to, and the system user {NAME} could not be made ({error}): "
            f"make it, or run HQ as a user who is not root"
        ) from error
    log.warning("system user %s made: HQ runs as root, and PostgreSQL refuses to run as root", NAME)
