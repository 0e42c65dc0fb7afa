"""The names of the seats of a plan as somebody types them: section, row and number, each of any label.

"C12" and "C-12" are the seat 12 of row C, "12" the seat 12 in the row of the cursor, "C" its row, "Platea C-12" a
seat of that section. Capitals, spaces, leading zeros and the signs within a label may be left out. A letter with an
accent or a tilde is another letter than the one without: Ñ is not N.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np

from domain.typed_text import compact, folded
from pos_app.seat_plan import SeatPlan

SEPARATORS = "-./,:"
_LONGEST = 80
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


class _Kind(IntEnum):
    """What a text may name, the likeliest first."""

    SEAT_IN_ROW = auto()
    SEAT_IN_SECTION = auto()
    ROW_IN_SECTION = auto()
    SEAT_ELSEWHERE = auto()
    ROW_ELSEWHERE = auto()
    SEAT_OF_NAMED_SECTION = auto()
    ROW_OF_NAMED_SECTION = auto()
    NAMED_SECTION = auto()
    SEAT_BY_LETTER = auto()
    """A seat of the cursor's row whose label is no number: a row of that name comes first."""
    SPLIT_NUMBER = auto()
    """Row and seat parted within a number, as in 113: nobody can know whether row 1 or row 11 was meant."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A seat that a text names, and how likely it was meant."""

    kind: _Kind
    loose: bool
    shorter_row: int
    seat: int

    @property
    def order(self) -> tuple[int, bool, int]:
        return self.kind, self.loose, self.shorter_row


class _Labels:
    """The places of labels by what is typed for them."""

    def __init__(self, labels: Sequence[str], *, plain_letters: bool = False) -> None:
        self.keys = [typed_key(label) for label in labels]
        self._exact: dict[str, list[int]] = {}
        self._loose: dict[str, list[int]] = {}
        for place, (label, key) in enumerate(zip(labels, self.keys, strict=True)):
            self._exact.setdefault(key, []).append(place)
            loose = _loose(folded(label) if plain_letters else key)
            if loose:
                self._loose.setdefault(loose, []).append(place)

    def named(self, typed: str) -> Iterator[tuple[bool, list[int]]]:
        """The labels that a text names: exactly (False), and with signs and leading zeros left out (True)."""
        if typed in self._exact:
            yield False, self._exact[typed]
        loose = _LEADING_ZEROS.sub("", typed)
        if loose in self._loose:
            yield True, self._loose[loose]

    def begin_with(self, typed: str) -> bool:
        """Whether a text is the beginning of a label."""
        loose = _LEADING_ZEROS.sub("", typed)
        return any(key.startswith(typed) for key in self._exact) or any(key.startswith(loose) for key in self._loose)


