"""Every text that is asked for by its key gets all values that it names."""

import ast
import re
import string
from collections.abc import Iterator

from resources import texts
from tests.source_tree import Module, modules

KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+")


def calls(module: Module) -> Iterator[tuple[str, set[str]]]:
    """The literal keys in calls of `text`, with the names of the values passed; calls with `**values` are left out."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        key, passed = node.args[0].value, {keyword.arg for keyword in node.keywords}
        if name == "text" and isinstance(key, str) and KEY.fullmatch(key) and None not in passed:
            yield key, {name for name in passed if name is not None}


def named(key: str) -> set[str]:
    """The values that a text names, in both languages and both numbers."""
    file, _, rest = key.partition(".")
    entries = [texts.catalogue(language, file) for language in texts.LANGUAGES]
    words = [entry[k] for entry in entries for k in (rest, f"{rest}.one", f"{rest}.other") if k in entry]
    return {name for text in words for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_gets_the_values_that_it_names() -> None:
    asked = [
        (module.name, key, passed)
        for module in modules()
        if module.name.startswith(("pos_app/", "hq/", "sync/", "resources/"))
        for key, passed in calls(module)
    ]
    assert len(asked) > 200
    assert [(name, key, named(key) - passed) for name, key, passed in asked if named(key) - passed] == []
