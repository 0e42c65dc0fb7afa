"""A seat is named with or without a sign between its row and its number."""

import pytest

from domain.catalogue.typed_seats import seat_names


@pytest.mark.parametrize("text", ["A-5", "A5", "a5", "a-5", "A 5", " a - 5 ", "A.5", "A/5", "A\N{EN DASH}5"])
def test_every_way_to_type_a_seat_names_it(text: str) -> None:
    assert ("A", "5") in seat_names(text)


@pytest.mark.parametrize(("text", "name"), [("1-13", ("1", "13")), ("1 13", ("1", "13")), ("AA12", ("AA", "12"))])
def test_rows_of_digits_need_a_sign_and_rows_of_letters_none(text: str, name: tuple[str, str]) -> None:
    assert name in seat_names(text)


@pytest.mark.parametrize("text", ["", "113", "A", "-5", "A-", "Rondón", "A" * 13 + "1"])
def test_other_texts_name_no_seat(text: str) -> None:
    assert seat_names(text) == frozenset()
