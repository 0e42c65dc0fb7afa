"""Set-up files from the disk."""

from collections.abc import Sequence
from pathlib import Path

from sync import file_errors
from sync.setup.problems import BadSetup, Flaw, Problem


def read_texts(files: Sequence[Path]) -> dict[str, str]:
    """The text of each file by name, or by path when two share a name. Raises BadSetup naming all unreadable files."""
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
        raise BadSetup(tuple(problems))
    return texts
