"""A program that makes or restores a backup and is killed at its n-th call that opens, renames or removes a file.

It is forked from a process that has imported everything: starting Python would take ten times as long as the work.
"""

import multiprocessing
import os
import signal
import sys
from contextlib import redirect_stdout
from pathlib import Path

from pos_app import cli

_WATCHED = {"os.rename", "os.link", "os.remove", "os.mkdir", "open", "shutil.copyfile"}


_forge = multiprocessing.get_context("forkserver")
_forge.set_forkserver_preload(["pos_app.commands", "tests.crash.copying"])


def run(what: str, profile: Path, target: Path, moment: int) -> int | None:
    """Back up or restore, killed at the watched call number `moment` (0: never); returns the exit code."""
    program = _forge.Process(target=_copy, args=(what, str(profile), str(target), moment))
    program.start()
    program.join()
    return program.exitcode


def _copy(what: str, profile: str, target: str, moment: int) -> None:
    """The forked program."""
    left = moment

    def kill(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in _WATCHED and _is_in_the_profile(arguments, profile, target):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill)
    commands = {"backup": ["backup", profile, target], "restore": ["restore", profile, target, "--accept-loss"]}
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        sys.exit(cli.main(commands[what]))


def _is_in_the_profile(arguments: tuple[object, ...], profile: str, target: str) -> bool:
    places = (str(Path(profile)), str(Path(target).parent))
    return any(isinstance(a, str | os.PathLike) and str(a).startswith(places) for a in arguments)
