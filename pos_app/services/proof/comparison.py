"""The rows of a store compared with those that its journal makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

from pos_app.storage.store import projections
from pos_app.storage.store.projections import Values
from sync.tables.transaction import Tx

_ID_BYTES = 16
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs from the journal: its table and key, and the columns with both values."""

    record: str
    detail: str


def first_difference(stored: Tx, rebuilt: Tx) -> Difference | None:
    """The first row of a store that is not as the journal says; None when all are equal."""
    for table in projections.NAMES:
        both = zip_longest(projections.rows(stored, table), projections.rows(rebuilt, table))
        if any(one != other or _types(one) != _types(other) for one, other in both):
            return _first_row(stored, rebuilt, table)
    return None


def _first_row(stored: Tx, rebuilt: Tx, table: str) -> Difference:
    """The first row that differs, by key. Both versions of the table are in memory: only damaged stores pay for it."""
    live, made = _by_key(stored, table), _by_key(rebuilt, table)
    key = next(key for key in (*made, *live) if repr(live.get(key)) != repr(made.get(key)))
    name = f"{table} {'/'.join(_shown(value) for value in key)}"
    if key not in live:
        return Difference(name, "missing; the journal has it")
    if key not in made:
        return Difference(name, "not in the journal")
    return Difference(name, ", ".join(_changes(table, live[key], made[key])))


def _types(row: Values) -> list[type]:
    """1 and 1.0 are equal in Python and not the same value in the store."""
    return list(map(type, row))


def _by_key(tx: Tx, table: str) -> dict[Values, Values]:
    return {projections.key_of(table, row): row for row in projections.rows(tx, table)}


def _changes(table: str, live: Values, made: Values) -> Iterator[str]:
    for column, stored, journalled in zip(projections.columns(table), live, made, strict=True):
        if repr(stored) != repr(journalled):
            yield f"{column} is {_shown(stored)}, the journal says {_shown(journalled)}"


def _shown(value: object) -> str:
    """A stored value in readable form, shortened."""
    if isinstance(value, bytes) and len(value) == _ID_BYTES:
        return str(UUID(bytes=value))
    return (value.hex() if isinstance(value, bytes) else str(value))[:_LONGEST_SHOWN]
