"""`docs/set-up-file.md` names the tables and keys that the reader knows, and no others."""

import ast
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sync import setup
from sync.setup import BadSetup, Flaw
from sync.setup.section import KindName
from tests.source_tree import ROOT, modules

PAGE = ROOT / "docs" / "set-up-file.md"
READER = "toml_table.py"
WORDS = "problems.py"  # its texts are keys of the translations
TOP = "Top level"
FREE_KEYS = {"station.difference_limits", "event.rights.places"}
"""Tables whose keys are names of the file's own."""
KINDS_OF_SEATS = {kind.value for kind in KindName if kind is not KindName.ORDINARY}
NO_TEXTS: set[str] = set()
COMPUTED = {
    ("section.py", "name"): KINDS_OF_SEATS,
    ("organisation.py", "code"): NO_TEXTS,
    ("shows.py", "name"): NO_TEXTS,
}
"""Where a key is not written as a text: the texts that it may be, beside names of the file's own."""
WAYS = {
    "event.zone": [{"sections", "each"}, {"capacity", "each"}, {"capacity", "sections"}],
    "venue.section": [set(), {"tables"}, {"tables", "centre"}, {"tables", "row_names", "seats_by_row"}],
}
"""Keys that are left out, because beside them others are not read."""


def documented() -> dict[str, set[str]]:
    """The keys of the page by table; a heading may name several tables with the same keys."""
    tables: dict[str, set[str]] = {}
    for part in re.split(r"(?m)^### ", PAGE.read_text(encoding="utf-8"))[1:]:
        heading, _, text = part.partition("\n")
        keys = set(re.findall(r"(?m)^\| `(\w+)` \|", text.partition("\n## ")[0]))
        for table in re.findall(r"`\[+([\w.]+)\]+`", heading) or [TOP]:
            tables[table] = keys
    return tables


@cache
def keys_asked_for() -> frozenset[str]:
    """Every text that the code gives to a `key` parameter of the reader or of one of its helpers."""
    of_setup = [module for module in modules() if module.name.startswith("sync/setup/")]
    trees = {module.path: module.tree for module in of_setup if module.path.name != WORDS}
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    readers = {each.name: each.args for each in functions if any(arg.arg == "key" for arg in each.args.args)}
    asked: set[str] = set()
    for path, tree in trees.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and path.name != READER):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in readers:
                place = [arg.arg for arg in readers[name].args if arg.arg != "self"].index("key")
                asked |= texts_of(call.args[place], path)
    return frozenset(asked - {""})


def texts_of(argument: ast.expr, path: Path) -> set[str]:
    match argument:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=one, orelse=other):
            return texts_of(one, path) | texts_of(other, path)
        case ast.Name(id="key"):
            return set()
        case ast.Name(id=name) if (path.name, name) in COMPUTED:
            return COMPUTED[path.name, name]
    raise AssertionError(f"{path.name}: {ast.unparse(argument)} is no key that this test understands")


def known(table: str, candidates: frozenset[str]) -> set[str]:
    """Those of the candidates that the reader does not call unknown in this table."""
    accepted: set[str] = set()
    for left_out in WAYS.get(table, [set()]):
        given = candidates - left_out
        text = "\n".join(f"{key} = 0" for key in sorted(given)) if table == TOP else nested(table, given)
        with pytest.raises(BadSetup) as caught:
            setup.read(text, on=date(2026, 11, 21))
        problems = caught.value.problems
        unknown = {each.where.rpartition(".")[2] for each in problems if each.what is Flaw.UNKNOWN_KEY}
        assert not any(each.what is Flaw.NOT_TOML for each in problems), text
        accepted |= given - unknown
    return accepted


def nested(table: str, keys: frozenset[str]) -> str:
    """A file with nothing but this table, as inline tables, in which each key has a value."""
    value = "{" + ", ".join(f"{key} = 0" for key in sorted(keys)) + "}"
    path = table.split(".")
    for depth in range(len(path), 0, -1):
        listed = f"[[{'.'.join(path[:depth])}]]" in PAGE.read_text(encoding="utf-8")
        value = f"{path[depth - 1]} = " + (f"[{value}]" if listed else value)
        value = value if depth == 1 else f"{{{value}}}"
    return value


def test_the_page_names_every_key_of_the_reader_and_no_other() -> None:
    assert set().union(*documented().values()) == keys_asked_for()


@pytest.mark.parametrize("table", sorted(set(documented()) - FREE_KEYS))
def test_a_table_of_the_page_has_the_keys_that_the_reader_knows_there(table: str) -> None:
    assert known(table, keys_asked_for()) == documented()[table]


def test_the_page_names_every_flaw() -> None:
    _, _, refusals = PAGE.read_text(encoding="utf-8").partition("\n## Refusals\n")
    assert set(re.findall(r"(?m)^\| `(\w+)` \|", refusals)) == {flaw.value for flaw in Flaw}
