"""Seats that a set-up file generates: names, numbers, kinds, positions."""

from itertools import pairwise
from math import hypot

import pytest

from domain.catalogue.catalog import Seat, SeatKind
from sync import setup
from tests.sync.setup.setups import ON, demo, problems, venue


def seats(section: str) -> list[Seat]:
    """The seats of a venue of one section."""
    return list(setup.read(venue(section), on=ON).venues[1].seats)


def names(section: str) -> list[str]:
    return [f"{seat.row}-{seat.number}" for seat in seats(section)]


ONE_MORE = '[[venue.section.seat]]\nrow = "A"\nnumber = "2"\nx_mm = 1\ny_mm = 1'
HEAD = 'name = "Palco"\nat = [10_000, 5_000]\n'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", ["A-1", "A-2", "A-3"]),
        ('numbers_from = "right"', ["A-3", "A-2", "A-1"]),
        ('numbering = "odd"', ["A-1", "A-3", "A-5"]),
        ('numbering = "even"', ["A-2", "A-4", "A-6"]),
        ('numbering = "odd"\nnumbers_from = "right"', ["A-5", "A-3", "A-1"]),
        ("first_number = 101", ["A-101", "A-102", "A-103"]),
        ('first_row = "12"', ["12-1", "12-2", "12-3"]),
        ('row_names = ["Oro"]', ["Oro-1", "Oro-2", "Oro-3"]),
        ('gaps = ["A-2"]', ["A-1", "A-3"]),
    ],
)
def test_a_row_is_numbered_by_the_rules_of_the_file(rule: str, expected: list[str]) -> None:
    assert names(f"{HEAD}rows = 1\nseats = 3\n{rule}") == expected


def test_rows_continue_after_z_without_the_skipped_names() -> None:
    rows = [seat.row for seat in seats(f'{HEAD}rows = 5\nseats = 1\nfirst_row = "X"\nskip_rows = ["Z"]')]
    assert rows == ["X", "Y", "AA", "AB", "AC"]


def test_each_row_may_have_its_own_length() -> None:
    assert names(f"{HEAD}rows = 2\nseats_by_row = [1, 2]") == ["A-1", "B-1", "B-2"]


def test_kinds_are_given_for_single_seats_or_for_ranges() -> None:
    text = f'{HEAD}rows = 1\nseats = 6\naccessible = ["A-1..2"]\ncompanion = ["A-3"]\nrestricted_view = ["A-6"]'
    kinds = [seat.kind for seat in seats(text)]
    assert kinds == [
        SeatKind.ACCESSIBLE,
        SeatKind.ACCESSIBLE,
        SeatKind.COMPANION,
        SeatKind.ORDINARY,
        SeatKind.ORDINARY,
        SeatKind.RESTRICTED_VIEW,
    ]


def test_straight_rows_are_centred_on_the_middle_of_the_front_row() -> None:
    placed = seats(f"{HEAD}rows = 2\nseats = 3\nseat_pitch = 500\nrow_pitch = 900")
    assert [(seat.x_mm, seat.y_mm) for seat in placed] == [
        *[(9_500, 5_000), (10_000, 5_000), (10_500, 5_000)],
        *[(9_500, 5_900), (10_000, 5_900), (10_500, 5_900)],
    ]


def test_an_aisle_widens_the_row() -> None:
    placed = seats(f"{HEAD}rows = 1\nseats = 4\nseat_pitch = 500\naisles_after = [2]\naisle = 1000")
    assert [b.x_mm - a.x_mm for a, b in pairwise(placed)] == [500, 1500, 500]


def test_curved_rows_keep_their_distance_from_the_centre() -> None:
    text = 'name = "Palco"\ncentre = [20_000, 0]\nradius = 30_000\nangle = 20\nrows = 2\nseats = 9\nrow_pitch = 1000'
    placed = seats(text)
    assert {round(hypot(seat.x_mm - 20_000, seat.y_mm)) for seat in placed} == {30_000, 31_000}
    assert all(round(hypot(a.x_mm - b.x_mm, a.y_mm - b.y_mm)) in {549, 550} for a, b in pairwise(placed[:9]))
    assert placed[0].x_mm > 20_000  # a positive angle is to the right of the plan


def test_tables_are_rows_of_chairs() -> None:
    placed = seats(f"{HEAD}tables = 3\ntables_wide = 2\nchairs = 4\nfirst_table = 12")
    assert [f"{seat.row}/{seat.number}" for seat in placed][:5] == [
        *("Mesa 12/1", "Mesa 12/2", "Mesa 12/3", "Mesa 12/4"),
        "Mesa 13/1",
    ]
    assert len({(seat.x_mm, seat.y_mm) for seat in placed}) == 12


