"""Sections, rows and seats of any label, named in a set-up file."""

import pytest

from domain.catalogue.seats import SeatState
from sync import setup
from sync.setup.labels import named
from tests.sync.setup.setups import ON, SMALL, problems

ODD_VENUE = """
[[venue]]
key = "rara"
name = "Sala Rara"
address = "Caracas"
[[venue.section]]
name = "Platea [VIP]"
at = [0, 0]
rows = 5
seats = 4
row_names = ["A", "A..1", "A-3", "Ñ", "l'Oro"]
"""
SEATS = (("A", "3-bis"), ("A", "3.5"), ("A-3", "bis"), ("A..1", "3.5"), ("Ñ", "1..2"))
ODD_EVENT = """
[[event]]
venue = "rara"
name = "Recital"
ticket_type = [{{ name = "General" }}]
[[event.zone]]
name = "VIP"
sections = {sections}
price = 10
[[event.modifier]]
label = "Cerca"
percent = 10
sections = ["*"]
rows = {rows}
[[event.performance]]
date = 2026-11-22
time = "20:00"
[[event.withheld]]
sections = {sections}
seats = {seats}
state = "held"
purpose = "Prensa"
"""


def text(
    seats: str = '["A-1"]',
    sections: str = '["Platea [VIP]"]',
    rows: str = '["A"]',
    *,
    without: tuple[str, str] = ("", ""),
) -> str:
    single = "".join(
        f'[[venue.section.seat]]\nrow = "{row}"\nnumber = "{number}"\nx_mm = {9_000 + 600 * i}\ny_mm = 0\n'
        for i, (row, number) in enumerate(SEATS)
        if (row, number) != without
    )
    return SMALL + ODD_VENUE + single + ODD_EVENT.format(sections='["Platea [VIP]"]', rows=rows, seats=seats)


def withheld(seats: str, *, without: tuple[str, str] = ("", "")) -> list[str]:
    """The seats that a file keeps back from the event in the odd venue."""
    read = setup.read(text(seats, without=without), on=ON)
    labels = [f"{seat.row} {seat.number}" for seat in read.venues[1].seats]
    kept = [one for one in read.shows[1].withheld if one.state is SeatState.HELD]
    return [labels[one.seat_id] for one in kept]


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        ('["A-3.5"]', ["A 3.5"]),
        ('["A..1-3.5"]', ["A..1 3.5"]),
        ('["A..1-2..4"]', ["A..1 2", "A..1 3", "A..1 4"]),
        ('["A-3-1..2"]', ["A-3 1", "A-3 2"]),
        ('["Ñ-4"]', ["Ñ 4"]),
        ('["l\'Oro-1"]', ["l'Oro 1"]),
        ("[\"'l''Oro'-1\"]", ["l'Oro 1"]),
        ("[\"A-'3-bis'\"]", ["A 3-bis"]),
        ("[\"'A-3'-bis\"]", ["A-3 bis"]),
        ("[\"'A'-'3-bis'\", \"'A..1'-'3.5'\"]", ["A 3-bis", "A..1 3.5"]),
        ("[\"Ñ-'1..2'\"]", ["Ñ 1..2"]),
    ],
)
def test_seats_of_any_label_are_named(seats: str, expected: list[str]) -> None:
    assert withheld(seats) == expected


def test_a_label_with_a_hyphen_needs_no_quotes_while_it_is_the_only_reading() -> None:
    assert withheld('["A-3-bis"]', without=("A-3", "bis")) == ["A 3-bis"]


@pytest.mark.parametrize("seats", ["A-3-bis", "Ñ-1..2"])
def test_a_text_with_two_readings_is_refused(seats: str) -> None:
    assert problems(text(f'["{seats}"]')) == [("event[2].withheld[1].seats", "ambiguous_reference", seats)]


@pytest.mark.parametrize("seats", ["A-'3'-bis", "'A-3-bis'", "B-1", "A-9", "A", "'A'-'9'", "A-4..x"])
def test_a_text_that_names_no_seat_is_refused(seats: str) -> None:
    assert problems(text(f'["{seats}"]')) == [("event[2].withheld[1].seats", "unknown_reference", seats)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('["A..1"]', {"A..1"}),
        ('["A..A-3"]', {"A", "A..1", "A-3"}),
        ('["A..1..Ñ"]', {"A..1", "A-3", "Ñ"}),
        ("[\"'A..1'..'Ñ'\"]", {"A..1", "A-3", "Ñ"}),
        ("[\"'A-3'\"]", {"A-3"}),
    ],
)
def test_rows_of_any_label_are_named_alone_and_in_ranges(rows: str, expected: set[str]) -> None:
    show = setup.read(text(rows=rows), on=ON).shows[1]
    assert show.zones[0].modifiers[0].rows == expected


@pytest.mark.parametrize("rows", ["Ñ..A", "A..Z", "'A..9'"])
def test_rows_that_are_not_there_are_refused(rows: str) -> None:
    assert problems(text(rows=f'["{rows}"]')) == [("event[2].modifier[1].rows", "unknown_reference", rows)]


NAMES = ("Platea [VIP]", "Platea V", "Palco *", "Palco 1", "Sala (2.º)?", "Sala (2.º)", "'Oro'")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Platea [VIP]", {"Platea [VIP]"}),
        ("Platea [*", {"Platea [VIP]"}),
        ("Palco *", {"Palco *"}),
        ("Palco*", {"Palco *", "Palco 1"}),
        ("'Palco *'", {"Palco *"}),
        ("'Palco*'", set()),
        ("Sala (2.º)?", {"Sala (2.º)?"}),
        ("Sala (2.º)", {"Sala (2.º)"}),
        ("'Oro'", {"'Oro'"}),
        ("*", set(NAMES)),
    ],
)
def test_a_pattern_knows_one_special_sign(written: str, expected: set[str]) -> None:
    assert {NAMES[i] for i in named(written, NAMES)} == expected
