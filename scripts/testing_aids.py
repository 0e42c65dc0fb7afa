"""What some tests need beside the lock, fetched by set-up so that no test touches the network.

`.venv/judge` is an independent ESC/POS printer, which needs Python 3.13; `.venv/old-pip` holds the wheel of a pip
with a fault that set-up works around. Where one cannot be had, a file beside it gives the reason, and its tests are
skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.pip_options import LOCKED

FILES = ("scripts/testing_aids.py", "tests/printing/judge.lock", "tests/setup/old_pip.lock")
JUDGE, OLD_PIP = "judge", "old-pip"
# An aid is not worth a long wait: the lock itself has just come over the same network.
_HURRIED = ("-m", "pip", "--quiet", "--retries", "1", "--timeout", "15")


def judge_pythons() -> list[str]:
    """Where a Python 3.13 may be; a shim among them may lead nowhere."""
    # A Python of this .venv, on the PATH where it is activated, goes with it.
    on_path = [python] if (python := shutil.which("python3.13")) and ".venv" not in Path(python).parts else []
    versions = Path(os.path.expanduser("~")) / ".pyenv" / "versions"  # noqa: PTH111  # Path.home() fails without a home
    return [*on_path, *sorted(map(str, versions.glob("3.13.*/bin/python3.13")))]


def install(venv: Path, environment: Mapping[str, str]) -> bool:
    """Install each aid; False when one could be had and did not come."""
    python = str(venv / "bin" / "python")
    came = True
    for name, commands in (
        (JUDGE, _judge_commands(venv / JUDGE)),
        (OLD_PIP, [[python, *_HURRIED, "download", "-d", str(venv / OLD_PIP), *LOCKED, FILES[2]]]),
    ):
        reason = _replace(venv / name, commands, environment) if commands else "no Python 3.13 here"
        _note(venv / f"{name}.absent", reason)
        came = came and not (reason and commands)
    return came


def _replace(folder: Path, commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> str:
    """Install an aid anew and return why it failed, empty when it did not. A failure keeps an aid of before."""
    before = folder.with_name(f"{folder.name}.before")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    reason = _failure(commands, environment)
    if not reason:
        shutil.rmtree(before, ignore_errors=True)
        return ""
    shutil.rmtree(folder, ignore_errors=True)
    if not before.exists():
        return reason
    before.rename(folder)
    print(f"{folder.name} is still that of before: {reason}", file=sys.stderr)
    return ""


def why_absent(venv: Path, name: str) -> str:
    """Why an aid cannot be had here."""
    file = venv / f"{name}.absent"
    return file.read_text(encoding="utf-8") if file.exists() else "`make setup` has not run"


def _judge_commands(folder: Path) -> list[list[str]]:
    python = next((python for python in judge_pythons() if _starts(python)), "")
    if not python:
        return []
    install = [str(folder / "bin" / "python"), *_HURRIED, "install", *LOCKED, FILES[1]]
    return [[python, "-m", "venv", str(folder)], install]


def _starts(python: str) -> bool:
    try:
        return subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _failure(commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> str:
    for command in commands:
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode:
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            return lines[-1] if lines else f"{command[0]} ended with {done.returncode}"
    return ""


def _note(file: Path, reason: str) -> None:
    if not reason:
        file.unlink(missing_ok=True)
        return
    print(f"Tests that need {file.stem} are skipped: {reason}", file=sys.stderr)
    file.write_text(reason, encoding="utf-8")
