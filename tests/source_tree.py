"""What the tests of habits read: the project's files, as they lie on disk."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("domain", "sync", "printing", "pos_app", "hq", "resources")
CODE_FOLDERS = (*PACKAGES, "tests", "benchmarks", "scripts")


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file of the project."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Where it lies, from the root of the project: `domain/money/money.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_product(self) -> bool:
        """Part of the program, as against its tests and scripts."""
        return self.name.split("/")[0] in PACKAGES


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the project."""
    found = []
    for folder in CODE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Module(path, text, ast.parse(text, str(path))))
    return tuple(found)


@cache
def documents() -> tuple[Path, ...]:
    """Every Markdown file of the project."""
    return tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))


def table_cells(document: Path, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head and rule."""
    _, _, after = document.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    assert after, f"{document.name} has no heading {heading!r}"
    rows: list[list[str]] = []
    for line in after.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows or line.startswith("#"):
            break
    return rows[2:]
