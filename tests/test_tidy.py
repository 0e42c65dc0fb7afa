"""Conventions that no other tool checks: the sizes of files, classes and functions, names, and imports."""

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.source_tree import PACKAGES, ROOT, Module, modules, table_cells

MAX_FILE_LINES = 450  # `make lint` lists the files of more than 300 lines (scripts/long_files.py)
STANDS_ALONE = {"tools/verify_journal.py"}  # one file by its nature: an auditor has no other of the project
MAX_CLASS_LINES = 150
MAX_FUNCTION_LINES = 50

# Names without a meaning of their own, and words for which GLOSSARY.md has another.
REFUSED_WORDS = {
    *("manager", "helper", "helpers", "util", "utils", "handler", "processor", "common", "misc"),
    *("user", "operator", "basket", "sku", "quota", "storno", "stock", "bill"),
}
REFUSED_IN_CLASSES = {*REFUSED_WORDS, "base"}  # a tax has a base, a class has none

# Words that name no noun and do no verb of the field: a reader cannot know what `found` or `said` holds.
VAGUE_WORDS = frozenset({"told", "said", "say", "tell", "found", "there", "mine", "thing", "ear", "nothing"})

# Fields of facts and messages: their names are on the wire and in signed journals, so they stay.
NAMES_ON_THE_WIRE = {("sync/facts/store.py", "found")}

# What a rule may import besides other rules: no files, clocks or random numbers, which are passed in.
PURE_LIBRARIES = {
    *("abc", "base64", "bisect", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools"),
    *("heapq", "itertools", "math", "re", "string", "typing", "unicodedata", "zoneinfo"),
    *("uuid",),  # for its type; ruff refuses to make one with it
    *("stdnum", "phonenumbers"),
}

THEME_FILES = {"pos_app/ui/app.py", "pos_app/ui/theme.py"}

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def definitions(module: Module) -> Iterator[Definition]:
    for node in ast.walk(module.tree):
        if isinstance(node, Definition):
            yield node


def bound_names(module: Module) -> Iterator[tuple[int, str]]:
    """The names that a module gives, with their lines: definitions, arguments, variables, attributes and aliases."""
    for node in ast.walk(module.tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("test_"):  # the name of a test is a sentence
                    yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name


def lines_of(node: Definition) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def words_of(name: str) -> set[str]:
    """The words of a name: `PrintQueueManager` and `print_queue_manager` have the same ones."""
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
    lines = {m.name: len(m.text.splitlines()) for m in modules() if m.name not in STANDS_ALONE}
    long = {name: n for name, n in lines.items() if n > MAX_FILE_LINES}
    assert long == {}


def test_a_class_has_at_most_150_lines_and_a_function_50() -> None:
    long = [
        f"{m.name}:{node.lineno} {node.name} has {lines_of(node)} lines"
        for m in modules()
        for node in definitions(m)
        if lines_of(node) > (MAX_CLASS_LINES if isinstance(node, ast.ClassDef) else MAX_FUNCTION_LINES)
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
            if words_of(node.name) & words and not node.name.startswith("test_"):
                refused.append(f"{module.name}:{node.lineno} {node.name}")
    assert refused == []


def test_no_name_has_a_vague_word() -> None:
    vague = [
        f"{module.name}:{line} {name}"
        for module in modules()
        for line, name in bound_names(module)
        if words_of(name) & VAGUE_WORDS and (module.name, name) not in NAMES_ON_THE_WIRE
    ]
    assert vague == []


def test_nothing_is_left_to_fix() -> None:
    marker = re.compile(r"\b(FIX" + r"ME|XX" + r"X|TO" + r"DO)\b")
    left = [f"{m.name}: {match[0]}" for m in modules() if (match := marker.search(m.text))]
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


def test_no_method_is_left_to_a_subclass() -> None:
    """What a part needs of another is passed to it: a method that only raises is found by a person at the till."""
    raised = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if module.is_product
        and isinstance(node, ast.Raise)
        and node.exc is not None
        and "NotImplementedError" in ast.unparse(node.exc)
    ]
    assert raised == []
