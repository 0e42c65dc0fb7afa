"""PostgreSQL from a wheel, in a data folder: HQ without a server to install.

HQ starts and stops the server. No other user of the machine can connect: the server has no TCP port, its socket is in a
folder that only its account may enter, and `peer` authentication admits only the operating system account of HQ.
"""

import os
import shlex
import signal
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import psutil

from domain.errors import Unavailable
from hq.postgres.data_folder import DataFolder
from hq.postgres.private_folder import socket_folder
from hq.postgres.server_account import ServerAccount, own_name, server_account
from hq.postgres.server_programs import programs

_PORT = 5432
_SOCKET = f".s.PGSQL.{_PORT}"
_LONGEST_SOCKET_PATH = 107 if os.uname().sysname == "Linux" else 103
_SUPERUSER, _MAP = "postgres", "taquilla"
_LOG, _OURS, _MAIN, _PID_FILE = "log", "taquilla.conf", "postgresql.conf", "postmaster.pid"
_PID_LINE, _SOCKET_LINE, _STATUS_LINE = 0, 4, 7
_IN_ITSELF = "."
_LOOK_EVERY_S = 0.1
_PATIENCE_S = {signal.SIGINT: 60.0, signal.SIGQUIT: 10.0, signal.SIGKILL: 10.0}
"""How long to wait after each signal, in seconds: fast shutdown, immediate shutdown, kill."""
_FOR_EVER_S = 10**8
_PEER_ONLY = f"# Written by HQ at each start.\nlocal all all peer map={_MAP}\n"
_SETTINGS: dict[str, str | int] = {
    "max_connections": 200,
    "shared_buffers": "128MB",
    "timezone": "UTC",
    # Its log names no value of a row, which may be a customer's.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    # Files in the data folder: /dev/shm has 64 MB in a container, and one parallel query may need more.
    "dynamic_shared_memory_type": "mmap",
}
# On the command line and in no file, so that ALTER SYSTEM cannot change them.
_CLOSED = {"listen_addresses": "", "port": str(_PORT), "unix_socket_permissions": "0700", "unix_socket_group": ""}


class EmbeddedNotStarted(Unavailable):
    """PostgreSQL did not start in the data folder, which holds its log."""

    code: ClassVar[str] = "DATABASE_NOT_STARTED"


class EmbeddedPostgres:
    """A running server. Several programs of one account may share it; the last one that closes it stops it."""

    def __init__(self, folder: Path, settings: Mapping[str, str | int] | None = None) -> None:
        """Start the server, or join the one that runs in this folder. Raises EmbeddedNotStarted."""
        try:
            account = server_account()
            cluster = _Cluster(DataFolder(folder.resolve(), account), account)
        except (OSError, RuntimeError) as error:
            raise EmbeddedNotStarted("postgresql", f"{folder}: {error}", may_help=False) from error
        try:
            cluster.start(settings or {})
        except (OSError, RuntimeError) as error:
            cluster.folder.close()
            raise EmbeddedNotStarted("postgresql", f"{folder}: {error}", may_help=False) from error
        self._sockets = cluster.sockets()
        # Runs also at the end of the program, and when this object is collected.
        self._close = weakref.finalize(self, _release, cluster)

    def url(self, database: str = "postgres") -> str:
        """The connection URL of a database of this server."""
        return f"postgresql://{_SUPERUSER}@/{quote(database)}?host={quote(str(self._sockets))}&port={_PORT}"

    def close(self) -> None:
        """Release the server, which stops when no other program holds it."""
        self._close()


