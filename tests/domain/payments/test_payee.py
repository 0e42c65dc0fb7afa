"""Change by pago móvil goes to somebody: a bank, a mobile phone, an identity document."""

import pytest

from domain.errors import Refused
from domain.money.money import VES, Money
from domain.payments.change import Change
from domain.payments.payee import Payee, PayeeMissing, check_payee, parse_payee
from domain.people.identity import BadIdentity

ELECTRONIC = (Change("pago_movil", Money(5_000, VES), Money(5_000, VES)),)
CASH = (Change("cash_ves", Money(5_000, VES), Money(5_000, VES)),)
LUISA = Payee("0102", "+584121234567", "V12345678")


@pytest.mark.parametrize(
    "phone",
    [
        "0412-1234567",
        "+580412-1234567",
        "0058 412 1234567",
        "(0412) 123.45.67",
        "\u200e+58 412 1234567",
        "04121234567",
        "+58 412 123 45 67",
        "412.123.4567",
        "0412\N{EN DASH}1234567",
    ],
)
def test_a_mobile_phone_is_read_as_people_write_it(phone: str) -> None:
    assert parse_payee("0102", phone, "V-12.345.678") == LUISA


@pytest.mark.parametrize(
    ("bank", "phone", "document", "field"),
    [
        ("", "04121234567", "V12345678", "bank"),
        ("102", "04121234567", "V12345678", "bank"),
        ("010a", "04121234567", "V12345678", "bank"),
        ("0102", "", "V12345678", "phone"),
        ("0102", "  ", "V12345678", "phone"),
        ("0102", "\u200b", "V12345678", "phone"),
        ("0102", "04121234567", "\u00a0", "document"),
        ("0102", "04121234567", "", "document"),
    ],
)
def test_each_datum_is_needed(bank: str, phone: str, document: str, field: str) -> None:
    with pytest.raises(PayeeMissing) as refused:
        parse_payee(bank, phone, document)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "phone",
    ["0212-1234567", "0412-123456", "0419-1234567", "+1 305 555 0100", "abc", "0412-l234567", "0412-1234567 x5"],
)
def test_only_a_venezuelan_mobile_phone_receives_change(phone: str) -> None:
    with pytest.raises(BadIdentity):
        parse_payee("0102", phone, "V12345678")


def test_cash_has_no_payee_and_electronic_change_needs_one() -> None:
    assert check_payee(CASH, LUISA) is None
    assert check_payee((), None) is None
    assert check_payee(ELECTRONIC, LUISA) == LUISA
    with pytest.raises(PayeeMissing):
        check_payee(ELECTRONIC, None)


@pytest.mark.parametrize(
    "payee",
    [
        Payee("0102", "0412", "V12345678"),
        Payee("0102", "+584121234567", "V1"),
        Payee("0102", "+584121234567", "V" * 60),
        Payee("0102", "+584121234567", "V123\x0045678"),
        Payee("102", "+584121234567", "V12345678"),
    ],
)
def test_a_payee_of_another_program_is_checked_too(payee: Payee) -> None:
    with pytest.raises(Refused):
        check_payee(ELECTRONIC, payee)


def test_a_payee_of_another_program_is_kept_in_the_form_of_this_one() -> None:
    assert check_payee(ELECTRONIC, Payee(" 0102", "0412-1234567", "12.345.678")) == LUISA


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("12345678", "V12345678"), ("v 12.345.678", "V12345678"), ("E-84.123.456", "E84123456")),
        *(("J-31217119-7", "J312171197"), ("AB 123456", "AB123456"), ("P-123456", "P123456")),
        *(("C.I. V-12.345.678", "V12345678"), ("Cédula: 12.345.678", "V12345678"), ("RIF J-31217119-7", "J312171197")),
        ("CI12345AB", "CI12345AB"),  # an Italian identity card, no cédula
    ],
)
def test_a_document_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert parse_payee("0102", "04121234567", typed).document == kept


@pytest.mark.parametrize("typed", ["1234", "V1", "J31217119", "V12345678X", "Ñ123456", "V_12345678", "A1" * 11])
def test_a_mistyped_document_receives_no_change(typed: str) -> None:
    with pytest.raises(BadIdentity):
        parse_payee("0102", "04121234567", typed)
