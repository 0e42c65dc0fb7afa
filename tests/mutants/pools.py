"""All mutants of all subjects, kept between runs: to describe thirty thousand changes takes a minute."""

import json
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

from tests.mutants.mutating import Mutant, mutants_of
from tests.mutants.reached import digest

_MAKERS = ("mutating.py",)


class Pools:
    """The mutants of each file, made again when the file or what makes them has changed."""

    def __init__(self, root: Path, kept: Path) -> None:
        self._root, self._kept = root, kept
        self._maker = digest(Path(__file__).parent, _MAKERS)
        self._files: dict[str, tuple[str, list[list[str | int]]]] = {}
        if kept.exists():
            content = json.loads(kept.read_text(encoding="utf-8"))
            self._files = content["files"] if content["maker"] == self._maker else {}

    def of(self, files: Iterable[str]) -> list[Mutant]:
        """The mutants of these files."""
        return [mutant for file in files for mutant in self._of_file(file)]

    def write(self) -> None:
        """Keep them for the next run."""
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"maker": self._maker, "files": self._files}, ensure_ascii=False)
        self._kept.with_suffix(".new").write_text(text, encoding="utf-8")
        self._kept.with_suffix(".new").replace(self._kept)

    def _of_file(self, file: str) -> list[Mutant]:
        now = digest(self._root, [file])
        before, rows = self._files.get(file, ("", []))
        if now == before:
            return [Mutant(*row) for row in rows]  # type: ignore[arg-type]  # as they were written
        mutants = mutants_of(self._root, file)
        self._files[file] = (now, [list(astuple(mutant)) for mutant in mutants])
        return mutants
