"""Names of seats as somebody types them, key by key, and the neighbours that arrows lead to."""

import pytest

from pos_app.seat_plan import SeatPlan
from pos_app.ui.seat_map.jump import PAUSE_MS, Typed
from pos_app.ui.seat_map.neighbours import Direction, nearest_seat, next_seat
from pos_app.ui.seat_map.seat_names import SeatNames
from tests.pos_app.ui.seat_map.halls import block, find_seat, labelled, theatre


def label(plan: SeatPlan, seat: int | None) -> str:
    assert seat is not None
    seat_label = plan.label_of(seat)
    return f"{seat_label.section} {seat_label.row} {seat_label.number}".strip()


def typed_seat(plan: SeatPlan, text: str, cursor: int | None) -> int | None:
    return SeatNames(plan).seat(text, cursor)


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("C", "Platea C 5"),
        ("c12", "Platea C 12"),
        ("7", "Platea B 7"),
        ("b", "Platea B 5"),
        ("D01", "Platea D 1"),
        ("d-3", "Platea D 3"),
        ("platea e 2", "Platea E 2"),
        ("PLATEAE2", "Platea E 2"),
    ],
)
def test_row_and_number_lead_to_a_seat(typed: str, reached: str) -> None:
    plan = block(6, 14)
    assert label(plan, typed_seat(plan, typed, find_seat(plan, "B", "5"))) == reached


SPANISH = (("M", range(1, 6)), ("N", range(1, 6)), ("Ñ", range(1, 6)), ("O", range(1, 6)))
ACCENTS = (("Á", range(1, 4)), ("A", range(1, 2)))
NUMERIC = tuple((str(row), range(1, 31)) for row in range(1, 21))
THEATRE_OF_LETTERS = tuple((str(row), "ABCDEF") for row in range(1, 21))
LONG = (
    ("A", range(1, 4)),
    ("AA", range(1, 4)),
    ("AAA", range(1, 4)),
    ("Mesa 5", range(1, 4)),
    ("Mesa 53", range(1, 4)),
)
ODD = (("A..1", ("3-bis", "3", "3.5", "35")), ("A-3", ("bis", "1")), ("P*", ("1", "¿?")))


@pytest.mark.parametrize(
    ("rows", "start", "typed", "reached"),
    [
        (SPANISH, ("M", "1"), "Ñ5", "Ñ 5"),
        (SPANISH, ("M", "1"), "ñ5", "Ñ 5"),
        (SPANISH, ("M", "1"), "N\N{COMBINING TILDE}5", "Ñ 5"),
        (SPANISH, ("M", "1"), "N5", "N 5"),
        (SPANISH, ("O", "1"), "M3", "M 3"),
        (ACCENTS, ("A", "1"), "Á2", "Á 2"),
        (ACCENTS, ("Á", "3"), "A", "A 1"),
        (NUMERIC, ("4", "9"), "12", "4 12"),
        (NUMERIC, ("4", "9"), "12-", "12 9"),
        (NUMERIC, ("4", "9"), "12-3", "12 3"),
        (NUMERIC, ("4", "9"), "1-13", "1 13"),
        (NUMERIC, ("4", "9"), "11.3", "11 3"),
        (NUMERIC, ("4", "9"), "2030", "20 30"),
        (THEATRE_OF_LETTERS, ("2", "B"), "10C", "10 C"),
        (THEATRE_OF_LETTERS, ("2", "B"), "10", "10 B"),
        (THEATRE_OF_LETTERS, ("2", "B"), "1", "1 B"),
        (THEATRE_OF_LETTERS, ("2", "B"), "F", "2 F"),
        (LONG, ("A", "1"), "AA2", "AA 2"),
        (LONG, ("A", "1"), "AAA3", "AAA 3"),
        (LONG, ("A", "1"), "mesa53", "Mesa 53 1"),
        (LONG, ("A", "1"), "mesa5-3", "Mesa 5 3"),
        (LONG, ("A", "1"), "Mesa 53-2", "Mesa 53 2"),
        (ODD, ("A-3", "1"), "A..1-3-bis", "A..1 3-bis"),
        (ODD, ("A-3", "1"), "a13bis", "A..1 3-bis"),
        (ODD, ("A..1", "3"), "3.5", "A..1 3.5"),
        (ODD, ("A..1", "3"), "35", "A..1 35"),
        (ODD, ("A..1", "3"), "3-bis", "A..1 3-bis"),
        (ODD, ("A..1", "3"), "A-3-bis", "A-3 bis"),
        (ODD, ("A..1", "3"), "P*¿?", "P* ¿?"),
    ],
)
def test_every_label_is_reached(
    rows: tuple[tuple[str, list[int | str]], ...], start: tuple[str, str], typed: str, reached: str
) -> None:
    plan = labelled(*rows)
    assert label(plan, typed_seat(plan, typed, find_seat(plan, *start))) == f"Platea {reached}"


