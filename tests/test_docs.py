"""Documents say what is there: commands, links and paths."""

import re
from pathlib import Path

import pytest

from tests.source_tree import ROOT, documents

INLINE_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH_IN_CODE = re.compile(r"`([\w.*-]+(?:/[\w.*-]+)*\.(?:py|toml|qss|md|sh|lock))`")
MAKE_COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)")
OUR_COMMAND = re.compile(r"\btaquilla ([a-z][a-z-]*)")


def in_code(document: Path) -> str:
    """What a document shows as code: between backticks, or indented, or fenced."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```.*?^```|^ {4}.*?$", text)
    return "\n".join([*blocks, *re.findall(r"`[^`\n]+`", text)])


def mentioned(command: re.Pattern[str]) -> set[str]:
    return {name for document in documents() for name in command.findall(in_code(document))}


def make_targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8")))


def taquilla_commands() -> set[str]:
    source = (ROOT / "pos_app" / "cli.py").read_text(encoding="utf-8")
    return set(re.findall(r"add_parser\(\s*\"([a-z-]+)\"", source))


def test_documents_and_makefile_name_the_same_targets() -> None:
    assert mentioned(MAKE_COMMAND) == make_targets()


def test_documents_and_program_name_the_same_commands() -> None:
    assert mentioned(OUR_COMMAND) == taquilla_commands()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_points_only_to_what_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in INLINE_LINK.findall(text) if "://" not in link]
    lost = [link for link in links if not (document.parent / link).exists()]
    lost += [path for path in PATH_IN_CODE.findall(text) if not any(ROOT.glob(path)) and not any(ROOT.rglob(path))]
    assert lost == []


def test_the_readme_has_the_two_commands_and_they_are_what_is_tested() -> None:
    shown = in_code(ROOT / "README.md")
    assert "make demo" in shown
    assert "make test" in shown
    assert "test check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_decision_has_its_five_headings_and_its_line_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    headings = ["Question", "Decision", "Why", "What it costs", "What would change our mind"]
    for page in sorted(folder.glob("[0-9]*.md")):
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"(?m)^## (.+)$", text) == headings, page.name
        assert page.name in listed


def test_documents_are_calm() -> None:
    adjectives = re.compile(
        r"\b(robust|comprehensive|powerful|seamless|blazing\w*|cutting.edge|world.class)\b|!(?=\s)|[\U0001f300-\U0001faff]",
        re.IGNORECASE,
    )
    loud = {
        document.name: found.group()
        for document in documents()
        if (found := adjectives.search(document.read_text(encoding="utf-8")))
    }
    assert loud == {}
