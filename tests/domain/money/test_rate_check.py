"""A typed rate against the last known one."""

from datetime import date
from decimal import Decimal

import pytest

from domain.money.money import USD, ExchangeRate, RateSource
from domain.money.rate_check import RateDoubtful, check_rate

SATURDAY = date(2026, 11, 21)
KNOWN = ExchangeRate(USD, Decimal("857.0058"), SATURDAY, RateSource.BCV)


def typed(value: str) -> ExchangeRate:
    return ExchangeRate(USD, Decimal(value), SATURDAY, RateSource.MANUAL)


@pytest.mark.parametrize("value", ["857.0058", "428.5029", "1714.0116", "900", "600.5"])
def test_a_rate_between_half_and_twice_the_last_one_is_believed(value: str) -> None:
    check_rate(typed(value), KNOWN)


@pytest.mark.parametrize("value", ["8.57", "857005800", "0.00000001", "428.5028", "1714.0117", "8570.058"])
def test_a_rate_further_away_is_doubted_with_the_last_one(value: str) -> None:
    with pytest.raises(RateDoubtful) as caught:
        check_rate(typed(value), KNOWN)
    assert (caught.value.value, caught.value.last, caught.value.last_on) == (Decimal(value), KNOWN.value, SATURDAY)


def test_the_first_rate_of_a_currency_has_none_to_compare_with() -> None:
    check_rate(typed("8.57"), None)