class _Cluster:
    """A data folder and the server that runs in it."""

    def __init__(self, folder: DataFolder, account: ServerAccount) -> None:
        self.folder, self._account = folder, account

    def start(self, settings: Mapping[str, str | int]) -> None:
        """Create the cluster if it is missing, start or join the server, and hold it."""
        with self.folder.locked():
            self._make_unless_complete()
            self._configure(settings)
            if self._is_ready():
                # A server that runs keeps the authentication of an older release until it reloads.
                os.kill(self._pid(), signal.SIGHUP)
            else:
                self._start()
            self.folder.hold()

    def sockets(self) -> Path:
        """The folder of the running server's socket."""
        written = Path(self._pid_lines()[_SOCKET_LINE])
        return self.folder.path if str(written) == _IN_ITSELF else written

    def stop(self) -> None:
        """Stop the server and remove the folder of its socket."""
        if not self._pid_lines():
            return
        sockets = self.sockets()
        self._end()
        if sockets != self.folder.path:
            with suppress(OSError):  # not empty when the server was killed; the next start uses it again
                sockets.rmdir()

    def _end(self) -> None:
        """End the server process: shut it down, then kill it."""
        # PostgreSQL removes the PID file before its process ends, so the lines are read first.
        lines, pause = self._pid_lines(), threading.Event()
        for how, patience_s in _PATIENCE_S.items():
            if _is_alive(lines):
                with suppress(ProcessLookupError):
                    os.kill(int(lines[_PID_LINE]), how)
            for _ in range(int(patience_s / _LOOK_EVERY_S)):
                if not _is_alive(lines):
                    return
                pause.wait(_LOOK_EVERY_S)

    def _make_unless_complete(self) -> None:
        # HQ's settings are written after initdb. A cluster without them that never ran is one whose initdb was killed.
        if self.folder.is_filled and self.folder.read(_OURS) is None and not self.folder.was_started:
            self.folder.clear()
        if not self.folder.is_filled:
            self._make()

    def _make(self) -> None:
        with self._path() as (path, keep_open):
            command = [
                str(programs(self._account) / "initdb"),
                "--auth=peer",
                "--encoding=utf8",
                "--locale=C",
                # PostgreSQL's own: letters of every language, and the same order on every machine.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "-U",
                _SUPERUSER,
                "-D",
                path,
            ]
            self._account.run(command, keep_open)

    def _configure(self, settings: Mapping[str, str | int]) -> None:
        """Write HQ's configuration."""
        main, include = self.folder.read(_MAIN) or "", f"include = '{_OURS}'\n"
        lines = [f"{name} = '{value}'\n" for name, value in {**_SETTINGS, **settings}.items()]
        self.folder.write(_OURS, "".join(lines))
        if include not in main:
            self.folder.write(_MAIN, main + include)
        self.folder.write("pg_hba.conf", _PEER_ONLY)
        self.folder.write("pg_ident.conf", f'{_MAP} "{own_name()}" {_SUPERUSER}\n')

    def _is_ready(self) -> bool:
        """Whether a server is ready. Waits while one is starting: recovery after a power cut can take minutes."""
        pause = threading.Event()
        while (text := self.folder.read(_PID_FILE)) is not None:
            lines = text.splitlines()
            if not _is_alive(lines):
                # A dead server left this file, empty after a power cut, or with a PID of another program now.
                self.folder.remove(_PID_FILE)
                return False
            if len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready":
                return True
            pause.wait(_LOOK_EVERY_S)
        return False

    def _start(self) -> None:
        fits = len(os.fsencode(self.folder.path / _SOCKET)) <= _LONGEST_SOCKET_PATH
        sockets = _IN_ITSELF if fits else f'"{socket_folder(self.folder.path, self._account)}"'
        options_by_name = {**_CLOSED, "unix_socket_directories": sockets}
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options_by_name.items())
        with self._path() as (path, keep_open):
            wait = ["-w", "-s", "-t", str(_FOR_EVER_S)]
            command = [
                str(programs(self._account) / "pg_ctl"),
                "start",
                *wait,
                "-l",
                f"{path}/{_LOG}",
                "-o",
                options,
                "-D",
                path,
            ]
            try:
                self._account.run(command, keep_open)
            except RuntimeError as error:
                last = (self.folder.read(_LOG) or "").strip().splitlines()[-3:]
                raise RuntimeError(" ".join([str(error), *last])) from error

    @contextmanager
    def _path(self) -> Iterator[tuple[str, Sequence[int]]]:
        """The path of the folder for PostgreSQL, and the descriptors that it inherits for it.

        Another account inherits the open folder, so it needs no access to the folders above, which keep their modes.
        """
        if self._account.is_own:
            yield str(self.folder.path), ()
            return
        # A descriptor of its own: a lock on the other one would be inherited by the server.
        descriptor = os.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self.folder.descriptor)
        try:
            yield f"/proc/self/fd/{descriptor}", (descriptor,)
        finally:
            os.close(descriptor)

    def _pid(self) -> int:
        return int(self._pid_lines()[_PID_LINE])

    def _pid_lines(self) -> list[str]:
        return (self.folder.read(_PID_FILE) or "").splitlines()


def _is_alive(lines: Sequence[str]) -> bool:
    try:
        process = psutil.Process(int(lines[_PID_LINE]))
        return bool(process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE)
    except (IndexError, ValueError, psutil.NoSuchProcess):
        return False


def _release(cluster: _Cluster) -> None:
    try:
        with cluster.folder.locked():
            if cluster.folder.release():
                cluster.stop()
    finally:
        cluster.folder.close()
