"""The catalogues of texts: equal keys in both languages, each key used, words for every refusal."""

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files

import domain
import pos_app
import printing
import sync
from domain.errors import Refused, Unavailable
from pos_app.ui import wording
from tests.source_tree import Module, modules

KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+")


def texts(language: str) -> dict[str, str]:
    folder = files("resources") / "translations" / language
    names = sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))
    files_of = {name: wording.catalogue(language, name) for name in names}
    return {f"{name}.{key}": words for name, entries in files_of.items() for key, words in entries.items()}


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    spanish, english = texts("es"), texts("en")
    assert spanish.keys() ^ english.keys() == set()
    unequal = [k for k in spanish if placeholders(spanish[k]) != placeholders(english[k])]
    assert unequal == []


def test_every_plural_has_both_forms() -> None:
    keys = texts("es").keys()
    one = {key.removesuffix(".one") for key in keys if key.endswith(".one")}
    other = {key.removesuffix(".other") for key in keys if key.endswith(".other")}
    assert one ^ other == set()


def constants(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
            yield node.value


def prefixes(module: Module) -> Iterator[str]:
    """The fixed beginnings of keys that are made with an f-string: `values.method.`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z_]+\.([A-Za-z0-9_.-]*)", start):
                yield start


def keys_of_text_calls(module: Module) -> Iterator[str]:
    """The literal keys in calls of `text`."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "text" and isinstance(node.args[0].value, str) and KEY.fullmatch(node.args[0].value):
            yield node.args[0].value


SCREENS = [m for m in modules() if m.name.startswith(("pos_app/", "hq/", "sync/", "resources/"))]


def test_every_key_used_in_the_code_exists() -> None:
    known = texts("es")
    stems = {key.rpartition(".")[0] for key in known}
    used = [(m.name, key) for m in SCREENS for key in keys_of_text_calls(m)]
    unknown = [f"{name}: {key}" for name, key in used if key not in known and key not in stems]
    assert unknown == []


def test_every_key_is_used() -> None:
    used = {key for m in SCREENS for key in constants(m)}
    starts = {start for m in SCREENS for start in prefixes(m)}
    unused = [
        key
        for key in texts("es")
        if not key.startswith(("errors.", "hq_errors.", "values.", "argparse."))
        and key not in used
        and key.rpartition(".")[0] not in used
        and not any(key.startswith(start) for start in starts)
    ]
    assert unused == []


def every_error() -> list[type[Refused | Unavailable]]:
    """Each kind of refusal in the program, after importing all of it."""
    for package in (domain, sync, printing, pos_app):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    todo: list[type[Refused | Unavailable]] = [Refused, Unavailable]
    kinds = []
    while todo:
        kind = todo.pop()
        todo.extend(kind.__subclasses__())
        ours = not kind.__module__.startswith(("hq.", "tests."))  # HQ's refusals go to programs, as codes
        if kind not in {Refused, Unavailable} and ours and not kind.__name__.startswith("_"):
            kinds.append(kind)
    return kinds


def test_every_refusal_has_its_own_code_and_words() -> None:
    codes: dict[str, str] = {}
    known = texts("es")
    wrong = []
    for kind in every_error():
        names = {field.name for field in fields(kind)}
        if f"hq_errors.{kind.code}.what" in known:  # a rule that only HQ asks
            continue
        parts = {k: known.get(f"errors.{kind.code}.{k}") for k in ("what", "safe", "todo")}
        if None in parts.values() or any(placeholders(words or "") - names for words in parts.values()):
            wrong.append(f"{kind.__module__}.{kind.__name__} {kind.code}({', '.join(sorted(names))})")
        if codes.setdefault(kind.code, kind.__name__) != kind.__name__:
            wrong.append(f"{kind.code} is both {kind.__name__} and {codes[kind.code]}")
    assert wrong == []


def test_no_words_wait_for_a_refusal_that_is_gone() -> None:
    codes = {key.split(".")[1] for key in texts("es") if key.startswith("errors.")}
    assert codes - {kind.code for kind in every_error()} - {"DEF-00"} == set()
