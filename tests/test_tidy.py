"""Habits that no other tool checks: sizes, names, words."""

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.source_tree import PACKAGES, ROOT, Module, modules, table_cells

MAX_FILE_LINES = 450
MAX_CLASS_LINES = 150
MAX_FUNCTION_LINES = 50

# Names that say nothing of the matter, and words for which GLOSSARY.md has another.
REFUSED_WORDS = {
    *("manager", "helper", "helpers", "util", "utils", "handler", "processor", "common", "misc"),
    *("user", "operator", "basket", "sku", "quota", "storno", "stock", "bill"),
}
REFUSED_IN_CLASSES = {*REFUSED_WORDS, "base"}  # a tax has a base, a class has none

# What a rule may import beside the other rules: no files, clocks or chance; those are passed in.
PURE_LIBRARIES = {
    *("abc", "bisect", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools"),
    *("heapq", "itertools", "math", "re", "string", "typing", "unicodedata", "zoneinfo"),
    *("uuid",),  # for its type; ruff refuses to make one with it
    *("stdnum", "phonenumbers"),
}

THEME_FILES = {"pos_app/ui/app.py", "pos_app/ui/theme.py"}

Definition = ast.ClassDef | ast.FunctionDef


def definitions(module: Module) -> Iterator[Definition]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node


def lines_of(node: Definition) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def words_of(name: str) -> set[str]:
    """`PrintQueueManager` and `print_queue_manager` are made of the same words."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def imported_roots(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.split(".")[0]


def attribute_calls(module: Module, name: str) -> list[str]:
    return [
        f"{module.name}:{node.lineno} calls {name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def test_a_file_has_at_most_450_lines() -> None:
    long = {m.name: n for m in modules() if (n := len(m.text.splitlines())) > MAX_FILE_LINES}
    assert long == {}


def test_a_class_has_at_most_150_lines_and_a_function_50() -> None:
    limits = {ast.ClassDef: MAX_CLASS_LINES, ast.FunctionDef: MAX_FUNCTION_LINES}
    long = [
        f"{m.name}:{node.lineno} {node.name} has {lines_of(node)} lines"
        for m in modules()
        for node in definitions(m)
        if lines_of(node) > limits[type(node)]
    ]
    assert long == []


def test_a_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        m.name
        for m in modules()
        if m.text.strip() and not (ast.get_docstring(m.tree) or "").partition("\n")[0].endswith((".", "?"))
    ]
    assert silent == []


def test_names_say_the_matter() -> None:
    refused = [f"{m.name}" for m in modules() if words_of(m.path.stem) & REFUSED_IN_CLASSES]
    for module in modules():
        for node in definitions(module):
            words = REFUSED_IN_CLASSES if isinstance(node, ast.ClassDef) else REFUSED_WORDS
            if found := words_of(node.name) & words and not node.name.startswith("test_"):
                refused.append(f"{module.name}:{node.lineno} {node.name}: {found}")
    assert refused == []


def test_nothing_is_left_to_fix() -> None:
    marker = re.compile(r"\b(FIX" + r"ME|XX" + r"X|TO" + r"DO)\b")
    left = [f"{m.name}: {found[0]}" for m in modules() if (found := marker.search(m.text))]
    assert left == []


def test_a_suppression_says_which_rule_and_why() -> None:
    bare = re.compile(r"#\s*(type: ignore|noqa|pragma: no cover)(\[[\w, -]+\]|: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)?\s*$")
    mute = [
        f"{m.name}:{number} {line.strip()}"
        for m in modules()
        for number, line in enumerate(m.text.splitlines(), 1)
        if bare.search(line)
    ]
    assert mute == []


def test_the_rules_import_only_the_libraries_they_declare() -> None:
    allowed = {*PURE_LIBRARIES, "domain"}
    foreign = [
        f"{m.name}:{line} imports {root}"
        for m in modules()
        if m.name.startswith("domain/")
        for line, root in imported_roots(m)
        if root not in allowed
    ]
    assert foreign == []


def test_no_float_comes_near_the_rules() -> None:
    floats = [
        f"{m.name}:{node.lineno}"
        for m in modules()
        if m.name.startswith("domain/")
        for node in ast.walk(m.tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert floats == []


def test_no_nested_event_loop_hides_a_race() -> None:
    product = [m for m in modules() if m.is_product]
    assert [line for m in product for line in attribute_calls(m, "processEvents")] == []


def test_colours_and_sizes_stay_in_the_theme() -> None:
    views = [m for m in modules() if m.is_product and m.name not in THEME_FILES]
    assert [line for m in views for line in attribute_calls(m, "setStyleSheet")] == []


def test_each_top_folder_of_code_is_under_the_import_contracts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracted = set(project["tool"]["importlinter"]["root_packages"])
    here = {name for name in PACKAGES if (ROOT / name / "__init__.py").exists()}
    elsewhere = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {*PACKAGES, "tests"}
    assert (here - contracted, elsewhere) == (set(), set())


def test_every_code_name_of_the_glossary_is_in_the_code() -> None:
    spoken = {word for m in modules() if m.is_product for word in re.findall(r"\w+", m.text)}
    missing = [
        name
        for term in table_cells(ROOT / "GLOSSARY.md", "## Words in the code")
        for name in re.findall(r"`([^`]+)`", term[2])
        if not set(re.findall(r"\w+", name)) <= spoken
    ]
    assert missing == []


def test_no_word_of_the_glossary_waits_that_is_already_in_the_code() -> None:
    defined = {node.name for m in modules() if m.is_product for node in definitions(m)}
    arrived = [
        name
        for term in table_cells(ROOT / "GLOSSARY.md", "## Words that wait for their code")
        for name in re.findall(r"`([^`]+)`", term[2])
        if name in defined
    ]
    assert arrived == []
