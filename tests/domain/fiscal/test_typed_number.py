"""Numbers as people type them to find a document."""

import pytest

from domain.fiscal.typed_number import TypedNumber, typed_control_number, typed_number, without_words


@pytest.mark.parametrize(
    "typed",
    [
        *("N° 1", "Nº 1", "N°1", "n. 1", "No. 1", "Nro. 1", "nro 1", "№ 1", "# 1", "#1", "Factura N° 1", "FACTURA 1"),
        *("Número: 1", "N° de control 1", "  N°\u00a01 ", "1"),
    ],
)
def test_the_words_before_a_number_are_left_out(typed: str) -> None:
    assert without_words(typed) == "1"


@pytest.mark.parametrize(
    "typed", ["Nota de crédito NCA-1", "nota NCA-1", "NOTA DE CREDITO N° NCA-1", "Nota de débito nro. NCA-1", "NCA-1"]
)
def test_a_series_that_begins_with_a_word_is_none(typed: str) -> None:
    assert without_words(typed) == "NCA-1"


@pytest.mark.parametrize("typed", ["NO-1", "REF-12", "Factura NB 3", "de-1"])
def test_a_word_that_letters_follow_is_not_left_out(typed: str) -> None:
    assert without_words(typed) == typed.removeprefix("Factura ")


@pytest.mark.parametrize("typed", ["Noel", "Núñez", "no", "N", "Ñ-1", "Refugio 3", "nada", "Control", "de la Cruz"])
def test_other_words_are_kept(typed: str) -> None:
    assert without_words(typed) == typed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("A-00000012", TypedNumber("A", 12)), ("a-12", TypedNumber("A", 12)), ("0012", TypedNumber("", 12))),
        *(
            ("A-B-3", TypedNumber("A-B", 3)),
            ("a 12", TypedNumber("A", 12)),
            ("A0012", TypedNumber("A", 12)),
            ("A", None),
            ("A-", None),
            ("9" * 19, None),
            ("²", None),
        ),
    ],
)
def test_a_number_is_read_with_or_without_its_series(text: str, number: TypedNumber | None) -> None:
    assert typed_number(text) == number


@pytest.mark.parametrize(
    ("text", "control"),
    [
        *(("00-00000502", "00-00000502"), ("00-502", "00-00000502"), ("0000000502", "00-00000502")),
        *(("00000502", "-00000502"), ("502", None), ("1-2", None), ("00-123456789", None), ("A-00000502", None)),
    ],
)
def test_a_control_number_is_read_as_it_is_printed_and_shorter(text: str, control: str | None) -> None:
    assert typed_control_number(text) == control
