"""Set-up repairs what it finds broken, does nothing when nothing changed, and names what a machine lacks."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts import set_up
from tests.setup.local_index import Release, lock_of, write_index
from tests.source_tree import ROOT

NOBODY = "http://127.0.0.1:9/simple"
RELEASES = (Release("tiny", "1.0"), Release("tiny", "2.0"), Release("dropped", "1.0"))
TINY, TINY_2, DROPPED = RELEASES
PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "project"
version = "1.0"
"""
BACKEND = """\
from pathlib import Path

from local_index import Release


def build_editable(folder, config_settings=None, metadata_directory=None):
    return Release("project", "1.0").write(Path(folder)).name
"""
# Once, in the middle of a set-up: what an out-of-memory killer or a power cut does.
LIBRARIES = """\
#!/bin/sh
[ ! -e die ] || { rm die; kill -9 $PPID; }
"""


@dataclass(frozen=True)
class Project:
    """A small project with the real set-up, and a lock over a local index."""

    root: Path
    index: str

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def ready(self) -> Path:
        return self.venv / ".ready"

    def set_up(self, index: str | None = None) -> "subprocess.CompletedProcess[str]":
        settings = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
        settings |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index or self.index, "PIP_RETRIES": "0"}
        settings |= {"PATH": os.defpath, "HOME": str(self.root)}  # without a developer's Python 3.13, for the judge
        command = [sys.executable, "-m", "scripts.set_up"]
        return subprocess.run(command, cwd=self.root, env=settings, capture_output=True, text=True, check=False)

    def lock(self, *releases: Release) -> None:
        lock = lock_of(self.root.parent, releases)
        (self.root / "requirements.lock").write_text(lock, encoding="utf-8")

    def installed(self) -> set[str]:
        """By its own pip, through the program whose first line holds the path of .venv."""
        listing = [str(self.venv / "bin" / "pip"), "list", "--format=freeze"]
        listed = subprocess.run(listing, capture_output=True, text=True, check=True)
        return {line for line in listed.stdout.split() if line.startswith(("tiny", "dropped", "project"))}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("año de prueba")
    project = Project(folder / "project", write_index(folder, RELEASES))
    for name in (*set_up.SOURCES, "scripts", "tests/printing", "tests/setup"):
        (project.root / name).mkdir(parents=True)
    for script in ("set_up.py", "testing_aids.py", "pip_options.py"):
        shutil.copy(ROOT / "scripts" / script, project.root / "scripts")
    shutil.copy(ROOT / "tests/setup/local_index.py", project.root)
    libraries = project.root / "scripts" / "system_libraries.sh"
    for file, text in (
        (project.root / "pyproject.toml", PROJECT),
        (project.root / "backend.py", BACKEND),
        (libraries, LIBRARIES),
        (project.root / "tests/printing/judge.lock", ""),
        (project.root / "tests/setup/old_pip.lock", ""),
    ):
        file.write_text(text, encoding="utf-8")
    libraries.chmod(0o755)
    project.lock(TINY, DROPPED)
    done = project.set_up()
    assert done.returncode == 0, done.stderr
    return project


