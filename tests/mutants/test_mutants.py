"""The runner of mutants on a tiny project: a killed, a surviving, an unreached and an answered mutant."""

import re
from pathlib import Path
from typing import Any, cast

import pytest

from tests.mutants.__main__ import ANSWERS
from tests.mutants.answers import obsolete, read_answers
from tests.mutants.copied_tree import copied_tree, tracked_files
from tests.mutants.forked import put_in_place
from tests.mutants.kept_verdicts import KeptVerdicts
from tests.mutants.mutating import ARGUMENT, LITERAL, OPERATION, Mutant, mutants_of, python_files, source_of
from tests.mutants.run import NOT_DONE, OBSOLETE, SOUND, SURVIVORS, Extent, Project, run
from tests.mutants.sample import sample
from tests.mutants.subjects import SUBJECTS, Subject
from tests.mutants.trying import KILLED, SURVIVED, Verdict, try_mutant
from tests.mutants.warm_tests import WarmTests
from tests.source_tree import ROOT

FEES = '''\
"""Fees."""


def half(amount: int) -> int:
    return amount // 2


def at_least(amount: int, least: int) -> int:
    return least if amount < least else amount


def late() -> int:
    return 7
'''
TESTS = """\
from shop.fees import at_least, half


def test_half_of_four():
    assert half(4) == 2


def test_at_least_ten():
    assert (at_least(3, 10), at_least(30, 10)) == (10, 30)
"""
FLOAT = ("shop/fees.py", "return amount // 2", "amount // 2 -> amount / 2")
SAME_AT_THE_LIMIT = ("shop/fees.py", "return least if amount < least else amount", "< least -> <= least")
SEVEN = ("shop/fees.py", "return 7", "7 -> 8")


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    root = tmp_path / "shop-project"
    for name, text in {
        "shop/__init__.py": "",
        "shop/fees.py": FEES,
        "checks/test_fees.py": TESTS,
        "pytest.ini": "[pytest]\npythonpath = .\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    files = ["shop/__init__.py", "shop/fees.py", "checks/test_fees.py", "pytest.ini"]
    subject = Subject("fees", ("shop",), ("checks",))
    return Project(root, files, [subject], root / "answers.toml", tmp_path / "kept")


def all_of(project: Project, minutes: float = 5.0) -> Extent:
    return Extent(100, 1, frozenset(subject.name for subject in project.subjects), minutes)


def answer(project: Project, *keys: tuple[str, str, str], reason: str = "nobody can see it") -> None:
    rows = [f"[[answer]]\nfile = '{f}'\nline = '{line}'\nchange = '{c}'\nreason = '{reason}'\n" for f, line, c in keys]
    project.answers.write_text("\n".join(rows), encoding="utf-8")


def tried(lines: list[str]) -> list[str]:
    return [line for line in lines if re.match(r"(killed|survived|not reached) +shop/", line)]


def test_a_survivor_ends_a_run_until_it_is_killed_or_answered(shop: Project) -> None:
    lines: list[str] = []
    assert run(shop, all_of(shop), lines.append) == SURVIVORS
    assert len(tried(lines)) == 6
    report = (shop.kept / "report.txt").read_text(encoding="utf-8")
    open_ones, _, others = report.partition("Answered survivors: 0")
    assert "Unanswered survivors: 3" in open_ones
    assert (
        "shop/fees.py:5  [fees, operation] survived\n    return amount // 2\n    amount // 2 -> amount / 2" in open_ones
    )
    assert "shop/fees.py:13  [fees, literal] not reached\n    return 7\n    7 -> 8" in open_ones
    assert "< least -> <= least" in open_ones
    assert "Killed: 3" in others
    assert "2 -> 3\n    checks/test_fees.py::test_half_of_four" in others
    assert (shop.root / "shop/fees.py").read_text(encoding="utf-8") == FEES

    # A killed mutant stays so; a survivor is tried again, since a test may have been written for it.
    answer(shop, SAME_AT_THE_LIMIT, SEVEN)
    tests = shop.root / "checks" / "test_whole.py"
    tests.write_text("from shop.fees import half\n\n\ndef test_whole():\n    assert half(5) == 2\n", encoding="utf-8")
    again: list[str] = []
    project = Project(shop.root, [*shop.files, "checks/test_whole.py"], shop.subjects, shop.answers, shop.kept)
    assert run(project, all_of(shop), again.append) == SOUND
    assert len(tried(again)) == 3
    assert "fees          6 mutants,    4 killed,   2 answered,   0 unanswered" in again
    report = (shop.kept / "report.txt").read_text(encoding="utf-8")
    assert "amount // 2 -> amount / 2\n    checks/test_whole.py::test_whole" in report
    assert "< least -> <= least\n    nobody can see it" in report


class Unsure:
    """Stands for warm tests that see nothing, so that a process of its own decides."""

    def failure(self, tests: object, change: object) -> str:
        return ""


BROKEN = """\
import os

from shop.fees import late


def test_late():
    assert late() > 9


def test_end():
    os.abort()
"""


@pytest.mark.parametrize("name", ["test_late", "test_end", "test_gone"])
def test_a_test_that_fails_anyway_kills_nothing(shop: Project, name: str) -> None:
    (shop.root / "checks/test_broken.py").write_text(BROKEN, encoding="utf-8")
    (seven,) = (one for one in mutants_of(shop.root, "shop/fees.py") if one.key == SEVEN)
    with copied_tree(shop.root, [*shop.files, "checks/test_broken.py"]) as tree:
        verdict = try_mutant(
            tree, cast("WarmTests", Unsure()), "fees", seven, [(f"checks/test_broken.py::{name}", 0.1)]
        )
    assert verdict.verdict == SURVIVED


def test_a_kill_without_a_named_test_is_not_kept(shop: Project, tmp_path: Path) -> None:
    file = tmp_path / "verdicts.jsonl"
    named, crash = (Verdict("fees", "shop/fees.py", 1, "line", change, LITERAL, KILLED, by) for change, by in (
        ("one", "checks/test_fees.py::test_half_of_four"), ("two", "a crash")
    ))  # fmt: skip
    for verdict in (named, crash):
        KeptVerdicts(shop.root, file).add(verdict)
    kept = KeptVerdicts(shop.root, file)
    assert (kept.killed(named.key), kept.killed(crash.key)) == (named, None)


def test_what_runs_at_import_is_tried_with_the_tests_of_its_file(shop: Project) -> None:
    code = "def _twice(number):\n    return number * 2\n\n\nPAIR = _twice(1)\n\n\ndef pairs(n):\n    return n * PAIR\n"
    test = "from shop.pairs import pairs\n\n\ndef test_three_pairs():\n    assert pairs(3) == 6\n"
    for name, text in {"shop/pairs.py": code, "checks/test_pairs.py": test}.items():
        (shop.root / name).write_text(text, encoding="utf-8")
    pairs = Subject("pairs", ("shop/pairs.py",), ("checks/test_pairs.py",))
    files = [*shop.files, "shop/pairs.py", "checks/test_pairs.py"]
    lines: list[str] = []
    assert (
        run(
            Project(shop.root, files, [pairs], shop.answers, shop.kept),
            Extent(9, 1, frozenset({"pairs"}), 5.0),
            lines.append,
        )
        == SOUND
    )
    assert "killed      shop/pairs.py:2: 2 -> 3" in lines


def test_an_answer_that_matches_no_code_is_an_error(shop: Project) -> None:
    answer(shop, SEVEN, ("shop/fees.py", "return amount // 3", "amount // 3 -> amount / 3"))
    lines: list[str] = []
    assert run(shop, all_of(shop), lines.append) == OBSOLETE
    assert lines == [
        "answers nothing in the code any more: shop/fees.py: return amount // 3: amount // 3 -> amount / 3"
    ]


def test_an_answer_needs_a_reason_and_is_given_once(shop: Project) -> None:
    answer(shop, SEVEN, reason=" ")
    with pytest.raises(ValueError, match="no reason"):
        read_answers(shop.answers)
    answer(shop, SEVEN, SEVEN)
    with pytest.raises(ValueError, match="twice"):
        read_answers(shop.answers)


def test_a_run_whose_time_is_over_is_not_sound(shop: Project) -> None:
    lines: list[str] = []
    assert run(shop, all_of(shop, minutes=0.0), lines.append) == NOT_DONE
    assert lines[-1] == "the time was over after 0 mutants; the next run goes on"


def test_a_mutant_is_the_file_with_one_change(shop: Project) -> None:
    mutants = {mutant.key: mutant for mutant in mutants_of(shop.root, "shop/fees.py")}
    assert len(mutants) == 6
    assert source_of(shop.root, mutants[FLOAT]) == FEES.replace("amount // 2", "amount / 2")


@pytest.mark.parametrize(
    "line",
    [
        'log.info("sold %s", 1)',
        "assert number == 1",
        'raise ValueError("more than 1")',
        '"""Words."""',
        "number: dict[str, Literal[1]]",
        "number = cast(int, number)",
    ],
)
def test_what_no_test_is_to_see_is_left_alone(tmp_path: Path, line: str) -> None:
    (tmp_path / "one.py").write_text(f"LIMIT = 1\n\n\ndef act(number=1):\n    {line}\n", encoding="utf-8")
    assert [mutant.change for mutant in mutants_of(tmp_path, "one.py") if "None" not in mutant.change] == []


def test_calls_are_left_out_and_conditions_never_hold(tmp_path: Path) -> None:
    text = "def act(door):\n    if door.is_open:\n        door.close()\n"
    (tmp_path / "one.py").write_text(text, encoding="utf-8")
    changed = {source_of(tmp_path, mutant) for mutant in mutants_of(tmp_path, "one.py")}
    assert changed == {
        text.replace("door.is_open", "(door.is_open) and False"),
        text.replace("door.close()", "pass"),
    }


def test_code_that_ran_often_is_changed_in_place_too(tmp_path: Path) -> None:
    file, before = tmp_path / "often.py", "def half(amount):\n    return amount // 2\n"
    file.write_text(before, encoding="utf-8")
    loaded: dict[str, Any] = {}
    exec(compile(before, str(file), "exec"), loaded)  # noqa: S102  # as an import does
    assert sum(loaded["half"](5) for _ in range(1_000)) == 2_000
    assert put_in_place(str(file), before, before.replace("//", "/")) == 1
    assert loaded["half"](5) == 2.5


def mutant(file: str, change: str, kind: str) -> Mutant:
    return Mutant(file, 0, 1, 1, 1, "line", change, kind)


def test_a_sample_takes_turns_and_a_change_elsewhere_leaves_it_as_it_is() -> None:
    many = [mutant("a.py", f"argument {n}", ARGUMENT) for n in range(50)]
    few = [mutant("a.py", "literal", LITERAL), mutant("a.py", "operation", OPERATION)]
    other = [mutant("b.py", f"argument {n}", ARGUMENT) for n in range(50)]
    chosen = sample({"a": [*many, *few], "b": other}, 12, seed=1)
    assert [subject for subject, _ in chosen] == ["a", "b"] * 6
    assert {one.kind for _, one in chosen[:6]} == {ARGUMENT, LITERAL, OPERATION}
    fewer = [one for one in many if one not in {mutant for _, mutant in chosen}][1:]
    left = [one for one in many if one in {mutant for _, mutant in chosen}]
    assert sample({"a": [*left, *fewer, *few], "b": other}, 12, seed=1) == chosen
    assert sample({"a": [*many, *few], "b": other}, 12, seed=2) != chosen


def test_a_mutant_of_two_subjects_is_tried_once() -> None:
    shared = [mutant("a.py", "one", LITERAL)]
    assert [subject for subject, _ in sample({"a": shared, "b": list(shared)}, 10, seed=1)] == ["a"]


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_a_few_mutants_of_the_rules_are_killed(tmp_path: Path) -> None:
    rules = Subject(
        "rules",
        ("domain/money", "domain/fiscal", "domain/rights.py", "domain/sale"),
        ("tests/domain/money", "tests/domain/fiscal", "tests/domain/test_rights.py", "tests/domain/sale"),
    )
    project = Project(ROOT, tracked_files(ROOT), [rules], ANSWERS, tmp_path)
    lines: list[str] = []
    code = run(project, Extent(10, 1, frozenset({"rules"}), 6.0), lines.append)
    assert code == SOUND, "\n".join(lines)


def test_every_answer_is_about_code_that_is_there() -> None:
    assert obsolete(ROOT, read_answers(ANSWERS)) == []


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_the_files_of_every_subject_are_there(subject: Subject) -> None:
    assert list(python_files(ROOT, subject.code))
    for place in subject.tests:
        assert [file for file in python_files(ROOT, (place,)) if Path(file).name.startswith("test_")], place
