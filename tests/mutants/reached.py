"""Which tests reach a line, and how long each takes: recorded once, anew only for what has changed."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from tests.mutants.copied_tree import CopiedTree
from tests.mutants.in_pytest import REACHED, WATCHED
from tests.mutants.mutating import Mutant

_LIMIT_S = 1_800.0


class Reached:
    """What the tests of a subject reach. Kept in a file for each test file, with the digests of what it depends on."""

    def __init__(self, root: Path, kept: Path) -> None:
        self._root, self._kept = root, kept
        self._seconds: dict[str, float] = {}
        self._lines: dict[str, dict[int, set[str]]] = {}

    def load(self, tree: CopiedTree, watched: Sequence[str], test_files: Sequence[str]) -> None:
        """Read what was recorded, and record what is missing or stale. Raises RuntimeError if the tests do not run."""
        stale = [file for file in test_files if not self._read(file, watched)]
        if not stale:
            return
        asked, answer = tree.root.parent / "watched.json", tree.root.parent / "reached.json"
        asked.write_text(json.dumps(list(watched)), encoding="utf-8")
        variables = {WATCHED: str(asked), REACHED: str(answer)}
        _, output = tree.pytest(["-q", "--no-header", "--tb=no", *stale], variables, _LIMIT_S)
        if not answer.exists():
            raise RuntimeError(f"the tests did not run:\n{output}")
        recorded = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        for file in stale:
            self._write(file, watched, recorded)
            self._read(file, watched)

    def tests_of(self, mutant: Mutant) -> list[tuple[str, float]]:
        """The tests that reach the lines of a mutant, with their seconds, quickest first."""
        lines = self._lines.get(mutant.file, {})
        names = {name for line in range(mutant.first, mutant.last + 1) for name in lines.get(line, ())}
        return sorted(((name, self._seconds[name]) for name in names), key=lambda test: (test[1], test[0]))

    def _read(self, file: str, watched: Sequence[str]) -> bool:
        kept = self._file(file)
        if not kept.exists():
            return False
        recorded = json.loads(kept.read_text(encoding="utf-8"))
        if recorded["digest"] != self._digest([file]) or not set(watched) <= set(recorded["watched"]):
            return False
        if any(self._digest([name]) != digest for name, digest in recorded["reaches"].items()):
            return False
        self._seconds |= recorded["seconds"]
        for name, lines in recorded["lines"].items():
            known = self._lines.setdefault(name, {})
            for line, tests in lines.items():
                known.setdefault(int(line), set()).update(tests)
        return True

    def _write(self, file: str, watched: Sequence[str], recorded: "dict[str, dict[str, dict[str, list[str]]]]") -> None:
        prefix = f"{file}::"
        lines: dict[str, dict[str, list[str]]] = {}
        for name, reached in recorded["lines"].items():
            own = {line: [test for test in tests if test.startswith(prefix)] for line, tests in reached.items()}
            if own := {line: tests for line, tests in own.items() if tests}:
                lines[name] = own
        seconds = {test: took for test, took in recorded["seconds"].items() if test.startswith(prefix)}
        kept = {
            "digest": self._digest([file]),
            "watched": sorted(watched),
            "reaches": {name: self._digest([name]) for name in lines},
            "seconds": seconds,
            "lines": {
                name: {line: [test for test in tests if test in seconds] for line, tests in reached.items()}
                for name, reached in lines.items()
            },
        }
        self._kept.mkdir(parents=True, exist_ok=True)
        self._file(file).write_text(json.dumps(kept), encoding="utf-8")

    def _file(self, file: str) -> Path:
        return self._kept / f"{file.replace('/', '.')}.json"

    def _digest(self, names: Iterable[str]) -> str:
        return digest(self._root, names)


def digest(root: Path, names: Iterable[str]) -> str:
    """One figure for the content of these files; a missing one counts as empty."""
    files = (root / name for name in names)
    return sha256(b"\0".join(file.read_bytes() if file.is_file() else b"" for file in files)).hexdigest()