@pytest.mark.slow
def test_when_nothing_changed_nothing_is_done(prepared: Project) -> None:
    before = prepared.ready.stat()
    assert prepared.installed() == {"tiny==1.0", "dropped==1.0", "project==1.0"}
    done = prepared.set_up(index=NOBODY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert prepared.ready.stat().st_mtime_ns == before.st_mtime_ns


def packages(project: Project) -> Path:
    (folder,) = project.venv.glob("lib/python*/site-packages")
    return folder


def lose_pip(project: Project) -> None:
    shutil.rmtree(packages(project) / "pip")


def lose_the_python(project: Project) -> None:
    for link in (project.venv / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python3")


def be_made_by_another_python(project: Project) -> None:
    recorded = json.loads(project.ready.read_text(encoding="utf-8"))
    project.ready.write_text(json.dumps({**recorded, "python": "/usr/bin/python3 3.11.0"}), encoding="utf-8")


def be_killed_in_the_middle(project: Project) -> None:
    with (project.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    (project.root / "die").touch()
    assert project.set_up().returncode != 0
    shutil.rmtree(packages(project) / "pip")
    (packages(project) / "tiny.py").unlink()


@pytest.mark.slow
@pytest.mark.parametrize("damage", [lose_pip, lose_the_python, be_made_by_another_python, be_killed_in_the_middle])
def test_what_is_broken_is_made_again(prepared: Project, damage: Callable[[Project], None]) -> None:
    damage(prepared)
    done = prepared.set_up()
    assert done.returncode == 0, done.stderr
    assert prepared.installed() == {"tiny==1.0", "dropped==1.0", "project==1.0"}
    assert (packages(prepared) / "tiny.py").exists()
    assert prepared.set_up(index=NOBODY).returncode == 0


@pytest.mark.slow
def test_a_moved_project_is_set_up_in_its_new_folder(prepared: Project, tmp_path: Path) -> None:
    moved_to = tmp_path / "otro sitio"
    shutil.copytree(prepared.root, moved_to, symlinks=True)
    moved = Project(moved_to, prepared.index)
    assert moved.set_up().returncode == 0
    (program,) = moved.venv.glob("bin/tiny")
    assert str(moved_to) in program.read_text(encoding="utf-8")
    assert moved.installed() == {"tiny==1.0", "dropped==1.0", "project==1.0"}


@pytest.mark.slow
def test_a_link_is_replaced_and_what_it_led_to_is_left_alone(prepared: Project, tmp_path: Path) -> None:
    moved_to = tmp_path / "linked"
    shutil.copytree(prepared.root, moved_to, symlinks=True, ignore=shutil.ignore_patterns(".venv"))
    (moved_to / ".venv").symlink_to(prepared.venv)
    assert Project(moved_to, prepared.index).set_up().returncode == 0
    assert not (moved_to / ".venv").is_symlink()
    assert prepared.set_up(index=NOBODY).returncode == 0


@pytest.mark.slow
def test_what_a_new_lock_no_longer_names_is_gone(prepared: Project) -> None:
    prepared.lock(TINY_2)
    assert prepared.set_up().returncode == 0
    assert prepared.installed() == {"tiny==2.0", "project==1.0"}
    prepared.lock(TINY, DROPPED)
    assert prepared.set_up().returncode == 0


@pytest.mark.slow
def test_an_index_that_does_not_answer_ends_set_up_with_a_sentence(prepared: Project) -> None:
    prepared.ready.unlink()
    done = prepared.set_up(index=NOBODY)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Set-up did not finish and starts over at the next make; ")
    assert "Traceback" not in done.stderr
    assert not prepared.ready.exists()
    assert prepared.set_up().returncode == 0


@pytest.mark.parametrize(
    ("machine", "libc", "lack"),
    [
        ("x86_64", None, "glibc"),
        ("x86_64", (2, 31), "glibc 2.34"),
        ("aarch64", (2, 36), "glibc 2.39"),
        ("i686", (2, 36), "64-bit"),
        ("riscv64", (2, 41), "x86_64 or aarch64"),
    ],
)
def test_what_a_machine_lacks_is_named_in_one_sentence(machine: str, libc: tuple[int, int] | None, lack: str) -> None:
    sentence = set_up.missing("linux", machine, libc, is_plain=True)
    assert lack in sentence
    assert (sentence.count("\n"), sentence[-1]) == (0, ".")


def test_a_machine_that_has_wheels_lacks_nothing() -> None:
    for architecture, oldest in set_up.OLDEST_GLIBC.items():
        assert set_up.missing("linux", architecture, oldest, is_plain=True) == ""
    assert set_up.missing("linux", "x86_64", (3, 0), is_plain=True) == ""
    assert "global interpreter lock" in set_up.missing("linux", "x86_64", (3, 0), is_plain=False)


@pytest.mark.parametrize("version", [(3, 10, 19), (3, 15, 0)])
def test_another_python_is_refused_in_one_sentence(version: tuple[int, int, int], tmp_path: Path) -> None:
    python = tmp_path / "a python"
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c \"import sys; sys.version_info = {version}; $2\"\n")
    python.chmod(0o755)
    environment = {**os.environ, "PYTHON": str(python)}
    find = ["bash", str(ROOT / "scripts/find_python.sh")]
    done = subprocess.run(find, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"found none as {python}" in done.stderr


def test_the_readme_names_the_machines_that_set_up_accepts() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for architecture, (major, minor) in set_up.OLDEST_GLIBC.items():
        assert f"glibc {major}.{minor} or newer on {architecture}" in readme
    assert f"Python {set_up.PYTHONS[0]} to {set_up.PYTHONS[-1]}" in readme
    accepted = re.search(r"\((\d), (\d+)\) <= sys.version_info\[:2\] < \(\d, (\d+)\)", find_python())
    assert accepted is not None
    major, first, after = map(int, accepted.groups())
    assert tuple(f"{major}.{minor}" for minor in range(first, after)) == set_up.PYTHONS


def find_python() -> str:
    return (ROOT / "scripts" / "find_python.sh").read_text(encoding="utf-8")
