"""One mutant against the tests that reach it: the quickest first, then all the others."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutants.copied_tree import TIMED_OUT, CopiedTree
from tests.mutants.in_pytest import CHOSEN
from tests.mutants.mutating import Mutant, source_of
from tests.mutants.warm_tests import Change, WarmTests

KILLED, SURVIVED, NOT_REACHED = "killed", "survived", "not reached"
_PASSED, _FAILED, _INTERRUPTED, _NO_TESTS = 0, 1, 2, 5
_NEAR_S, _NEAR_TESTS = 6.0, 40
_ALL_S = 150.0
_START_S = 60.0
Test = tuple[str, float]
"""The name of a test and its seconds."""
_Failure = Callable[[Sequence[Test], Change | None], str]
"""Runs tests with a change that was made, or with none: the test that fails, or why there is no answer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant; `by` is the test that failed for it, or the reason why it counts as killed."""

    subject: str
    file: str
    line: int
    text: str
    change: str
    kind: str
    verdict: str
    by: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The key of its mutant."""
        return self.file, self.text, self.change

    @property
    def is_killed(self) -> bool:
        """Whether a test saw it."""
        return self.verdict == KILLED

    def as_json(self) -> "dict[str, str | int]":
        """Its fields."""
        return asdict(self)


def try_mutant(tree: CopiedTree, warm: WarmTests, subject: str, mutant: Mutant, tests: Sequence[Test]) -> Verdict:
    """Put the change into the copy, run the tests that reach it, and take it out again."""
    if not tests:
        return _verdict(subject, mutant, NOT_REACHED)
    path = tree.root / mutant.file
    before = path.read_text(encoding="utf-8")
    change = Change(path, before)
    path.write_text(source_of(tree.root, mutant), encoding="utf-8")
    try:
        for part in _parted(tests):
            if by := _failure_by(change, warm.failure, part):
                return _verdict(subject, mutant, KILLED, by)
        # What is worked out at import is not changed in a fork.
        for part in _parted(tests):
            if by := _failure_by(change, lambda of, _: _failure(tree, of), part):
                return _verdict(subject, mutant, KILLED, by)
    finally:
        path.write_text(before, encoding="utf-8")
    return _verdict(subject, mutant, SURVIVED)


def _failure_by(change: Change, failure: _Failure, tests: Sequence[Test]) -> str:
    """The test that fails with the change and passes without it, or why there is no answer; empty when all pass."""
    left = list(tests)
    while left and (by := failure(left, change)):
        blamed = [test for test in left if test[0] == by] or left
        if not _fail_anyway(change, failure, blamed):
            return by
        left = [test for test in left if test not in blamed]
    return ""


def _fail_anyway(change: Change, failure: _Failure, tests: Sequence[Test]) -> bool:
    changed = change.file.read_text(encoding="utf-8")
    change.file.write_text(change.before, encoding="utf-8")
    try:
        return bool(failure(tests, None))
    finally:
        change.file.write_text(changed, encoding="utf-8")


def _verdict(subject: str, mutant: Mutant, verdict: str, by: str = "") -> Verdict:
    return Verdict(subject, mutant.file, mutant.line, mutant.text, mutant.change, mutant.kind, verdict, by)


def _parted(tests: Sequence[Test]) -> "tuple[list[Test], list[Test]]":
    """The quickest tests, and the others as far as their time allows."""
    quickest: list[Test] = []
    others: list[Test] = []
    taken = 0.0
    for name, seconds in tests:
        taken += seconds
        if not quickest or (len(quickest) < _NEAR_TESTS and taken <= _NEAR_S):
            quickest.append((name, seconds))
        elif not others or taken <= _ALL_S:
            others.append((name, seconds))
    return quickest, others


def _failure(tree: CopiedTree, tests: Sequence[Test]) -> str:
    """The test that fails in a process of its own, or why there is no answer; empty when all pass.

    Raises RuntimeError if pytest cannot run them.
    """
    if not tests:
        return ""
    names = [name for name, _ in tests]
    chosen: Path = tree.root.parent / "chosen.json"
    chosen.write_text(json.dumps(names), encoding="utf-8")
    files = sorted({name.partition("::")[0] for name in names})
    limit_s = _START_S + 5 * sum(seconds for _, seconds in tests)
    code, output = tree.pytest(["-x", "-q", "--no-header", "--tb=no", *files], {CHOSEN: str(chosen)}, limit_s)
    if code == _PASSED:
        return ""
    if code == _NO_TESTS:
        return "its tests are no longer collected"
    if code == TIMED_OUT:
        return f"no answer within {limit_s:.0f} s"
    if code in {_FAILED, _INTERRUPTED} or code < 0:
        return next((_name(line) for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))), "a crash")
    raise RuntimeError(f"pytest ended with {code}:\n{output}")


def _name(line: str) -> str:
    return line.split(" ", 1)[1].partition(" - ")[0]
