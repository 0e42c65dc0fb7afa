"""Command line of the mutants: `python -m tests.mutants --count 300 --seed 1`."""

import argparse
import signal
import sys

from tests.mutants.copied_tree import tracked_files
from tests.mutants.run import Extent, Project, run
from tests.mutants.subjects import SUBJECTS
from tests.source_tree import ROOT

ANSWERS = ROOT / "tests" / "mutants" / "answers.toml"
_NAMES = [subject.name for subject in SUBJECTS]


def main() -> int:
    """Try mutants of this project; 0 when each one is killed or answered."""
    arguments = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    arguments.add_argument("--count", type=int, default=300, help="how many mutants")
    arguments.add_argument("--seed", type=int, default=1, help="which sample")
    arguments.add_argument("--minutes", type=float, default=240.0, help="stop after these; the next run goes on")
    arguments.add_argument("--subject", action="append", choices=_NAMES, help="try only those of this subject")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the copy and what runs in it are ended as well
    project = Project(ROOT, tracked_files(ROOT), SUBJECTS, ANSWERS, ROOT / "build" / "mutants")
    only = frozenset(options.subject or _NAMES)
    return run(project, Extent(options.count, options.seed, only, options.minutes), _show)


def _show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
