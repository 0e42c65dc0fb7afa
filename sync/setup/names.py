"""Identifiers derived from names, so that loading a file twice makes the same rows; names written as patterns."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID, uuid5

from sync.setup.labels import named
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

T = TypeVar("T")

_TAQUILLA = UUID("7a1c1d0e-5b4f-5c62-9d53-2f6c0b1e8a40")


def derived(parent: UUID, *path: object) -> UUID:
    """The identifier of an object from its path of names within a parent."""
    return uuid5(parent, "/".join(str(part) for part in path))


def organisation_id(name: str) -> UUID:
    """The identifier of an organisation whose file has none."""
    return derived(_TAQUILLA, "organisation", name)


def own_or_derived(table: TomlTable, *path: object, parent: UUID = _TAQUILLA) -> UUID:
    """The `id` of the file, or one derived from names."""
    written = table.text("id", "")
    if not written:
        return derived(parent, *path)
    try:
        return UUID(written)
    except ValueError:
        table.note("id", Flaw.BAD_VALUE, written, "UUID")
        return derived(parent, *path)


def note_duplicates(keys: Iterable[tuple[TomlTable, str, object]]) -> None:
    """Note each (table, key, value) whose value is a repetition. Empty values were noted when they were read."""
    seen: set[object] = set()
    for table, key, value in keys:
        if value and value in seen:
            table.note(key, Flaw.DUPLICATE, value)
        seen.add(value)


def matching(table: TomlTable, key: str, names: Sequence[str]) -> tuple[int, ...]:
    """The indexes of `names` that a key names, in order: each text is a name, or a pattern in which `*` is any text."""
    indexes: set[int] = set()
    for pattern in table.texts(key):
        hits = named(pattern, names)
        if not hits:
            table.note(key, Flaw.UNKNOWN_REFERENCE, pattern, ", ".join(names))
        indexes |= hits
    return tuple(sorted(indexes))
