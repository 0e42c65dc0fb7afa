"""The embedded server: nobody else on the machine gets in, and no folder that is not HQ's own changes its mode."""

import os
import pwd
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from hq.postgres import server_programs
from hq.postgres.embedded import EmbeddedNotStarted, EmbeddedPostgres
from hq.postgres.server_account import server_account
from hq.postgres.server_programs import programs
from tests.source_tree import ROOT

NOBODY = 65534
SETTINGS = {"fsync": "off"}
LENGTHS = pytest.mark.parametrize("name", ["pg", "long" * 40], ids=["short path", "long path"])
# Somebody else is needed for these, and only root can become somebody else.
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
TRUST = "local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n"


IMPORTS = "import os, sys, psycopg\nfrom pathlib import Path\nfrom hq.postgres.embedded import EmbeddedPostgres\n"


def as_nobody(code: str, *arguments: str) -> str:
    """What a program prints that another account runs. What it imports is read before: the sources may be root's."""
    become = f"{IMPORTS}os.setgroups([])\nos.setgid({NOBODY})\nos.setuid({NOBODY})\n"
    done = subprocess.run(
        [sys.executable, "-c", become + code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


CONNECT = """
try:
    psycopg.connect(sys.argv[1])
except psycopg.OperationalError as error:
    print(error)
else:
    print("connected")
"""
LIST = """
for folder in sys.argv[1:]:
    try:
        print(os.listdir(folder))
    except PermissionError:
        print("refused")
"""


def until(look: Callable[[], object], wanted: object) -> None:
    """A running server reads its files again after a moment."""
    pause = threading.Event()
    for _ in range(100):
        if look() == wanted:
            return
        pause.wait(0.1)
    assert look() == wanted


def sockets_of(server: EmbeddedPostgres) -> Path:
    return Path(str(conninfo_to_dict(server.url())["host"]))


def modes_above(folder: Path) -> dict[Path, tuple[int, int, int]]:
    entries = {parent: parent.stat() for parent in folder.parents}
    return {parent: (entry.st_mode, entry.st_uid, entry.st_gid) for parent, entry in entries.items()}


def methods(server: EmbeddedPostgres) -> set[str]:
    with psycopg.connect(server.url()) as connection:
        return {method for (method,) in connection.execute("SELECT auth_method FROM pg_hba_file_rules")}


@AS_ROOT
@LENGTHS
def test_another_user_neither_connects_nor_sees_the_folder(short_folder: Path, name: str) -> None:
    short_folder.chmod(0o755)
    data = short_folder / name
    with closing(EmbeddedPostgres(data, SETTINGS)) as server:
        sockets = sockets_of(server)
        assert (sockets == data) == (name == "pg")
        assert (sockets / ".s.PGSQL.5432").is_socket()
        assert as_nobody(LIST, str(data), str(sockets)) == "refused\nrefused"
        assert "Permission denied" in as_nobody(CONNECT, server.url())
    assert sockets.exists() == (sockets == data)


@AS_ROOT
@LENGTHS
def test_another_user_who_reaches_the_socket_is_still_refused(short_folder: Path, name: str) -> None:
    short_folder.chmod(0o755)
    with closing(EmbeddedPostgres(short_folder / name, SETTINGS)) as server:
        sockets = sockets_of(server)
        for opened in (sockets, sockets / ".s.PGSQL.5432"):
            opened.chmod(0o777)
        sockets.parent.chmod(0o755)
        try:
            assert "Peer authentication failed" in as_nobody(CONNECT, server.url())
        finally:
            sockets.parent.chmod(0o700)


@LENGTHS
def test_folders_above_the_data_keep_their_modes(short_folder: Path, name: str) -> None:
    closed = short_folder / "closed"
    closed.mkdir(0o700)
    before = modes_above(closed / "pg")
    with closing(EmbeddedPostgres(closed / name, SETTINGS)) as server:
        assert modes_above(closed / "pg") == before
        assert stat.S_IMODE((closed / name).stat().st_mode) == 0o700
        assert stat.S_IMODE(sockets_of(server).stat().st_mode) == 0o700
        assert stat.S_IMODE((sockets_of(server) / ".s.PGSQL.5432").stat().st_mode) == 0o700
    assert modes_above(closed / "pg") == before


def test_no_port_listens_and_the_kernel_vouches_for_who_connects(short_folder: Path) -> None:
    with closing(EmbeddedPostgres(short_folder / "pg", SETTINGS)) as server:
        assert methods(server) == {"peer"}
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        postmaster = (short_folder / "pg/postmaster.pid").read_text(encoding="utf-8").split()[0]
        assert psutil.Process(int(postmaster)).net_connections("inet") == []
    assert "trust" not in (short_folder / "pg/pg_hba.conf").read_text(encoding="utf-8")


def test_a_folder_of_an_older_release_is_mended_before_the_server_starts(short_folder: Path) -> None:
    data = short_folder / "pg"
    with closing(EmbeddedPostgres(data, SETTINGS)) as server, psycopg.connect(server.url(), autocommit=True) as older:
        older.execute("ALTER SYSTEM SET listen_addresses = '127.0.0.1'")
        older.execute("ALTER SYSTEM SET unix_socket_permissions = '0777'")
    (data / "pg_hba.conf").write_text(TRUST, encoding="utf-8")
    with closing(EmbeddedPostgres(data, SETTINGS)) as server:
        assert methods(server) == {"peer"}
        assert stat.S_IMODE((data / ".s.PGSQL.5432").stat().st_mode) == 0o700
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@AS_ROOT
def test_a_server_of_an_older_release_that_still_runs_is_mended_by_who_joins_it(short_folder: Path) -> None:
    short_folder.chmod(0o755)
    data = short_folder / "pg"
    with closing(EmbeddedPostgres(data, SETTINGS)) as server:
        (data / "pg_hba.conf").write_text(TRUST, encoding="utf-8")
        with psycopg.connect(server.url(), autocommit=True) as older:
            older.execute("SELECT pg_reload_conf()")
        for opened in (data, data / ".s.PGSQL.5432"):
            opened.chmod(0o777)
        until(lambda: as_nobody(CONNECT, server.url()), "connected")
        with closing(EmbeddedPostgres(data, SETTINGS)) as joined:
            assert stat.S_IMODE(data.stat().st_mode) == 0o700
            data.chmod(0o777)
            until(lambda: "Peer authentication failed" in as_nobody(CONNECT, joined.url()), True)


@AS_ROOT
def test_data_of_another_user_is_refused_with_what_to_do(short_folder: Path) -> None:
    data = short_folder / "pg"
    data.mkdir()
    (data / "PG_VERSION").touch()
    os.chown(data, NOBODY, NOBODY)
    name = pwd.getpwuid(NOBODY).pw_name
    with pytest.raises(EmbeddedNotStarted, match=f"belongs to {name}.*chown -R"):
        EmbeddedPostgres(data, SETTINGS)


@AS_ROOT
def test_a_file_that_is_a_link_is_not_written_through(short_folder: Path) -> None:
    """Whoever got hold of PostgreSQL's account does not get root's hand for it."""
    data, target = short_folder / "pg", short_folder / "target"
    EmbeddedPostgres(data, SETTINGS).close()
    target.write_text("kept", encoding="utf-8")
    (data / "taquilla.conf").unlink()
    (data / "taquilla.conf").symlink_to(target)
    with pytest.raises(EmbeddedNotStarted):
        EmbeddedPostgres(data, SETTINGS)
    assert target.read_text(encoding="utf-8") == "kept"


@AS_ROOT
def test_the_server_is_in_none_of_roots_groups_and_does_not_know_the_secret(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAQUILLA_HQ_SECRET", "canary")
    account = server_account()
    with (
        closing(EmbeddedPostgres(short_folder / "pg", SETTINGS)) as server,
        psycopg.connect(server.url()) as connection,
    ):
        connection.execute("CREATE TEMPORARY TABLE line (text text)")
        connection.execute("COPY line FROM PROGRAM 'id -u; id -G; env'")
        lines = [text for (text,) in connection.execute("SELECT text FROM line")]
    assert lines[:2] == [str(account.uid), str(account.gid)]
    assert not [line for line in lines if "canary" in line]


START = """
os.environ["TMPDIR"], os.environ["HOME"] = sys.argv[1], sys.argv[1]
os.environ.pop("XDG_RUNTIME_DIR", None)
for length in (1, 40):
    server = EmbeddedPostgres(Path(sys.argv[1]) / ("data" * length), {"fsync": "off"})
    with psycopg.connect(server.url()) as connection:
        print(*connection.execute("SELECT current_user").fetchone())
    server.close()
"""


@AS_ROOT
def test_a_lock_that_somebody_else_left_in_the_shared_folder_stops_nobody(short_folder: Path) -> None:
    """Started by a user who is not root, where another's lock file lies."""
    short_folder.chmod(0o1777)
    (short_folder / ".lockfile").touch(0o600)
    if as_nobody("print(os.access(sys.argv[1], os.X_OK))", str(server_programs.INSTALLED / "postgres")) != "True":
        pytest.skip("the programs are installed where only root may go")
    assert as_nobody(START, str(short_folder)) == "postgres\npostgres"


HOLD = """
import sys
from pathlib import Path
from hq.postgres.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), {"fsync": "off"})
print("held", flush=True)
sys.stdin.read()
"""


def test_the_server_lives_as_long_as_a_program_holds_it_and_a_killed_one_holds_nothing(short_folder: Path) -> None:
    data = short_folder / "pg"
    first = EmbeddedPostgres(data, SETTINGS)
    command = [sys.executable, "-c", HOLD, str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        first.close()
        assert (data / "postmaster.pid").exists()
        psycopg.connect(first.url()).close()
        other.kill()
    EmbeddedPostgres(data, SETTINGS).close()
    assert not (data / "postmaster.pid").exists()


@AS_ROOT
def test_programs_that_only_root_reaches_are_copied_and_no_folder_is_opened(
    short_folder: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("programs copied")
    installed = short_folder / "home/server/pginstall/bin"
    for folder in (installed, short_folder / "home/server.libs"):
        folder.mkdir(0o700, parents=True)
    (short_folder / "home/server.libs/library").touch(0o700)
    (installed / "postgres").write_text("#!/bin/sh\n", encoding="utf-8")
    (installed / "postgres").chmod(0o700)
    (installed / "readme").touch(0o600)
    before = modes_above(installed / "postgres")
    copied = [programs(server_account(), installed, short_folder / "copies") for _ in range(2)]
    assert copied[0] == copied[1] != installed
    assert stat.S_IMODE((copied[0] / "postgres").stat().st_mode) == 0o755
    assert stat.S_IMODE((copied[0] / "readme").stat().st_mode) == 0o644
    assert (copied[0] / "../../../server.libs/library").exists()
    assert modes_above(installed / "postgres") == before
