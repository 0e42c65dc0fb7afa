"""A PostgreSQL server and one that streams from it, both real."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from hq.postgres.embedded import EmbeddedPostgres
from hq.postgres.server_account import server_account
from hq.postgres.server_programs import programs

_PATIENCE_S = 30.0


@dataclass(frozen=True)
class Pair:
    """A primary and its replica."""

    primary: EmbeddedPostgres
    replica: EmbeddedPostgres

    def on_replica(self, statement: str) -> object:
        """Run a statement on the replica; returns the first value."""
        return _run(self.replica, statement)

    def wait_until_level(self) -> None:
        """Wait until the replica has replayed all that the primary has."""
        position = _run(self.primary, "SELECT pg_current_wal_flush_lsn()::text")
        until, pause = time.monotonic() + _PATIENCE_S, threading.Event()
        while not _run(self.replica, f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn"):
            assert time.monotonic() < until, "the replica does not follow"
            pause.wait(0.02)


@contextmanager
def replicated(settings: dict[str, str]) -> Iterator[Pair]:
    """Both servers. The replica is a base backup that streams over the primary's socket."""
    folder = Path(tempfile.mkdtemp(prefix="hq-"))
    account = server_account()
    try:
        with closing(EmbeddedPostgres(folder / "p", settings)) as primary:
            _admit_replica(folder / "p", account.name)
            _run(primary, "SELECT pg_reload_conf()")
            shutil.chown(folder, account.uid, account.gid)
            conninfo = f"host={folder / 'p'} port=5432 user=postgres"
            backup = [str(programs(account) / "pg_basebackup"), "-D", str(folder / "r"), "-d", conninfo, "-R"]
            account.run([*backup, "--wal-method=stream", "--checkpoint=fast"])
            for left in (folder / "r").glob(".s.PGSQL.*"):  # of the primary's socket, which is in its data folder
                left.unlink()
            with closing(EmbeddedPostgres(folder / "r", settings)) as replica:
                yield Pair(primary, replica)
    finally:
        shutil.rmtree(folder)


def _admit_replica(folder: Path, account: str) -> None:
    """Let the account of the replica connect for streaming."""
    for name, line in (
        ("pg_hba.conf", "local replication all peer map=taquilla\n"),
        ("pg_ident.conf", f'taquilla "{account}" postgres\n'),
    ):
        with (folder / name).open("a") as file:
            file.write(line)


def _run(server: EmbeddedPostgres, statement: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return row[0] if row else None
