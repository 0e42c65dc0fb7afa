"""Documents name only commands, links, paths and names that exist, and what the code cites is in a document."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.conflicts.cases import Choice, ConflictKind
from domain.payments.methods import METHODS
from tests.source_tree import CODE_FOLDERS, ROOT, documents, table_cells

INLINE_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH_IN_CODE = re.compile(r"`([\w.*-]+(?:/[\w.*-]+)*\.(?:py|toml|qss|md|sh|lock))`")
MAKE_COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)")
OUR_COMMAND = re.compile(r"\btaquilla ([a-z][a-z-]*)")
NAMES_IN_A_FILE = re.compile(r"`([\w./]+\.py)`((?:,? `[\w.]+`)+)")
PAGE = re.compile(r"(?<![\w/.-])(docs/[\w./-]*\w|[\w-]+\.md)")
MARK = r"(?:section \d+|example \w+|[FI]\d+)"
MARKS_AFTER = re.compile(rf"(?:,? (?:and |to )?{MARK}\b)*")
LAW = re.compile(r"\b(?:PA \d{4}|R?LIVA|COT|Decreto [\d.]*\d)\b")
INVARIANT = re.compile(r"\bI\d{1,2}\b")


class Citation(NamedTuple):
    """A cited page and a mark in it: F8, I3, section 2, example 11. The mark is empty for the page itself."""

    source: str
    page: str
    mark: str


def in_code(document: Path) -> str:
    """The code in a document: between backticks, indented or fenced."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```.*?^```|^ {4}.*?$", text)
    return "\n".join([*blocks, *re.findall(r"`[^`\n]+`", text)])


def mentioned(command: re.Pattern[str]) -> set[str]:
    return {name for document in documents() for name in command.findall(in_code(document))}


def make_targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8")))


def taquilla_commands() -> set[str]:
    source = (ROOT / "pos_app" / "cli.py").read_text(encoding="utf-8")
    return set(re.findall(r"_command\(commands, \"([a-z-]+)\"", source))


def citing_files() -> Iterator[Path]:
    """The files that may cite a page: code and data, except this file, whose examples cite missing pages."""
    for folder in CODE_FOLDERS:
        for kind in ("*.py", "*.toml"):
            yield from (path for path in sorted((ROOT / folder).rglob(kind)) if path != Path(__file__))


def citations(path: Path, text: str) -> Iterator[Citation]:
    source = path.relative_to(ROOT).as_posix()
    for match in PAGE.finditer(text):
        page, after = match.group(1), MARKS_AFTER.match(text, match.end())
        yield Citation(source, page, "")
        for mark in re.findall(MARK, after.group() if after else ""):
            yield Citation(source, page, mark)


def page_of(citation: Citation) -> Path | None:
    """The cited page, named by its path, by the beginning of its path, or by its file name."""
    named = [*ROOT.glob(citation.page), *ROOT.glob(f"{citation.page}*.md")]
    return next((page for page in named or documents() if page.name == Path(citation.page).name or named), None)


def marks_of(page: Path) -> set[str]:
    """The marks of a page that can be cited: its numbered rules and invariants, sections and examples."""
    text = page.read_text(encoding="utf-8")
    examples = [*re.findall(r"\*\*Example (\w+)\.\*\*", text), *re.findall(r"\(example (\w+)\)", text)]
    examples += [cells[0] for cells in table_cells(page, WORKED_EXAMPLES)] if WORKED_EXAMPLES in text else []
    return {
        *re.findall(r"\*\*([FI]\d+)\*\*", text),
        *(f"section {number}" for number in re.findall(r"(?m)^## (\d+)\. ", text)),
        *(f"example {number}" for number in examples),
    }


WORKED_EXAMPLES = "## 8. Worked examples"


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
        document.name: match.group()
        for document in documents()
        if (match := adjectives.search(document.read_text(encoding="utf-8")))
    }
    assert loud == {}


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_name_beside_a_file_is_in_that_file(document: Path) -> None:
    lost = []
    for path, names in NAMES_IN_A_FILE.findall(document.read_text(encoding="utf-8")):
        file = ROOT / path
        source = file.read_text(encoding="utf-8") if file.exists() else ""
        wanted = [name.split(".")[-1] for name in re.findall(r"`([\w.]+)`", names)]
        lost += [f"{path} {name}" for name in wanted if not re.search(rf"\b{name}\b", source)]
    assert lost == []


