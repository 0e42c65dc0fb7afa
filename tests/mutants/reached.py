"""Which tests reach a line, and how long each takes: recorded once, anew only for what has changed."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.mutants.copied_tree import CopiedTree
from tests.mutants.in_pytest import REACHED, WATCHED
from tests.mutants.mutating import Mutant

_LIMIT_S = 1_800.0


class Reached:
    """What the tests of a subject reach, kept in a file for each test file.

    A line is kept by its text: so a change elsewhere in its file leaves what is known of it.
    """

    def __init__(self, root: Path, kept: Path) -> None:
        self._root, self._kept = root, kept
        self._seconds: dict[str, float] = {}
        self._tests: dict[tuple[str, str], set[str]] = {}
        self._changed: dict[str, set[str]] = {}
        self._at_import: set[tuple[str, str]] = set()

    def load(
        self, tree: CopiedTree, watched: Sequence[str], test_files: Sequence[str], mutants: Sequence[Mutant]
    ) -> None:
        """Read what was recorded, and record what is missing, or stale for these mutants.

        Raises RuntimeError if the tests do not run.
        """
        self._record(tree, watched, [file for file in test_files if not self._read(file)])
        unknown = {mutant.file for mutant in mutants if not self.tests_of(mutant)}
        stale = {test_file for file in unknown for test_file in self._changed.get(file, ())}
        self._record(tree, watched, sorted(stale))

    def tests_of(self, mutant: Mutant) -> list[tuple[str, float]]:
        """The tests that reach the lines of a mutant, with their seconds, quickest first.

        For lines that run when their file is imported, before any test, these are all that reach the file.
        """
        lines = lines_of(self._root, mutant.file)[mutant.first - 1 : mutant.last]
        names = {name for line in lines for name in self._tests.get((mutant.file, line), ())}
        if not names and any((mutant.file, line) in self._at_import for line in lines):
            names = {name for (file, _), tests in self._tests.items() if file == mutant.file for name in tests}
        return sorted(((name, self._seconds[name]) for name in names), key=lambda test: (test[1], test[0]))

    def _record(self, tree: CopiedTree, watched: Sequence[str], test_files: Sequence[str]) -> None:
        if not test_files:
            return
        asked, answer = tree.root.parent / "watched.json", tree.root.parent / "reached.json"
        asked.write_text(json.dumps(list(watched)), encoding="utf-8")
        variables = {WATCHED: str(asked), REACHED: str(answer)}
        _, output = tree.pytest(["-q", "--no-header", "--tb=line", *test_files], variables, _LIMIT_S)
        if not answer.exists():
            raise RuntimeError(f"the tests did not run:\n{output}")
        recorded = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        if len(recorded["failed"]) > len(recorded["seconds"]):
            raise RuntimeError(f"most tests fail without any change:\n{output}")
        for file in test_files:
            self._write(file, recorded)
            self._read(file)

    def _read(self, file: str) -> bool:
        kept = self._file(file)
        if not kept.exists():
            return False
        recorded = json.loads(kept.read_text(encoding="utf-8"))
        if recorded["digest"] != digest(self._root, [file]):
            return False
        self._seconds |= recorded["seconds"]
        for name, tests_of_lines in recorded["lines"].items():
            for line, tests in tests_of_lines.items():
                self._tests.setdefault((name, line), set()).update(tests)
        self._at_import |= {(name, line) for name, lines in recorded.get("at_import", {}).items() for line in lines}
        for name, before in recorded["reaches"].items():
            changed = self._changed.setdefault(name, set())
            changed.add(file) if before != digest(self._root, [name]) else changed.discard(file)
        return True

    def _write(self, file: str, recorded: dict[str, Any]) -> None:
        prefix = f"{file}::"
        seconds = {test: took for test, took in recorded["seconds"].items() if test.startswith(prefix)}
        lines: dict[str, dict[str, list[str]]] = {}
        at_import: dict[str, list[str]] = {}
        for name, reached in recorded["lines"].items():
            texts = lines_of(self._root, name)
            by_text: dict[str, set[str]] = {}
            for line, tests in reached.items():
                if own := [test for test in tests if test in seconds]:
                    by_text.setdefault(texts[int(line) - 1], set()).update(own)
            if by_text:
                lines[name] = {text: sorted(tests) for text, tests in by_text.items()}
                at_import[name] = [texts[int(line) - 1] for line, tests in reached.items() if not tests]
        kept = {
            "digest": digest(self._root, [file]),
            "reaches": {name: digest(self._root, [name]) for name in lines},
            "seconds": seconds,
            "lines": lines,
            "at_import": at_import,
        }
        self._kept.mkdir(parents=True, exist_ok=True)
        self._file(file).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def _file(self, file: str) -> Path:
        return self._kept / f"{file.replace('/', '.')}.json"


@cache
def lines_of(root: Path, file: str) -> list[str]:
    """The lines of a file of the copy, without the spaces around them. They are read before the first change of it."""
    return [line.strip() for line in (root / file).read_text(encoding="utf-8").splitlines()]


def digest(root: Path, names: Iterable[str]) -> str:
    """One figure for the content of these files; a missing one counts as empty."""
    files = (root / name for name in names)
    return sha256(b"\0".join(file.read_bytes() if file.is_file() else b"" for file in files)).hexdigest()
