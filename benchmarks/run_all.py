"""Runs every benchmark, one after the other, and writes the output of each to benchmarks/out/SUBJECT.json.

A benchmark is a script of this folder named `bench_SUBJECT.py`. It needs no argument, prints one JSON object on
standard output and may print progress on standard error. Its `goals` have `goal`, `value`, `limit` and `met`.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
OUT = FOLDER / "out"


@dataclass(frozen=True, slots=True)
class Goal:
    """A measured value and its limit."""

    goal: str
    value: str
    limit: str
    met: bool

    def __str__(self) -> str:
        return f"  {'met   ' if self.met else 'MISSED'}  {self.goal}: {self.value} (goal {self.limit})"


def goals_in(text: str) -> list[Goal]:
    """The goals in the output of a benchmark."""
    return [
        Goal(str(entry["goal"]), str(entry["value"]), str(entry["limit"]), bool(entry["met"]))
        for entry in json.loads(text)["goals"]
    ]


def run(script: Path) -> bool:
    """Run one benchmark and print its goals; returns whether it ran. A missed goal is printed and is no failure."""
    subject = script.stem.removeprefix("bench_")
    print(f"{subject} ...", flush=True)
    done = subprocess.run(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, check=False, cwd=FOLDER.parent
    )
    if done.returncode != 0:
        print(f"  failed with exit code {done.returncode}")
        return False
    (OUT / f"{subject}.json").write_text(done.stdout, encoding="utf-8")
    print(*goals_in(done.stdout), sep="\n", flush=True)
    return True


def main() -> int:
    """Run all benchmarks; the exit code is the number of those that failed."""
    OUT.mkdir(exist_ok=True)
    outcomes = [run(script) for script in sorted(FOLDER.glob("bench_*.py"))]
    return outcomes.count(False)


if __name__ == "__main__":
    sys.exit(main())
