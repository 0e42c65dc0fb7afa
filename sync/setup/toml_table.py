"""A table of a set-up file, read key by key. Problems are noted; keys that were never read are unknown keys.

After a problem the reader returns an empty value of the right type and goes on, so that one reading reports them all.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar, cast

from resources.texts import text
from sync.setup.problems import Flaw, Reading

LONGEST_TEXT = 200
LARGEST_INTEGER = 99_999_999

_EXAMPLES: dict[type, str] = {
    str: '"…"',
    int: "123",
    Decimal: "12.5",
    bool: "true, false",
    date: "2026-09-28",
    time: "19:30:00",
    list: "[…]",
    dict: "{…}",
}
"""How a value of each type is written in TOML, for messages."""

V = TypeVar("V")
E = TypeVar("E", bound=StrEnum)


class TomlTable:
    """One table, and its place for messages. A key that is read without a default is required."""

    def __init__(self, values: Mapping[str, object], where: str, reading: Reading) -> None:
        self._values = values
        self._known: set[str] = set()
        self._inner: list[TomlTable] = []
        self.where = where
        self.reading = reading

    def has(self, key: str) -> bool:
        """Whether the table has the key."""
        return key in self._values

    def note(self, key: str, what: Flaw, detail: object = "", allowed: str = "") -> None:
        """Note a problem with a key, or the table itself when `key` is empty; `allowed` is what may stand there."""
        self.reading.note(self.place(key) if key else self.where, what, detail, allowed)

    def place(self, key: str) -> str:
        """The place of a key of this table, for messages: `event[1].zone[3].price`."""
        return f"{self.where}{key}" if self.where.endswith(": ") or not self.where else f"{self.where}.{key}"

    def text(self, key: str, default: str | None = None) -> str:
        """A printable line of text of limited length."""
        value = self._take(key, str, default, "")
        if not self.has(key) or (_is_a_line(value) and (value or default == "")):
            return value
        self.note(key, Flaw.BAD_TEXT, value)
        return ""

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of printable lines of text, none of them empty."""
        values = self._take(key, list, None if default is None else list(default), [])
        wrong = [value for value in values if not isinstance(value, str) or not value]
        for value in wrong:
            self.note(key, Flaw.WRONG_TYPE, value, '["…", "…"]')
        unprintable = [value for value in values if value not in wrong and not _is_a_line(value)]
        for value in unprintable:
            self.note(key, Flaw.BAD_TEXT, value)
        return () if wrong or unprintable else tuple(values)

    def integer(self, key: str, default: int | None = None, *, least: int = 0, most: int = LARGEST_INTEGER) -> int:
        """A whole number from `least` to `most`."""
        value = self._take(key, int, default, least)
        if not least <= value <= most:
            self.note(key, Flaw.BAD_VALUE, value, f"{least}..{most}")
            return least
        return value

    def integers(self, key: str, default: Sequence[int] | None = None) -> tuple[int, ...]:
        """A list of whole numbers."""
        values = self._take(key, list, None if default is None else list(default), [])
        wrong = [value for value in values if not isinstance(value, int) or isinstance(value, bool)]
        for value in wrong:
            self.note(key, Flaw.WRONG_TYPE, value, "[1, 2]")
        return () if wrong else tuple(values)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        return self._take(key, bool, default, default)

    def decimal(self, key: str, default: str | None = None) -> Decimal:
        """An exact decimal, written as a number or as a text."""
        value = self.take(key, (int, Decimal, str), default, "0")
        try:
            number = Decimal(str(value))
        except ArithmeticError:
            number = Decimal("NaN")
        if not number.is_finite():
            self.note(key, Flaw.BAD_AMOUNT, value, "12.5")
            return Decimal(0)
        return number

    def choice(self, key: str, kind: type[E], default: E | None = None, *, without: E | None = None) -> E:
        """One of the values of an enumeration, except `without`."""
        allowed = [value for value in kind if value is not without]
        value = str(self._take(key, str, default, allowed[0].value))
        if value not in allowed:
            self.note(key, Flaw.BAD_VALUE, value, ", ".join(allowed))
            return allowed[0]
        return kind(value)

    def day(self, key: str) -> date:
        """A day of the calendar."""
        value = self._take(key, date, None, self.reading.on)
        if isinstance(value, datetime):
            self.note(key, Flaw.WRONG_TYPE, value, _EXAMPLES[date])
        return value

    def table(self, key: str) -> "TomlTable":
        """A required table inside this one; empty after the problem when it is missing."""
        return self._child(self._take(key, dict, None, {}), key)

    def tables(self, key: str) -> list["TomlTable"]:
        """A list of tables, possibly empty."""
        values = self._take(key, list, [], [])
        tables = []
        for ordinal, value in enumerate(values, 1):
            if isinstance(value, dict):
                tables.append(self._child(value, f"{key}[{ordinal}]"))
            else:
                self.note(key, Flaw.WRONG_TYPE, value, f"[[{key}]]")
        return tables

    def one_or_more(self, key: str) -> list["TomlTable"]:
        """A required table, or a list of such tables."""
        if isinstance(self._values.get(key), list):
            return self.tables(key)
        return [self.table(key)]

    def names(self) -> tuple[str, ...]:
        """The keys of a table whose keys are names."""
        return tuple(self._values)

    def take(self, key: str, kinds: tuple[type, ...], default: object, empty: object) -> object:
        """The value of a key, which must be of one of these types.

        A missing key gives the default. Without a default it is a problem and gives `empty`, as a wrong type does.
        """
        self._known.add(key)
        if key not in self._values:
            if default is None:
                self.note(key, Flaw.MISSING)
                return empty
            return default
        value = self._values[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.note(key, Flaw.WRONG_TYPE, value, _examples(value, kinds))
            return empty
        return value

    def mark_known(self, *keys: str) -> None:
        """Keep keys that are not read from being noted as unknown."""
        self._known.update(keys)

    def note_unknown(self) -> None:
        """Note the keys that were not read, here and in inner tables. To be called when everything was read."""
        for key in self._values:
            if key not in self._known:
                self.note(key, Flaw.UNKNOWN_KEY, allowed=", ".join(sorted(self._known)))
        for table in self._inner:
            table.note_unknown()

    def _child(self, values: Mapping[str, object], key: str) -> "TomlTable":
        child = TomlTable(values, self.place(key), self.reading)
        self._inner.append(child)
        return child

    def _take(self, key: str, kind: type[V], default: V | None, empty: V) -> V:
        return cast("V", self.take(key, (kind,), default, empty))


def _examples(value: object, kinds: tuple[type, ...]) -> str:
    examples = ", ".join(_EXAMPLES[kind] for kind in kinds)
    return text("values.without_quotes", example=examples) if kinds == (date,) and isinstance(value, str) else examples


def _is_a_line(value: str) -> bool:
    return value.strip() == value and value.isprintable() and len(value) <= LONGEST_TEXT


def parse(name: str, text: str, reading: Reading) -> TomlTable:
    """Parse a file into its top table. Numbers with a point become exact decimals."""
    where = f"{name}: " if name else ""
    try:
        # A byte order mark is what an editor of Windows writes first.
        values = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        reading.note(name or "1", Flaw.NOT_TOML, error)
        values = {}
    return TomlTable(values, where, reading)
