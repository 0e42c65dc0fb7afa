"""The coverage gates: fails with the list of files of which the tests reach less than their gate asks for.

`python -m scripts.coverage_gates [FILE]` reads the output of `coverage json`, by default build/coverage.json. A
percentage counts statements and branches. Of the screens only the presenters have a gate.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

REPORT = Path(__file__).parent.parent / "build" / "coverage.json"

# Their tests run them as processes of their own, which coverage does not follow (tests/hq/test_demo.py). Of the two
# about the server's account one half runs as root only and the other as an ordinary user only.
AS_PROCESSES = (
    *("hq/__main__.py", "hq/demo.py", "hq/serving.py"),
    *("hq/postgres/private_folder.py", "hq/postgres/server_account.py"),
)


@dataclass(slots=True)
class Gate:
    """The least percentage of the files that match a pattern, in which `*` also matches `/`."""

    pattern: str
    percent: int
    each_file: bool = True
    """Whether every file must reach it, or all files together."""
    covered: int = 0
    total: int = 0
    below: list[str] = field(default_factory=list)

    @property
    def measured(self) -> float:
        """Percent of all its files together; 0 when no file matched."""
        return 100 * self.covered / max(self.total, 1)

    def add(self, name: str, file: Mapping[str, Any]) -> None:
        """Count a file of the report."""
        summary = file["summary"]
        self.covered += summary["covered_lines"] + summary["covered_branches"]
        self.total += summary["num_statements"] + summary["num_branches"]
        if summary["percent_covered"] < self.percent:
            lines = ", ".join(map(str, file["missing_lines"]))
            self.below.append(f"{name}: {summary['percent_covered']:.1f} %, gate {self.percent} %, not run: {lines}")


def gates() -> list[Gate]:
    """The gates. A file belongs to the first one that matches: money, fiscal documents and seats before other rules."""
    return [
        Gate("domain/money/*.py", 95),
        Gate("domain/payments/*.py", 95),
        Gate("domain/fiscal/*.py", 95),
        Gate("domain/catalogue/seat*.py", 95),
        Gate("domain/*.py", 90),
        Gate("sync/*.py", 95, each_file=False),
        Gate("pos_app/services/*.py", 95, each_file=False),
        Gate("pos_app/ui/*/presenter.py", 85),
        Gate("printing/*.py", 85),
        Gate("hq/*/routes*.py", 85),
        Gate("hq/*.py", 85),
    ]


def measure(report: Mapping[str, Any]) -> list[Gate]:
    """The gates with the files of a report."""
    measured = gates()
    for name, file in sorted(report["files"].items()):
        gate = next((gate for gate in measured if fnmatchcase(name, gate.pattern)), None)
        if gate is not None and name not in AS_PROCESSES:
            gate.add(name, file)
    return measured


def failures(gate: Gate) -> list[str]:
    """What keeps a gate closed. A gate without a measured file is closed: its pattern or the run is wrong."""
    if gate.each_file:
        return gate.below or ([] if gate.covered else [f"{gate.pattern}: no file was measured"])
    return [] if gate.measured >= gate.percent else gate.below


def main() -> int:
    """Print each gate with its measured percentage and every failure; 1 when there is any."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORT
    measured = measure(json.loads(path.read_text(encoding="utf-8")))
    for gate in measured:
        print(f"{gate.pattern:26} gate {gate.percent} %, measured {gate.measured:5.1f} %")
    failed = [failure for gate in measured for failure in failures(gate)]
    for failure in failed:
        print(failure)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
