"""One section of a venue: its seats from rows, from tables with chairs, or listed one by one."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.catalogue.catalog import PlanSeats, SeatKind
from sync.setup.layout import (
    Numbering,
    Placement,
    Side,
    across_row,
    around_table,
    row_names,
    seat_numbers,
)
from sync.setup.problems import Flaw
from sync.setup.seat_reference import find_seats
from sync.setup.toml_table import TomlTable

MOST_SEATS = 20_000
_MOST_ROWS = 500
_MOST_SEATS_A_ROW = 1_000
_MOST_CHAIRS = 30
_FURTHEST_MM = 2_000_000
_ROW_NAME = re.compile(r"[0-9]{1,4}|[A-Z]{1,3}")
_HALF_TURN = 180


class KindName(StrEnum):
    """A kind of seat as the file writes it."""

    ORDINARY = "ordinary"
    ACCESSIBLE = "accessible"
    COMPANION = "companion"
    RESTRICTED_VIEW = "restricted_view"

    @property
    def kind(self) -> SeatKind:
        """The kind that the name stands for."""
        return SeatKind[self.name]


@dataclass(slots=True)
class _Columns:
    """The seats of a section while it is being read."""

    row: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    x_mm: list[int] = field(default_factory=list)
    y_mm: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)

    def add(self, row: str, number: str, at: tuple[int, int], kind: SeatKind = SeatKind.ORDINARY) -> None:
        self.row.append(row)
        self.number.append(number)
        self.x_mm.append(at[0])
        self.y_mm.append(at[1])
        self.kind.append(int(kind))

    def seats(self) -> PlanSeats:
        return PlanSeats(
            section_no=(0,) * len(self.row),
            row=tuple(self.row),
            number=tuple(self.number),
            x_mm=tuple(self.x_mm),
            y_mm=tuple(self.y_mm),
            kind=tuple(self.kind),
        )

    def remove(self, ordinals: tuple[int, ...]) -> None:
        for ordinal in sorted(ordinals, reverse=True):
            for column in (self.row, self.number, self.x_mm, self.y_mm, self.kind):
                del column[ordinal]


def read_section(table: TomlTable) -> PlanSeats:
    """Read the seats of a section. `section_no` is 0 until the section is placed in a venue."""
    columns = _Columns()
    if table.has("tables"):
        _add_tables(table, columns)
    elif table.has("rows") or not table.has("seat"):
        _add_rows(table, columns)
    if table.has("gaps"):
        regular = columns.seats()
        columns.remove(find_seats(table, "gaps", regular, range(len(regular))))
    for seat in table.tables("seat"):
        at = seat.integer("x_mm", most=_FURTHEST_MM), seat.integer("y_mm", most=_FURTHEST_MM)
        kind = seat.choice("kind", KindName, KindName.ORDINARY).kind
        columns.add(seat.text("row"), seat.text("number"), at, kind)
    seats = columns.seats()
    _note_duplicate_seats(table, seats)
    return _with_kinds(table, seats)


def _note_duplicate_seats(table: TomlTable, seats: PlanSeats) -> None:
    places = list(zip(seats.row, seats.number, strict=True))
    if len(set(places)) == len(places):
        return
    for (row, number), times in Counter(places).items():
        if times > 1 and row and number:
            table.note("", Flaw.DUPLICATE, f"{row}-{number}")


def _with_kinds(table: TomlTable, seats: PlanSeats) -> PlanSeats:
    kinds = list(seats.kind)
    for name in KindName:
        if name is not KindName.ORDINARY:
            for ordinal in find_seats(table, name, seats, range(len(seats))):
                kinds[ordinal] = int(name.kind)
    return replace(seats, kind=tuple(kinds))


def _add_rows(table: TomlTable, columns: _Columns) -> None:
    counts = _seats_a_row(table)
    names = _names_of_rows(table, len(counts))
    numbering = table.choice("numbering", Numbering, Numbering.CONSECUTIVE)
    first = table.integer("first_number", 2 if numbering is Numbering.EVEN else 1)
    side = table.choice("numbers_from", Side, Side.LEFT)
    seat_pitch, row_pitch = _length(table, "seat_pitch", 550), _length(table, "row_pitch", 900)
    aisles, aisle = table.integers("aisles_after", ()), _length(table, "aisle", 1200)
    placement = _placement(table)
    for i, (name, count) in enumerate(zip(names, counts, strict=True)):
        across = across_row(count, seat_pitch, aisles, aisle)
        for x, number in zip(across, seat_numbers(count, numbering, first, side), strict=True):
            columns.add(name, number, placement.point(x, i * row_pitch))


def _add_tables(table: TomlTable, columns: _Columns) -> None:
    count = table.integer("tables", least=1, most=_MOST_ROWS)
    chairs = table.integer("chairs", least=1, most=_MOST_CHAIRS)
    wide = table.integer("tables_wide", least=1, most=count)
    first = table.integer("first_table", 1)
    label = table.text("table_name", "Mesa")
    pitch, chair_pitch = _length(table, "table_pitch", 3800), _length(table, "chair_pitch", 780)
    placement = _placement(table)
    for i in range(count):
        in_line = min(wide, count - i // wide * wide)
        across, away = (i % wide - (in_line - 1) / 2) * pitch, i // wide * pitch
        for chair, (x, y) in enumerate(around_table(chairs, chair_pitch), 1):
            columns.add(f"{label} {first + i}", str(chair), placement.point(across + x, away + y))


def _seats_a_row(table: TomlTable) -> list[int]:
    rows = table.integer("rows", least=1, most=_MOST_ROWS)
    counts = list(table.integers("seats_by_row", ())) or (
        [table.integer("seats", least=1, most=_MOST_SEATS_A_ROW)] * rows
    )
    wrong = [count for count in counts if not 1 <= count <= _MOST_SEATS_A_ROW]
    if len(counts) != rows or wrong:
        table.note(
            "seats_by_row",
            Flaw.BAD_VALUE,
            wrong[0] if wrong else f"{len(counts)} / {rows}",
            f"{rows} x 1..{_MOST_SEATS_A_ROW}",
        )
        return []
    if sum(counts) > MOST_SEATS:
        table.note("rows", Flaw.BAD_VALUE, sum(counts), f"..{MOST_SEATS}")
        return []
    return counts


def _names_of_rows(table: TomlTable, count: int) -> list[str]:
    given = table.texts("row_names", ())
    if given:
        if len(given) != count:
            table.note("row_names", Flaw.BAD_VALUE, f"{len(given)} / {count}", f'{count} x "…"')
        return [*given, *[""] * count][:count]
    first = table.text("first_row", "A")
    skipped = table.texts("skip_rows", ())
    if not _ROW_NAME.fullmatch(first):
        table.note("first_row", Flaw.BAD_VALUE, first, "A..ZZZ, 1..9999")
        first = "A"
    return row_names(count, first, skipped)


def _placement(table: TomlTable) -> Placement:
    """The placement of a section: `centre` and `radius` for rows on arcs, `at` for straight rows."""
    bent = table.has("centre")
    x, y = _point(table, "centre" if bent else "at")
    angle = table.decimal("angle", "0")
    if abs(angle) > _HALF_TURN:
        table.note("angle", Flaw.BAD_VALUE, angle, f"-{_HALF_TURN}..{_HALF_TURN}")
    return Placement(x, y, float(angle), _length(table, "radius") if bent else 0)


def _point(table: TomlTable, key: str) -> tuple[int, int]:
    numbers = table.integers(key)
    if len(numbers) != len(("x", "y")) or max(map(abs, numbers)) > _FURTHEST_MM:
        if table.has(key):
            table.note(key, Flaw.BAD_VALUE, numbers, f"[x, y], -{_FURTHEST_MM}..{_FURTHEST_MM}")
        return 0, 0
    return numbers[0], numbers[1]


def _length(table: TomlTable, key: str, default: int | None = None) -> int:
    return table.integer(key, default, least=1, most=_FURTHEST_MM)
