"""Passports of other countries are documents, also those that look like a cédula or a RIF."""

import pytest

from domain.people.identity import BadIdentity, is_passport, parse_document

BY_COUNTRY = {
    "Colombia": "AT123456", "Peru": "116543210A", "Chile": "F12345678", "Argentina": "AAC123456", "Brazil": "FZ123456",
    "Mexico": "N12345678", "Cuba": "K123456", "Panama": "PA0123456", "Dominican Republic": "RD1234567",
    "Germany": "C01X00T47", "France": "19AA12345", "Spain": "XDD123456", "Spain that begins with the mark": "PAS123456",
    "Portugal": "CA123456", "Italy": "YA1234567", "Netherlands": "NXX1234F5", "Switzerland": "X1234567",
    "Japan": "TK1234567",
    "Korea": "M12345678", "India": "J1234567", "Canada": "GA123456", "Syria": "N001234567", "Lebanon": "LR1234567",
}  # fmt: skip
"""Made up, in the forms of the countries."""
LIKE_OTHERS = {
    "United States": ("123456789", "PAS123456789"), "Russia": ("75 1234567", "PAS751234567"),
    "China, old": ("G12345678", "PASG12345678"), "China": ("E12345678", "PASE12345678"),
    "China, new": ("EH1234567", "EH1234567"),
    "Ecuador, of numbers": ("1712345678", "PAS1712345678"), "Guatemala": ("C00001549", "PASC00001549"),
}  # fmt: skip
"""Read as a cédula or refused as a mistyped RIF, unless they are named as passports."""


@pytest.mark.parametrize("number", BY_COUNTRY.values(), ids=BY_COUNTRY.keys())
def test_a_passport_is_kept_as_it_is_written(number: str) -> None:
    for typed in (number, number.lower(), f"Pasaporte {number}", f"PASSPORT: {number}", f"pas. {number}"):
        stored = parse_document(typed).stored
        assert is_passport(stored)
        if not number.startswith("PAS"):
            assert stored == number
    assert parse_document(number).stored == number


@pytest.mark.parametrize(("number", "stored"), LIKE_OTHERS.values(), ids=LIKE_OTHERS.keys())
def test_a_passport_that_looks_like_a_venezuelan_document_is_named_as_one(number: str, stored: str) -> None:
    for typed in (f"PAS {number}", f"pasaporte {number}", f"pas-{number}", stored, stored.lower()):
        assert parse_document(typed).stored == stored
    assert is_passport(stored)


@pytest.mark.parametrize("typed", ["PAS 1234", "pasaporte", "PAS", "PASAPORTE AB", "PAS " + "1" * 18, "PAS 12,45678"])
def test_what_is_no_number_of_a_passport_is_refused(typed: str) -> None:
    with pytest.raises(BadIdentity):
        parse_document(typed)


@pytest.mark.parametrize("typed", ["12345678", "V-12.345.678", "E-84.123.456", "J-31217119-7", "V123456789"])
def test_venezuelan_documents_are_no_passports(typed: str) -> None:
    assert not is_passport(parse_document(typed).stored)
