"""The sums over all worlds of a test run, printed in its summary; the run fails when they are too small.

Worlds run in several test processes. Each sends its counts to the reporting process as a user property of the test.
"""

import json
from collections import Counter
from typing import cast

import pytest

from tests.world.seeds import FEWEST_SALES, FEWEST_WORLDS, SEEDS

PROPERTY = "world"
_FAULTS = (
    "lost_request", "lost_reply", "duplicate", "late", "stale", "cut_request", "cut_reply", "garbled_reply", "trespass",
    "hq_killed", "slow_writer", "crash", "partition", "clock", "restore", "restore_unwitnessed", "clone", "lost",
)  # fmt: skip
_DEEDS = (
    "sales",
    "refunds",
    "exchanges",
    "holds",
    "sold from holds",
    "lent refunds",
    "changes",
    "closings",
    "returns",
    "settled",
    "enrolled",
    "newcomer",
    "requests",
)


def summary(counts: Counter[str]) -> str:
    """Sales, other acts and faults, in one line."""
    faults = sum(counts[name] for name in _FAULTS)
    kinds = ", ".join(f"{counts[name]:,} {name}" for name in _FAULTS)
    deeds = ", ".join(f"{counts[name]:,} {name}" for name in _DEEDS)
    return f"{deeds}; {faults:,} faults: {kinds}"


class Totals:
    """Adds up the worlds of a run."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.worlds = 0

    @property
    def are_too_few(self) -> bool:
        """Whether every seed was run and the run still has fewer worlds or sales than required."""
        is_enough = self.worlds >= FEWEST_WORLDS and self.counts["sales"] >= FEWEST_SALES
        return self.worlds >= len(SEEDS) and not is_enough

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            for name, value in report.user_properties:
                if name == PROPERTY:
                    self.counts.update(json.loads(cast("str", value)))
                    self.worlds += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.worlds:
            terminalreporter.section("simulated worlds")
            terminalreporter.line(f"{self.worlds} seeds, {summary(self.counts)}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.are_too_few:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
