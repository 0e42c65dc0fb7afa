"""The coverage gates close for files below their gate, and for a run that measured nothing."""

from typing import Any

from scripts.coverage_gates import AS_PROCESSES, failures, measure
from tests.source_tree import ROOT


def file_of(covered: int, total: int, missing: tuple[int, ...] = ()) -> dict[str, Any]:
    """A file of `coverage json` with this many of its lines covered, and no branches."""
    summary = {"covered_lines": covered, "num_statements": total, "covered_branches": 0, "num_branches": 0}
    return {"summary": {**summary, "percent_covered": 100 * covered / total}, "missing_lines": list(missing)}


def failures_of(files: dict[str, dict[str, Any]]) -> list[str]:
    return [failure for gate in measure({"files": files}) if gate.covered for failure in failures(gate)]


def test_a_file_below_its_gate_is_named_with_the_lines_that_no_test_runs() -> None:
    files = {"domain/money/money.py": file_of(94, 100, (7, 9)), "domain/money/taxes.py": file_of(95, 100)}
    assert failures_of(files) == ["domain/money/money.py: 94.0 %, gate 95 %, not run: 7, 9"]


def test_a_file_belongs_to_the_strictest_gate_that_names_it() -> None:
    files = {"domain/catalogue/seats.py": file_of(92, 100), "domain/catalogue/pricing.py": file_of(92, 100)}
    assert [failure.partition(":")[0] for failure in failures_of(files)] == ["domain/catalogue/seats.py"]


def test_files_that_are_judged_together_make_up_for_each_other() -> None:
    assert failures_of({"sync/journal.py": file_of(90, 100), "sync/line/push.py": file_of(100, 100)}) == []
    below = {"sync/journal.py": file_of(80, 100), "sync/line/push.py": file_of(100, 100)}
    assert [failure.partition(":")[0] for failure in failures_of(below)] == ["sync/journal.py"]


def test_a_gate_without_a_measured_file_is_closed() -> None:
    assert all(failures(gate) for gate in measure({"files": {}}) if gate.each_file)


def test_every_gate_matches_files_of_the_project() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    measured = measure({"files": {name: file_of(1, 1) for name in names}})
    assert [gate.pattern for gate in measured if not gate.total] == []
    assert set(AS_PROCESSES) <= names
