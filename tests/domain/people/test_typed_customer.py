"""Typed fields of a customer are kept in one form; what cannot be right is refused."""

import pytest

from domain.people.customers import Field
from domain.people.identity import BadIdentity
from domain.people.typed_customer import are_kept, typed_fields


@pytest.mark.parametrize(
    ("of", "typed", "kept"),
    [
        (Field.NAME, "  José   María ", "José María"),
        (Field.DOCUMENT, "C.I. V-12.345.678", "V12345678"),
        (Field.DOCUMENT, "AB 123456", "AB123456"),
        (Field.DOCUMENT, "PAS 123456789", "PAS123456789"),
        (Field.DOCUMENT, " ", ""),
        (Field.PHONE, "0412-123.45.67", "+584121234567"),
        (Field.PHONE, "+34 612 34 56 78", "+34612345678"),
        (Field.EMAIL, " Ana.Perez@Correo.COM ", "ana.perez@correo.com"),
        (Field.NOTES, "uno\r\n  dos ", "uno\ndos"),
    ],
)
def test_a_field_is_kept_in_one_form(of: Field, typed: str, kept: str) -> None:
    assert typed_fields({of: typed}) == {of: kept}


@pytest.mark.parametrize(
    ("of", "typed"),
    [
        (Field.NAME, "x" * 121),
        (Field.NAME, "a\x07"),
        (Field.DOCUMENT, "V12"),
        (Field.PHONE, "12"),
        (Field.PHONE, "0412-CALL"),
        (Field.EMAIL, "ana@"),
        (Field.EMAIL, "ana@correo"),
        (Field.EMAIL, "a@b@c.com"),
        (Field.EMAIL, "@correo.com"),
        (Field.NOTES, "x" * 1_001),
    ],
)
def test_what_cannot_be_right_is_refused(of: Field, typed: str) -> None:
    with pytest.raises(BadIdentity) as refused:
        typed_fields({of: typed})
    assert refused.value.kind in {of, "cedula"}


def test_a_fact_may_hold_only_what_is_kept() -> None:
    assert are_kept({Field.NOTES: "uno\ndos", Field.NAME: "Ana"})
    assert not are_kept({Field.NAME: "Ana\nPérez"})
    assert not are_kept({Field.NAME: "x" * 121})
