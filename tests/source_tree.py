"""The project's source files and documents, parsed once for the tests that check conventions."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("domain", "sync", "printing", "pos_app", "hq", "resources")
CODE_FOLDERS = (*PACKAGES, "tests", "benchmarks", "scripts", "tools")


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file of the project."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the root of the project, as in `domain/money/money.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_product(self) -> bool:
        """Whether the module is part of the programs, not of tests or scripts."""
        return self.name.split("/")[0] in PACKAGES


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the project."""
    parsed = []
    for folder in CODE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            parsed.append(Module(path, text, ast.parse(text, str(path))))
    return tuple(parsed)


@cache
def documents() -> tuple[Path, ...]:
    """Every Markdown file of the project."""
    return tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))


def table_cells(document: Path, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its header."""
    _, _, after = document.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    assert after, f"{document.name} has no heading {heading!r}"
    rows: list[list[str]] = []
    for line in after.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows or line.startswith("#"):
            break
    return rows[2:]
