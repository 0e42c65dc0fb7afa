"""Set-up files from the disk."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sync import file_errors
from sync.setup.problems import BadSetup, Flaw, Problem, Reading
from sync.setup.toml_table import parse


def read_texts(files: Sequence[Path]) -> dict[str, str]:
    """The text of each file by name, or by path when two share a name. Raises BadSetup naming all unreadable files.

    It then names the files that are not TOML too. What else is wrong is found when all files are there, because one
    file refers to what another names.
    """
    shared = len({file.name for file in files}) < len(files)
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for file in files:
        name = str(file) if shared else file.name
        try:
            # A byte order mark is what an editor of Windows writes first.
            texts[name] = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            problems.append(Problem(str(file), Flaw.UNREADABLE, file_errors.failure(error).code))
        except UnicodeDecodeError:
            problems.append(Problem(str(file), Flaw.UNREADABLE, "not_utf8"))
    if problems:
        raise BadSetup((*problems, *_not_toml(texts)))
    return texts


def _not_toml(texts: Mapping[str, str]) -> list[Problem]:
    reading = Reading(date.min)  # no day is read
    for name, text in texts.items():
        parse(name, text, reading)
    return reading.problems
