"""The survivors that no test can kill, each with the reason: `answers.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutating import mutants_of


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a mutant may survive: nothing that anybody can observe depends on the change."""

    file: str
    text: str
    change: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        """The key of its mutant."""
        return self.file, self.text, self.change


def read_answers(path: Path) -> list[Answer]:
    """The answers of a file, none when it does not exist. Raises ValueError for one without a reason or given twice."""
    if not path.exists():
        return []
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("answer", [])
    answers = [Answer(row["file"], row["line"], row["change"], row["reason"]) for row in rows]
    if mute := [answer.key for answer in answers if not answer.reason.strip()]:
        raise ValueError(f"no reason is given for {mute[0]}")
    keys = [answer.key for answer in answers]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise ValueError(f"answered twice: {twice[0]}")
    return answers


def obsolete(root: Path, answers: Iterable[Answer]) -> list[Answer]:
    """The answers whose line or change is no longer in the code."""
    known: dict[str, set[tuple[str, str, str]]] = {}
    gone = []
    for answer in answers:
        if answer.file not in known:
            mutants = mutants_of(root, answer.file) if (root / answer.file).exists() else []
            known[answer.file] = {mutant.key for mutant in mutants}
        if answer.key not in known[answer.file]:
            gone.append(answer)
    return gone
