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
    "phone", ["0412-1234567", "04121234567", "+58 412 123 45 67", "412.123.4567", "0412\N{EN DASH}1234567"]
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
        ("0102", "04121234567", "", "document"),
    ],
)
def test_each_datum_is_needed(bank: str, phone: str, document: str, field: str) -> None:
    with pytest.raises(PayeeMissing) as refused:
        parse_payee(bank, phone, document)
    assert refused.value.field == field


@pytest.mark.parametrize("phone", ["0212-1234567", "0412-123456", "0419-1234567", "+1 305 555 0100", "abc"])
def test_only_a_venezuelan_mobile_phone_receives_change(phone: str) -> None:
    with pytest.raises(BadIdentity):
        parse_payee("0102", phone, "V12345678")


def test_cash_has_no_payee_and_electronic_change_needs_one() -> None:
    assert check_payee(CASH, LUISA) is None
    assert check_payee((), None) is None
    assert check_payee(ELECTRONIC, LUISA) == LUISA
    with pytest.raises(PayeeMissing):
        check_payee(ELECTRONIC, None)


@pytest.mark.parametrize("payee", [Payee("0102", "0412", "V1"), Payee("0102", "+584121234567", "V" * 60)])
def test_a_payee_of_another_program_is_checked_too(payee: Payee) -> None:
    with pytest.raises(Refused):
        check_payee(ELECTRONIC, payee)
