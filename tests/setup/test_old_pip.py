"""A pip of before 23.3, as Debian and Python bundle them, installs exactly what the lock names."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts import pip_options
from scripts.set_up import VENV
from scripts.testing_aids import OLD_PIP, why_absent
from tests.setup.local_index import Release, lock_of, write_index

pytestmark = pytest.mark.slow

PLUGIN = Release("plugin", "1.0", requires=("measure[toml]>=1.0",))
MEASURE = Release("measure", "1.0", extras={"toml": "reader>=1.0"})
READER = Release("reader", "1.0")
LOCKED = (MEASURE, PLUGIN, READER)
NEWER = (
    Release("measure", "2.0", extras={"toml": "reader>=1.0"}),
    Release("plugin", "1.1", requires=("measure[toml]>=2.0",)),
    Release("reader", "3.0"),
)


def old_pip() -> Path:
    wheels = sorted((VENV / OLD_PIP).glob("pip-*.whl"))
    if not wheels:
        pytest.skip(f"no pip of before 23.3 for this Python: {why_absent(VENV, OLD_PIP)}")
    return wheels[0]


@dataclass(frozen=True)
class OldInstall:
    """A virtual environment with an old pip, and an index with newer releases than the lock."""

    python: Path
    lock: Path
    index: str

    def pip(self, *words: str) -> "subprocess.CompletedProcess[str]":
        settings = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
        only_here = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": self.index, **pip_options.ENVIRONMENT}
        return subprocess.run(
            [self.python, "-m", "pip", *words],
            env={**settings, **only_here},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> set[str]:
        return set(self.pip("freeze").stdout.split())


@pytest.fixture
def place(tmp_path: Path) -> OldInstall:
    wheel = old_pip()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    made = OldInstall(
        tmp_path / "venv" / "bin" / "python", tmp_path / "requirements.lock", write_index(tmp_path, (*LOCKED, *NEWER))
    )
    made.lock.write_text(lock_of(tmp_path, LOCKED), encoding="utf-8")
    subprocess.run([made.python, wheel / "pip", "install", "--quiet", "--no-index", wheel], check=True)
    return made


def test_the_old_pip_has_the_fault(place: OldInstall) -> None:
    assert place.pip("--version").stdout.split()[1] in {"23.0.1", "23.2.1"}
    without_no_deps = [option for option in pip_options.LOCKED if option != "--no-deps"]
    done = place.pip("install", *without_no_deps, str(place.lock))
    assert done.returncode != 0
    assert "measure[toml]" in done.stderr
    assert "hashes are required" in done.stderr.lower() or "--require-hashes" in done.stderr


def test_set_up_installs_what_the_lock_names_though_newer_releases_are_offered(place: OldInstall) -> None:
    done = place.pip("install", *pip_options.LOCKED, str(place.lock))
    assert done.returncode == 0, done.stderr
    assert place.pip("check").returncode == 0
    assert place.installed() == {"measure==1.0", "plugin==1.0", "reader==1.0"}


def test_pip_check_finds_a_lock_that_lacks_a_package(place: OldInstall, tmp_path: Path) -> None:
    place.lock.write_text(lock_of(tmp_path, (PLUGIN, READER)), encoding="utf-8")
    assert place.pip("install", *pip_options.LOCKED, str(place.lock)).returncode == 0
    checked = place.pip("check")
    assert (checked.returncode, "measure" in checked.stdout) == (1, True)
