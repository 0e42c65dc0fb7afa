"""One run: a sample of mutants, each tried in a copy of the tree, until all are tried or the time is over."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.answers import obsolete, read_answers
from tests.mutants.copied_tree import CopiedTree, copied_tree
from tests.mutants.kept_verdicts import KeptVerdicts
from tests.mutants.mutating import Mutant, python_files
from tests.mutants.pools import Pools
from tests.mutants.reached import Reached
from tests.mutants.report import sums, unanswered, write_report
from tests.mutants.sample import sample
from tests.mutants.subjects import Subject
from tests.mutants.trying import Verdict, try_mutant
from tests.mutants.warm_tests import WarmTests

SOUND, SURVIVORS, OBSOLETE, NOT_DONE = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Project:
    """What is mutated: the root, its files, the subjects, the file of answers, and the folder of what is kept."""

    root: Path
    files: Sequence[str]
    subjects: Sequence[Subject]
    answers: Path
    kept: Path


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of the sample, its seed, the subjects of which it is tried, and for how many minutes."""

    count: int
    seed: int
    only: frozenset[str]
    minutes: float


def run(project: Project, extent: Extent, show: Callable[[str], None]) -> int:
    """Try a sample and write the report.

    SOUND if each mutant was killed or is answered; SURVIVORS; OBSOLETE if an answer matches nothing in the code;
    NOT_DONE if the time was over first: the next run goes on.
    """
    answers = read_answers(project.answers)
    if gone := obsolete(project.root, answers):
        for answer in gone:
            show(f"answers nothing in the code any more: {answer.file}: {answer.text}: {answer.change}")
        return OBSOLETE
    with copied_tree(project.root, project.files) as tree:
        pools = _pools(project, tree)
        chosen = [one for one in sample(pools, extent.count, extent.seed) if one[0] in extent.only]
        show(f"{len(chosen)} mutants of {sum(map(len, pools.values()))}, seed {extent.seed}")
        verdicts = list(_verdicts(project, tree, chosen, time.monotonic() + extent.minutes * 60, show))
    write_report(project.kept / "report.txt", verdicts, answers)
    for line in sums(verdicts, answers):
        show(line)
    left = unanswered(verdicts, answers)
    for verdict in left:
        show(f"{verdict.verdict}: {verdict.file}:{verdict.line}: {verdict.text}: {verdict.change}")
    if len(verdicts) < len(chosen):
        show(f"the time was over after {len(verdicts)} mutants; the next run goes on")
    return SURVIVORS if left else NOT_DONE if len(verdicts) < len(chosen) else SOUND


def _pools(project: Project, tree: CopiedTree) -> dict[str, list[Mutant]]:
    pools = Pools(tree.root, project.kept / "pools.json")
    made = {subject.name: pools.of(python_files(tree.root, subject.code)) for subject in project.subjects}
    pools.write()
    return made


def _verdicts(
    project: Project, tree: CopiedTree, chosen: Sequence[tuple[str, Mutant]], end: float, show: Callable[[str], None]
) -> Iterator[Verdict]:
    kept = KeptVerdicts(tree.root, project.kept / "verdicts.jsonl")
    watched = sorted({file for subject in project.subjects for file in python_files(tree.root, subject.code)})
    for subject in project.subjects:
        mutants = [mutant for name, mutant in chosen if name == subject.name]
        yield from filter(None, (kept.killed(mutant.key) for mutant in mutants))
        waiting = [mutant for mutant in mutants if not kept.killed(mutant.key)]
        if not waiting or time.monotonic() > end:
            continue
        test_files = _test_files(tree.root, subject)
        reached = Reached(tree.root, project.kept / "reached")
        reached.load(tree, watched, test_files, waiting)
        with closing(WarmTests(tree, test_files)) as warm:
            for mutant in waiting:
                if time.monotonic() > end:
                    break
                verdict = try_mutant(tree, warm, subject.name, mutant, reached.tests_of(mutant))
                kept.add(verdict)
                show(f"{verdict.verdict:<11} {verdict.file}:{verdict.line}: {verdict.change}")
                yield verdict


def _test_files(root: Path, subject: Subject) -> list[str]:
    files = dict.fromkeys(python_files(root, subject.tests))
    return [file for file in files if Path(file).name.startswith("test_")]
