"""Verdicts of before, so that an interrupted run goes on where it ended."""

import json
from pathlib import Path

from tests.mutants.reached import digest
from tests.mutants.trying import Verdict

Key = tuple[str, str, str]


class KeptVerdicts:
    """A line for each verdict. A killed mutant stays so while its file and the file of the test that saw it do.

    A survivor is tried again, since a test for it may have been written; so is one that no named test killed.
    """

    def __init__(self, root: Path, file: Path) -> None:
        self._root, self._file = root, file
        self._killed: dict[Key, Verdict] = {}
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                self._read(line)

    def killed(self, key: Key) -> Verdict | None:
        """The verdict on a mutant, if it still holds."""
        return self._killed.get(key)

    def add(self, verdict: Verdict) -> None:
        """Write a verdict at once."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        row = {**verdict.as_json(), "digest": self._digest(verdict)}
        with self._file.open("a", encoding="utf-8") as out:
            out.write(f"{json.dumps(row, ensure_ascii=False)}\n")

    def _read(self, line: str) -> None:
        try:
            row = json.loads(line)
            kept_digest = row.pop("digest")
            verdict = Verdict(**row)
        except (ValueError, KeyError, TypeError):
            return  # a line that was being written when the run ended
        names_test = (self._root / verdict.by.partition("::")[0]).is_file()
        if verdict.is_killed and names_test and kept_digest == self._digest(verdict):
            self._killed[verdict.key] = verdict
        else:
            self._killed.pop(verdict.key, None)

    def _digest(self, verdict: Verdict) -> str:
        return digest(self._root, [verdict.file, verdict.by.partition("::")[0]])
