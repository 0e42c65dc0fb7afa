"""References to seats in a set-up file: "A-12", or "A-1..8" for the seats 1 to 8 of row A."""

import re

from domain.catalogue.catalog import PlanSeats
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_REFERENCE = re.compile(r"(?P<row>.+)-(?P<first>[^-.]+)(\.\.(?P<last>[0-9]+))?")


def find_seats(table: TomlTable, key: str, seats: PlanSeats, among: range) -> tuple[int, ...]:
    """The ordinals of the seats that the references of a key name, among those of a section."""
    ordinals: dict[int, None] = {}  # a dict, to keep the order of the references without repetitions
    references = table.texts(key, ())
    by_row: dict[str, list[int]] = {}
    if references:
        for ordinal in among:
            by_row.setdefault(seats.row[ordinal], []).append(ordinal)
    for reference in references:
        hits = _hits(reference, by_row, seats)
        if not hits:
            table.note(key, Flaw.UNKNOWN_REFERENCE, reference)
        ordinals |= dict.fromkeys(hits)
    return tuple(ordinals)


def _hits(reference: str, by_row: dict[str, list[int]], seats: PlanSeats) -> list[int]:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return []
    of_row, first, last = by_row.get(match["row"], []), match["first"], match["last"]
    if last is None:
        return [ordinal for ordinal in of_row if seats.number[ordinal] == first]
    if not first.isdecimal():
        return []
    wanted = range(int(first), int(last) + 1)
    return [ordinal for ordinal in of_row if _whole(seats.number[ordinal]) in wanted]


def _whole(number: str) -> int:
    return int(number) if number.isdecimal() else -1
