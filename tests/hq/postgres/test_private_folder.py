"""The folder for sockets of data with a long path: made for one account, or refused when somebody else was first."""

import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from hq.postgres import private_folder
from hq.postgres.embedded import EmbeddedPostgres
from hq.postgres.private_folder import NotPrivate, make_private
from hq.postgres.server_account import server_account

NOBODY = 65534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of another user")


@pytest.fixture
def runtime(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the folder for sockets of data with a long path will be; nothing is there yet."""
    short_folder.chmod(0o711)  # as /run and /tmp, which the server's account may enter
    monkeypatch.setattr(private_folder, "_RUN", short_folder)
    monkeypatch.setattr(tempfile, "tempdir", str(short_folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short_folder / "none"))
    return short_folder / f"taquilla-hq-{server_account().uid}"


def hostile_link(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir(0o700)
    folder.symlink_to(folder.parent / "elsewhere")


def hostile_mode(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def hostile_file(folder: Path) -> None:
    folder.touch(0o700)


def hostile_owner(folder: Path) -> None:
    folder.mkdir(0o700)
    os.chown(folder, NOBODY, NOBODY)


@pytest.mark.parametrize(
    "made_before", [hostile_link, hostile_mode, hostile_file, pytest.param(hostile_owner, marks=AS_ROOT)]
)
def test_a_folder_for_sockets_that_somebody_else_made_is_not_used(
    short_folder: Path, runtime: Path, made_before: Callable[[Path], None], expect_log: Callable[[str], None]
) -> None:
    expect_log(rf"{runtime.name} is not a folder that belongs to \w+ with mode 0700; the socket is in")
    made_before(runtime)
    before = runtime.lstat()
    with closing(EmbeddedPostgres(short_folder / ("long" * 40), {"fsync": "off"})) as server:
        with psycopg.connect(server.url()) as connection:
            sockets = Path(str(connection.info.get_parameters()["host"]))
        assert (sockets.parent, stat.S_IMODE(sockets.stat().st_mode)) == (short_folder, 0o700)
    assert runtime.lstat() == before
    assert not sockets.exists()


def test_a_folder_for_sockets_that_this_program_made_is_used_again(runtime: Path) -> None:
    for _ in range(2):
        make_private(runtime, server_account())
    assert (runtime.stat().st_uid, stat.S_IMODE(runtime.stat().st_mode)) == (server_account().uid, 0o700)
    runtime.chmod(0o750)
    with pytest.raises(NotPrivate):
        make_private(runtime, server_account())