def test_seats_may_be_given_one_by_one() -> None:
    text = 'name = "Palco"\n[[venue.section.seat]]\nrow = "P"\nnumber = "1"\nx_mm = 7\ny_mm = 8\nkind = "companion"'
    (seat,) = seats(text)
    assert (seat.row, seat.number, seat.x_mm, seat.y_mm, seat.kind) == ("P", "1", 7, 8, SeatKind.COMPANION)


def test_ordinals_follow_the_file_through_the_sections() -> None:
    theatre = demo("teatro.toml").venues[0]
    assert [ordinals.start for ordinals in theatre.ordinals][:3] == [0, 133, 265]
    assert theatre.seats.section_no[132:134] == (0, 1)
    assert theatre.ordinals[-1].stop == len(theatre.seats)


@pytest.mark.parametrize("name", ["teatro.toml", "arena.toml"])
def test_no_two_seats_of_a_demo_hall_overlap(name: str) -> None:
    plan = demo(name).venues[0].seats
    cells: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in zip(plan.x_mm, plan.y_mm, strict=True):
        cells.setdefault((x // 500, y // 500), []).append((x, y))
    for (column, line), here in cells.items():
        near = [at for i in (-1, 0, 1) for j in (-1, 0, 1) for at in cells.get((column + i, line + j), [])]
        assert all(hypot(x - u, y - v) > 480 for x, y in here for u, v in near if (x, y) != (u, v))
    assert len({*zip(plan.x_mm, plan.y_mm, strict=True)}) == len(plan)


@pytest.mark.parametrize(
    ("section", "what", "detail"),
    [
        (f"{HEAD}rows = 1\nseats = 2\n{ONE_MORE}", "duplicate", "A-2"),
        (f'{HEAD}rows = 2\nseats = 1\nrow_names = ["A", "A"]', "duplicate", "A-1"),
        (f'{HEAD}rows = 2\nseats = 1\nrow_names = ["A"]', "bad_value", "1 / 2"),
        (f'{HEAD}rows = 1\nseats = 1\nrow_names = ["A "]', "bad_text", "A "),
        (f'{HEAD}rows = 1\nseats = 1\nrow_names = ["A\\u200b"]', "bad_text", "A\u200b"),
        (f"{HEAD}rows = 2\nseats_by_row = [1, 2, 3]", "bad_value", "3 / 2"),
        (f"{HEAD}rows = 2\nseats_by_row = [1, 0]", "bad_value", "0"),
        (f"{HEAD}rows = 500\nseats = 1000", "bad_value", "500000"),
        (f"{HEAD}rows = 0\nseats = 10", "bad_value", "0"),
        (f"{HEAD}rows = 1\nseats = -1", "bad_value", "-1"),
        (f"{HEAD}rows = 1\nseats = 1.5", "wrong_type", "1.5"),
        (f'{HEAD}rows = 1\nseats = 1\nfirst_row = "a"', "bad_value", "a"),
        (f"{HEAD}rows = 1\nseats = 1\nangle = 181", "bad_value", "181"),
        (f'{HEAD}rows = 1\nseats = 1\ngaps = ["A-2"]', "unknown_reference", "A-2"),
        (f'{HEAD}rows = 1\nseats = 1\ngaps = ["A1"]', "unknown_reference", "A1"),
        (f'{HEAD}rows = 1\nseats = 1\ngaps = ["A-x..2"]', "unknown_reference", "A-x..2"),
        (f"{HEAD}rows = 1\nseats = 1\naisles_after = [true]", "wrong_type", "True"),
        ('name = "Palco"\nat = [1]\nrows = 1\nseats = 1', "bad_value", "(1,)"),
        ('name = "Palco"\nrows = 1\nseats = 1', "missing", ""),
        ('name = "Palco"\ncentre = [0, 0]\nrows = 1\nseats = 1', "missing", ""),
        (f"{HEAD}tables = 4\nchairs = 0\ntables_wide = 2", "bad_value", "0"),
    ],
)  # fmt: skip
def test_an_impossible_section_is_refused(section: str, what: str, detail: str) -> None:
    reported = problems(venue(section))
    assert [(kind, value) for _, kind, value in reported] == [(what, detail)]
    assert reported[0][0].startswith("venue[2].section[1]")
