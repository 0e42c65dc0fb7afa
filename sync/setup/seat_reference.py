"""References to seats in a set-up file: "A-12", or "A-1..8" for the seats 1 to 8 of row A.

Rows and seats may have any label, so a text is read in every way that names seats of the plan: "A-3-bis" is the seat
3-bis of row A where there is one. A text with two meanings is a problem; single quotes around a label,
"'A-3'-'bis'", leave one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.catalogue.catalog import PlanSeats
from sync.setup.labels import readings
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_RANGE = re.compile(r"(?P<first>[0-9]+)\.\.(?P<last>[0-9]+)")


def find_seats(table: TomlTable, key: str, seats: PlanSeats, among: range) -> tuple[int, ...]:
    """The ordinals of the seats that the references of a key name, among those of a section."""
    ordinals: dict[int, None] = {}  # a dict, to keep the order of the references without repetitions
    references = table.texts(key, ())
    by_row: dict[str, list[int]] = {}
    if references:
        for ordinal in among:
            by_row.setdefault(seats.row[ordinal], []).append(ordinal)
    for reference in references:
        meanings = set(_meanings(reference, by_row, seats))
        if not meanings:
            table.note(key, Flaw.UNKNOWN_REFERENCE, reference)
        elif len(meanings) > 1:
            table.note(key, Flaw.AMBIGUOUS_REFERENCE, reference)
        ordinals |= {ordinal: None for meaning in meanings for ordinal in meaning}
    return tuple(ordinals)


def _meanings(reference: str, by_row: Mapping[str, Sequence[int]], seats: PlanSeats) -> Iterator[tuple[int, ...]]:
    """The seats of each way to divide a reference into a row and its seats that names seats of the plan."""
    for hyphen in re.finditer("-", reference):
        for row in readings(reference[: hyphen.start()]):
            for hits in _in_row(reference[hyphen.end() :], by_row.get(row, ()), seats):
                if hits:
                    yield hits


def _in_row(written: str, of_row: Sequence[int], seats: PlanSeats) -> Iterator[tuple[int, ...]]:
    for number in readings(written):
        yield tuple(ordinal for ordinal in of_row if seats.number[ordinal] == number)
    if match := _RANGE.fullmatch(written):
        wanted = range(int(match["first"]), int(match["last"]) + 1)
        yield tuple(ordinal for ordinal in of_row if _whole(seats.number[ordinal]) in wanted)


def _whole(number: str) -> int:
    return int(number) if number.isdecimal() else -1
