"""The texts that a person reads, by language: one file for each subject.

A key is `file.key`: `text("payment.confirm")` reads `confirm` in `translations/<language>/payment.toml`.
A text with one count is a table with `one` and `other`. In a text with several counts, and in that of a refusal, each
count has the two forms of its words beside it: `{left} {left:entrada|entradas}`.
"""

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("es", "en")


@dataclass(slots=True)
class _Chosen:
    language: str = LANGUAGES[0]


_chosen = _Chosen()


def use(language: str) -> None:
    """Use another language from now on. Raises ValueError for a language without translation."""
    if language not in LANGUAGES:
        raise ValueError(f"no translation for {language!r}")
    _chosen.language = language


def chosen() -> str:
    """The language in use."""
    return _chosen.language


def system_language(environment: Mapping[str, str]) -> str:
    """The language that LC_ALL, LC_MESSAGES or LANG names, in this order; Spanish for all that have no translation."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    language = re.split(r"[_.@-]", named)[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]


def text(key: str, *, count: int | None = None, **values: str | int) -> str:
    """The text of a key with its placeholders filled. `count` chooses the singular or the plural."""
    name, _, rest = key.partition(".")
    if count is not None:
        rest += ".one" if count == 1 else ".other"
        values["count"] = count
    return filled(catalogue(_chosen.language, name)[rest], values)


def text_with(key: str, values: Mapping[str, str]) -> str:
    """The same with the values of a mapping."""
    name, _, rest = key.partition(".")
    return filled(catalogue(_chosen.language, name)[rest], values)


class _Filler(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, other = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else other
        return str(super().format_field(value, format_spec))


_FILLER = _Filler()


def filled(words: str, values: Mapping[str, str | int] | Mapping[str, str]) -> str:
    """The words with their placeholders filled. `{left:entrada|entradas}` is the first word for 1, else the second."""
    return _FILLER.vformat(words, (), values)


@cache
def catalogue(language: str, name: str) -> dict[str, str]:
    """The texts of one file by key; keys of its tables are joined with dots."""
    source = files("resources") / "translations" / language / f"{name}.toml"
    return dict(_flat(tomllib.loads(source.read_text(encoding="utf-8"))))


def _flat(table: dict[str, Any]) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            entries.extend((f"{key}.{rest}", words) for rest, words in _flat(value))
        else:
            entries.append((key, value))
    return entries
