"""What a typed text may name."""

import pytest

from domain.timeline.searching import typed_code, typed_phone, typed_reference, typed_shift
from domain.timeline.typed_place import fits, typed_places


@pytest.mark.parametrize("text", ["3MQC2tdz7li", "3mqc2TDZ7LI", " 3MQC 2tdz-7li "])
def test_a_code_is_read_in_any_letter_case_with_spaces_and_dashes(text: str) -> None:
    assert typed_code(text) == "3mqc2tdz7li"


def test_a_name_is_no_code() -> None:
    assert typed_code("Ñáñez") == ""


@pytest.mark.parametrize(("text", "number"), [("turno 132", 132), ("Turno n° 132", 132), ("132", 132), ("caja 7", 7)])
def test_a_shift_is_read_with_its_word_or_without(text: str, number: int) -> None:
    assert typed_shift(text) == number


@pytest.mark.parametrize("text", ["turno", "turno doce", "1234567", "B-12"])
def test_another_text_is_no_shift(text: str) -> None:
    assert typed_shift(text) is None


def test_a_phone_is_read_as_it_is_kept() -> None:
    assert typed_phone("0412-123.45.67") == "+584121234567"
    assert typed_phone("A-12") == ""


def test_the_end_of_a_reference_has_at_least_four_characters() -> None:
    assert (typed_reference("123"), typed_reference("00-1234")) == ("", "001234")


@pytest.mark.parametrize("text", ["Platea B-12", "platea b12", "B 12 PLATEA", "el avaro platea B-12"])
def test_a_seat_is_read_with_the_section_and_the_event(text: str) -> None:
    assert any(("B", "12") in one.names and fits(one, "Platea", "Zona 1", "El Avaro") for one in typed_places(text))


def test_a_seat_of_another_section_does_not_fit() -> None:
    of_seat = [one for one in typed_places("Balcón B-12") if ("B", "12") in one.names]
    assert not any(fits(one, "Platea", "Zona 1", "El Avaro") for one in of_seat)
