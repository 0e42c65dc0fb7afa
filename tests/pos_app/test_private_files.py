"""Files of a profile are their owner's alone, whatever the umask of the account is: real commands, real modes."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import catalogue
from tests.source_tree import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


def taquilla(*arguments: object) -> None:
    """Run a command under a umask that hides nothing, as many machines have it."""
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=60,
        umask=0,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


SELLS = """
import sys
from pathlib import Path
from pos_app import running
from tests.builders import stations
at_work = running.start(Path(sys.argv[1]), str)
stations.open_shift(at_work.station)
at_work.checkpoints.stop()
import os; os._exit(0)
"""


def readable_by_others(folder: Path) -> list[str]:
    paths = [folder, *folder.rglob("*")]
    return [f"{path.name} {stat.S_IMODE(path.stat().st_mode):o}" for path in paths if path.stat().st_mode & 0o077]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    taquilla("load", catalogue.SETUP, "--profile", tmp_path / "caja", "--vault", "open")
    return tmp_path / "caja"


def test_no_file_of_a_profile_is_readable_by_others(tmp_path: Path, profile: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", SELLS, str(profile)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True, timeout=60, umask=0,
    )  # fmt: skip
    assert {"station.db", "station.db-wal", "station.db-shm", "logs"} <= {path.name for path in profile.iterdir()}
    assert readable_by_others(profile) == []
    assert readable_by_others(Path(os.environ["XDG_STATE_HOME"]) / "taquilla") == []


def test_backups_and_a_restored_store_are_private(tmp_path: Path, profile: Path) -> None:
    taquilla("backup", profile, tmp_path / "copias")
    copy = next((tmp_path / "copias").glob("*.db"))
    taquilla("restore", profile, copy, "--accept-loss")
    taquilla("logs", profile, "--export", tmp_path / "copias" / "log.zip")
    assert (profile / "aside").is_dir()
    assert readable_by_others(tmp_path / "copias") == []
    assert readable_by_others(profile) == []


def test_a_profile_of_an_older_release_is_closed_to_others_when_it_is_opened(profile: Path) -> None:
    profile.chmod(0o755)
    for path in profile.iterdir():
        path.chmod(0o644)
    taquilla("rebuild", profile)
    assert readable_by_others(profile) == []
