"""A copy of the project in which mutants are tried: the working tree is never changed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tests.source_tree import ROOT

_PLUGIN = "tests.mutants.in_pytest"
_TO_CLEAN_UP_S = 20.0
_OUTPUT = "output"
TIMED_OUT = 1_000
"""No exit code of a program."""
_COMPILED = ("domain", "sync", "printing", "pos_app", "hq", "resources", "tests")


class CopiedTree:
    """The copy and its folder of temporary files; what its tests leave running ends with it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        self._temporary = folder / "tmp"
        self._temporary.mkdir()
        self._temporary.chmod(0o755)
        self._folders: dict[int, Path] = {}

    def pytest(self, arguments: Sequence[str], variables: Mapping[str, str], limit_s: float) -> "tuple[int, str]":
        """Run pytest in the copy; its exit code, or TIMED_OUT, and the end of its output."""
        process = self.start(arguments, variables)
        try:
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            code = TIMED_OUT
        finally:
            output = self.end(process)
        return code, output

    def start(
        self, arguments: Sequence[str], variables: Mapping[str, str], passed: Sequence[int] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start pytest in the copy. Its temporary files are a folder of its own."""
        command = [sys.executable, "-m", "pytest", "-p", _PLUGIN, "-p", "no:cacheprovider", *arguments]
        paths = os.pathsep.join([str(self.root), str(ROOT)])
        folder = Path(tempfile.mkdtemp(prefix="t", dir=self._temporary))
        folder.chmod(0o755)
        environment = {**os.environ, **variables, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {"TMPDIR": str(folder), "QT_QPA_PLATFORM": "offscreen"}
        with (folder / _OUTPUT).open("wb") as out:
            process = subprocess.Popen(
                command, cwd=self.root, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True, pass_fds=passed,
            )  # fmt: skip
        self._folders[process.pid] = folder
        return process

    def end(self, process: "subprocess.Popen[bytes]") -> str:
        """End pytest and every process that it left, which name its folder. The end of its output."""
        folder = self._folders.pop(process.pid)
        for number in (signal.SIGINT, signal.SIGKILL):
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_TO_CLEAN_UP_S)
        for left in psutil.process_iter(["cmdline"]):
            if any(f"{folder}/" in word for word in left.info["cmdline"] or ()):
                with suppress(psutil.Error):
                    left.kill()
        output = (folder / _OUTPUT).read_text(encoding="utf-8", errors="replace")[-4_000:]
        shutil.rmtree(folder, ignore_errors=True)
        return output


@contextmanager
def copied_tree(root: Path, files: Sequence[str]) -> Iterator[CopiedTree]:
    """A copy of these files of a project."""
    folder = Path(tempfile.mkdtemp(prefix="mu-"))  # short: sockets of PostgreSQL are made below it
    folder.chmod(0o755)  # its account must get there
    try:
        tree = CopiedTree(folder)
        for file in files:
            (tree.root / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / file, tree.root / file)
        _compile(tree.root)
        yield tree
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _compile(root: Path) -> None:
    """Compile the code once, checked by digests: a mutant may have the size and the second of the file before it."""
    folders = [name for name in _COMPILED if (root / name).is_dir()]
    if folders:
        command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", *folders]
        subprocess.run(command, cwd=root, check=True)


def tracked_files(root: Path) -> list[str]:
    """The files of the project as they are in the working tree, without what git ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(name for name in set(listed) if name and (root / name).is_file())