def test_no_two_rules_have_one_mark() -> None:
    marks = re.findall(
        r"^\| \*\*(F\d+)\*\*", (ROOT / "docs" / "fiscal-rules.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [mark for mark, times in Counter(marks).items() if times > 1] == []


def test_what_is_cited_is_there() -> None:
    """Citations such as `docs/fiscal-rules.md F7` and `docs/protocol.md I3` name a page and a mark that exist."""
    lost = []
    for path in (*citing_files(), *documents()):
        for citation in citations(path, path.read_text(encoding="utf-8")):
            page = page_of(citation)
            if page is None or (citation.mark and citation.mark not in marks_of(page)):
                lost.append(citation)
    assert lost == []


def test_a_citation_of_a_number_that_is_missing_is_seen() -> None:
    text = "half-up (docs/fiscal-rules.md F8, example 11 and F999); docs/no-such-page.md I3"
    cited = [citation for citation in citations(ROOT / "domain" / "taxes.py", text) if citation.mark]
    assert [citation.mark for citation in cited] == ["F8", "example 11", "F999", "I3"]
    pages = [page_of(citation) for citation in cited]
    pairs = zip(cited, pages, strict=True)
    resolved = [page is not None and citation.mark in marks_of(page) for citation, page in pairs]
    assert resolved == [True, True, False, False]


def test_the_methods_of_payment_are_those_of_the_counter() -> None:
    shown = table_cells(ROOT / "docs" / "fiscal-rules.md", "### Methods of payment")
    assert shown == [
        [f"`{method.code}`", method.currency, method.igtf_agent.value, ", ".join(method.required) or "none"]
        for method in METHODS.values()
    ]


def test_the_worlds_ask_for_invariants_of_the_protocol() -> None:
    checkers = (ROOT / "tests" / "world" / "checkers").glob("*.py")
    asked = {number for path in checkers for number in INVARIANT.findall(path.read_text(encoding="utf-8"))}
    assert asked
    assert asked <= marks_of(ROOT / "docs" / "protocol.md")


def test_every_invariant_has_a_test_or_is_not_built() -> None:
    rows = table_cells(ROOT / "docs" / "protocol.md", "## 11. Invariants")
    assert [cells[0] for cells in rows] == [f"**I{number}**" for number in range(1, len(rows) + 1)]
    untested = [cells[0] for cells in rows if "`tests/" not in cells[3] and cells[3] != "see *Not built yet*"]
    assert untested == []


def test_the_policy_has_a_section_for_every_kind_and_a_line_for_every_remedy() -> None:
    page = ROOT / "docs" / "conflict-policy.md"
    kinds = re.findall(r"(?m)^### \*\*(C\d+)\*\* ", page.read_text(encoding="utf-8"))
    assert kinds == [kind.value for kind in ConflictKind]
    remedies = table_cells(page, "## 4. What each remedy does today")
    assert [cells[0] for cells in remedies] == [f"`{choice}`" for choice in Choice]


def test_a_law_that_the_code_names_is_among_the_sources() -> None:
    sources = (ROOT / "docs" / "fiscal-rules.md").read_text(encoding="utf-8")
    named = {law for path in citing_files() for law in LAW.findall(path.read_text(encoding="utf-8"))}
    assert {law for law in named if law not in sources} == set()


def test_the_worked_examples_are_the_cases_that_are_run() -> None:
    shown = table_cells(ROOT / "docs" / "fiscal-rules.md", WORKED_EXAMPLES)
    cases = json.loads((ROOT / "tests" / "cases" / "money.json").read_text(encoding="utf-8"))["cases"]
    wanted = []
    for case in cases:
        expect = case["expect"]
        taxes = ", ".join(f"{letter} {line['base']} + {line['tax']}" for letter, line in expect["taxes"].items())
        sums = [expect[name] for name in ("total", "igtf_base", "igtf", "to_pay", "change_ves")]
        wanted.append([case["id"].lstrip("0"), case["title"], expect["exempt"], taxes, *sums])
    assert shown == wanted
