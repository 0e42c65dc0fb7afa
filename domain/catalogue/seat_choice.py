"""Several seats of a zone as somebody types them where there is no map: a row, a seat, seats from one to another."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import ClassVar

from domain.catalogue.catalog import Seat
from domain.catalogue.typed_seats import seat_names
from domain.errors import Refused
from domain.ids import SeatId
from domain.typed_text import folded, plain

_PARTS = re.compile(r"[,;\n]")
_FROM_TO = re.compile(r"(.+?)\s*(?:\.\.+|…|\s(?:a|al|to)\s)\s*(.+)", re.IGNORECASE)


@dataclass(eq=False)
class SeatsNotUnderstood(Refused):
    """A part of the text names no row and no seat of the zone."""

    code: ClassVar[str] = "DER-03"

    name: str


def chosen_seats(text: str, seats: Collection[Seat]) -> frozenset[SeatId]:
    """The seats that a text names: "C, D-1..D-9, E-4". Raises SeatsNotUnderstood.

    A row or a seat that several sections of the zone have is chosen in all of them.
    """
    chosen: set[SeatId] = set()
    for part in _PARTS.split(text):
        if named := plain(part):
            chosen |= _part(named, seats)
    return frozenset(chosen)


def _part(named: str, seats: Collection[Seat]) -> set[SeatId]:
    ends = _FROM_TO.fullmatch(named)
    chosen = set(_between(ends[1], ends[2], seats) if ends else _named(named, seats))
    if not chosen:
        chosen = {seat.id for seat in seats if folded(seat.row) == folded(named)}
    if not chosen:
        raise SeatsNotUnderstood(named)
    return chosen


def _named(name: str, seats: Collection[Seat]) -> Iterator[SeatId]:
    names = seat_names(name)
    return (seat.id for seat in seats if (seat.row, seat.number) in names)


def _between(first: str, last: str, seats: Collection[Seat]) -> Iterator[SeatId]:
    """The seats of a row from one to the other, both included, in the order of the plan."""
    row_of = {seat.id: (seat.section_no, seat.row) for seat in seats}
    for begin in _named(first, seats):
        for end in _named(last, seats):
            if row_of[begin] == row_of[end]:
                yield from (seat for seat, row in row_of.items() if begin <= seat <= end and row == row_of[begin])
                yield from (seat for seat, row in row_of.items() if end <= seat <= begin and row == row_of[begin])