@pytest.mark.parametrize(
    ("rows", "typed"),
    [(ACCENTS, "A2"), ((("Á", range(1, 4)), ("B", range(1, 4))), "A2"), ((("Ñ", [1]), ("M", [1])), "N1")],
)
def test_another_letter_is_another_row(rows: tuple[tuple[str, list[int]], ...], typed: str) -> None:
    assert typed_seat(labelled(*rows), typed, 0) is None


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("b2", "Palco 1 B 2"),
        ("Palco 2 B 2", "Palco 2 B 2"),
        ("palco2b2", "Palco 2 B 2"),
        ("palco 2-b-2", "Palco 2 B 2"),
        ("balconvipb3", "Balcón [VIP] B 3"),
        ("Balcón [VIP] A1", "Balcón [VIP] A 1"),
        ("Ñ", "Ñ A 1"),
    ],
)
def test_a_section_is_typed_by_its_name(typed: str, reached: str) -> None:
    plan = labelled(("A", range(1, 4)), ("B", range(1, 4)), sections=("Palco 1", "Palco 2", "Balcón [VIP]", "Ñ"))
    assert label(plan, typed_seat(plan, typed, 0)) == reached


def test_the_section_of_the_cursor_comes_first() -> None:
    plan = theatre()
    assert label(plan, typed_seat(plan, "C7", find_seat(plan, "A", "4", "BC3"))) == "BC3 C 7"


def test_a_row_that_the_section_lacks_is_found_elsewhere() -> None:
    plan = theatre()
    assert label(plan, typed_seat(plan, "L5", find_seat(plan, "A", "4", "PLI1"))).endswith("L 5")


@pytest.mark.parametrize("typed", ["", "Z", "C99", "Ñ", "12C", "-", "x" * 500])
def test_what_is_no_seat_leads_nowhere(typed: str) -> None:
    assert typed_seat(block(6, 14), typed, 3) is None


def test_without_a_cursor_a_row_leads_to_its_first_seat() -> None:
    assert typed_seat(block(6, 14), "B", None) == 14
    assert typed_seat(block(6, 14), "5", None) is None


def typed_keys(plan: SeatPlan, keys: str, pause_ms: int = 100) -> str:
    names, typed = SeatNames(plan), Typed()
    for i, key in enumerate(keys):
        typed = typed.then(key, i * pause_ms, 0, names)
    return typed.text


def test_a_pause_or_a_letter_that_cannot_follow_begins_again() -> None:
    plan = block(6, 14)
    assert typed_keys(plan, "C12") == "C12"
    assert typed_keys(plan, "C1D") == "D"
    assert typed_keys(plan, "C12", pause_ms=PAUSE_MS + 1) == "2"
    assert typed_keys(labelled(*THEATRE_OF_LETTERS), "10C") == "10C"


def test_too_many_digits_stay_one_text() -> None:
    assert typed_keys(block(6, 14), "C15") == "C15"


def test_signs_belong_to_a_name_only_where_a_name_has_them() -> None:
    letters, odd = SeatNames(block(6, 14)), SeatNames(labelled(*ODD))
    begun = Typed("C1", 0)
    assert not begun.takes("-", 10, letters)
    assert begun.takes("0", 10, letters)
    assert not Typed().takes("0", 10, letters)
    assert not Typed().takes("+", 10, odd)
    assert Typed("3", 0).takes("-", 10, odd)
    assert not Typed("3", 0).takes("-", 10 + PAUSE_MS, odd)
    assert Typed().takes("0", 0, SeatNames(labelled(("0", [1]))))


def test_arrows_lead_to_the_neighbours() -> None:
    plan = block(3, 3)
    assert [next_seat(plan, 4, direction) for direction in Direction] == [3, 5, 1, 7]


def test_there_is_nothing_beyond_the_edge() -> None:
    plan = block(3, 3)
    assert next_seat(plan, 0, Direction.LEFT) is None
    assert next_seat(plan, 0, Direction.UP) is None


def test_arrows_cross_the_aisle() -> None:
    plan = theatre()
    across = next_seat(plan, find_seat(plan, "F", "1", "PC2"), Direction.LEFT)
    assert across is not None
    assert plan.label_of(across).section == "PC1"


def test_the_nearest_seat_of_an_empty_plan_is_none() -> None:
    assert nearest_seat(block(0, 0), 0, 0) is None