class SeatNames:
    """Finds the seats of one plan by typed names."""

    def __init__(self, plan: SeatPlan) -> None:
        self._plan = plan
        self._sections = _Labels(plan.sections, plain_letters=True)
        self._rows = _Labels([row.label for row in plan.rows])
        self._numbers = _Labels(plan.numbers)
        order = np.argsort(plan.row, kind="stable")
        self._seats_of_row = np.split(order, np.searchsorted(plan.row[order], np.arange(1, len(plan.rows))))

    def seat(self, typed: str, cursor: int | None) -> int | None:
        """The seat that a text names, preferably near the cursor; None when no seat has that name."""
        text = typed_key(typed)
        if not text or len(text) > _LONGEST:
            return None
        readings = [*self._near(text, cursor), *self._anywhere(text, cursor)]
        return min(readings, key=lambda reading: reading.order).seat if readings else None

    def could_continue(self, typed: str) -> bool:
        """Whether the text is the beginning of a name of a seat."""
        text = typed_key(typed)
        if not text or len(text) > _LONGEST:
            return False
        if self._begins_in_section(text) or self._sections.begin_with(text):
            return True
        return any(
            any(self._sections.named(section)) and (rest in SEPARATORS or self._begins_in_section(part))
            for section, rest in _cuts(text)
            for part in _without_separator(rest)
        )

    def some_label_begins_with(self, character: str) -> bool:
        """Whether a section, row or number begins with a character."""
        key = typed_key(character)
        return any(label.startswith(key) for part in (self._sections, self._rows, self._numbers) for label in part.keys)

    def some_label_has(self, character: str) -> bool:
        """Whether a character is in a section, row or number."""
        key = typed_key(character)
        return any(key in label for part in (self._sections, self._rows, self._numbers) for label in part.keys)

    def _begins_in_section(self, text: str) -> bool:
        if self._rows.begin_with(text) or self._numbers.begin_with(text):
            return True
        return any(
            any(self._rows.named(row)) and (number in SEPARATORS or self._numbers.begin_with(part))
            for row, number in _cuts(text)
            for part in _without_separator(number)
        )

    def _near(self, text: str, cursor: int | None) -> Iterator[_Reading]:
        """A seat in the row of the cursor."""
        if cursor is None:
            return
        kind = _Kind.SEAT_IN_ROW if text[0].isdecimal() else _Kind.SEAT_BY_LETTER
        for loose, seat in self._in_row(int(self._plan.row[cursor]), text):
            yield _Reading(kind, loose, 0, seat)

    def _anywhere(self, text: str, cursor: int | None) -> Iterator[_Reading]:
        here = int(self._plan.section[cursor]) if cursor is not None else -1
        yield from self._rows_and_seats(text, cursor, here, None)
        for section, rest in [*_cuts(text), (text, "")]:
            for loose, places in self._sections.named(section):
                if not rest:
                    yield from self._section(places, cursor, loose=loose)
                    continue
                for part in _without_separator(rest):
                    yield from self._rows_and_seats(part, cursor, here, frozenset(places))

    def _section(self, places: Iterable[int], cursor: int | None, *, loose: bool) -> Iterator[_Reading]:
        rows = [i for i, row in enumerate(self._plan.rows) if row.section in places]
        if rows:
            seats = np.concatenate([self._seats_of_row[row] for row in rows])
            yield _Reading(_Kind.NAMED_SECTION, loose, 0, self._nearest(seats, cursor))

    def _rows_and_seats(
        self, text: str, cursor: int | None, here: int, sections: frozenset[int] | None
    ) -> Iterator[_Reading]:
        """The readings of a row, or of a row and a number, in the named sections."""
        for loose, row in self._named_rows(text.rstrip(SEPARATORS), sections):
            kind = self._kind(row, here, sections, whole_row=True)
            yield _Reading(kind, loose, 0, self._nearest(self._seats_of_row[row], cursor))
        for row_text, rest in _cuts(text):
            for loose_row, row in self._named_rows(row_text, sections):
                for number in _without_separator(rest):
                    within = number == rest and row_text[-1].isdecimal() and rest[0].isdecimal()
                    kind = _Kind.SPLIT_NUMBER if within else self._kind(row, here, sections, whole_row=False)
                    for loose, seat in self._in_row(row, number):
                        yield _Reading(kind, loose or loose_row, -len(row_text), seat)

    def _kind(self, row: int, here: int, sections: frozenset[int] | None, *, whole_row: bool) -> _Kind:
        if sections is not None:
            return _Kind.ROW_OF_NAMED_SECTION if whole_row else _Kind.SEAT_OF_NAMED_SECTION
        if self._plan.rows[row].section == here:
            return _Kind.ROW_IN_SECTION if whole_row else _Kind.SEAT_IN_SECTION
        return _Kind.ROW_ELSEWHERE if whole_row else _Kind.SEAT_ELSEWHERE

    def _named_rows(self, text: str, sections: frozenset[int] | None) -> Iterator[tuple[bool, int]]:
        for loose, rows in self._rows.named(text):
            for row in rows:
                if sections is None or self._plan.rows[row].section in sections:
                    yield loose, row

    def _in_row(self, row: int, number: str) -> Iterator[tuple[bool, int]]:
        seats = self._seats_of_row[row]
        for loose, codes in self._numbers.named(number):
            hits = seats[np.isin(self._plan.number[seats], codes)]
            if len(hits):
                yield loose, int(hits[0])

    def _nearest(self, seats: "np.ndarray[tuple[int], np.dtype[np.intp]]", cursor: int | None) -> int:
        """The seat nearest to the cursor; without a cursor, the first one."""
        if cursor is None:
            return int(seats[0])
        plan = self._plan
        away = np.hypot(plan.x_mm[seats] - plan.x_mm[cursor], plan.y_mm[seats] - plan.y_mm[cursor])
        return int(seats[away.argmin()])


def typed_key(text: str) -> str:
    """A label or a typed text without capitals and spaces; accents and the tilde of Ñ stay."""
    return compact(unicodedata.normalize("NFC", text)).casefold()


def _loose(key: str) -> str:
    return _LEADING_ZEROS.sub("", "".join(filter(str.isalnum, key)))


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Every way to part a text into two."""
    return ((text[:i], text[i:]) for i in range(1, len(text)))


def _without_separator(text: str) -> tuple[str, ...]:
    """The text, and the text without the separator that it begins with."""
    return (text, text[1:]) if text[0] in SEPARATORS and len(text) > 1 else (text,)
