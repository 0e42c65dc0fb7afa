"""A folder for sockets that no other user may enter, for data folders whose path is too long for a socket."""

import hashlib
import logging
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from hq.postgres.server_account import ServerAccount

log = logging.getLogger(__name__)

_NAME = "taquilla-hq"
_MODE = 0o700
_RUN = Path("/run")


class NotPrivate(RuntimeError):
    """The folder is not a real folder of the right account with mode 0700."""


def socket_folder(data: Path, account: ServerAccount) -> Path:
    """The socket folder of the server of one data folder. Raises NotPrivate or OSError."""
    outer = _outer(account)
    try:
        make_private(outer, account)
        folder = outer / hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    except NotPrivate as error:
        # Anybody can create a folder of the expected name first. Nobody can guess this one.
        folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}-", dir=outer.parent))
        log.warning("%s; the socket is in %s", error, folder)
    make_private(folder, account)
    return folder


def make_private(folder: Path, account: ServerAccount) -> None:
    """Create the folder, or check the existing one, which another user may have made. Raises NotPrivate or OSError."""
    with suppress(FileExistsError):
        folder.mkdir(_MODE)
    entry = folder.lstat()
    if _is_private(entry, os.geteuid()) and not account.is_own:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
        entry = folder.lstat()
    # A symbolic link, a file or another user's folder would let that user replace the socket.
    if not _is_private(entry, account.uid):
        raise NotPrivate(f"{folder} is not a folder that belongs to {account.name} with mode 0700")


def _outer(account: ServerAccount) -> Path:
    """For root a place where only root can create folders; for others that of the login session, if it is private."""
    if not account.is_own:
        return (_RUN if os.access(_RUN, os.W_OK) else _temporary()) / f"{_NAME}-{account.uid}"
    session = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{account.uid}")
    with suppress(OSError):
        if (
            session.is_absolute()
            and len(os.fsencode(session)) <= _LONGEST
            and _is_private(session.lstat(), account.uid)
        ):
            return session / _NAME
    return _temporary() / f"{_NAME}-{account.uid}"


def _temporary() -> Path:
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) <= _LONGEST else Path("/tmp")  # noqa: S108  # checked when it is made


def _is_private(entry: os.stat_result, uid: int) -> bool:
    return stat.S_ISDIR(entry.st_mode) and entry.st_uid == uid and entry.st_mode & 0o777 == _MODE


_LONGEST = 50
"""The longest outer path, in bytes, with which both names and the socket's fit into the limit of 107."""
