"""Money: exact arithmetic, strict reading of amounts, splits without loss."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.money.money import (
    EUR,
    LARGEST_MINOR,
    USD,
    VES,
    AmountTooLarge,
    BadAmount,
    Currency,
    ExchangeRate,
    Money,
    NoRate,
    Rates,
    RateSource,
    digits,
    half_up,
    total,
)

ON = date(2026, 9, 28)
U = ExchangeRate(USD, Decimal("857.00580000"), ON, RateSource.BCV)
E = ExchangeRate(EUR, Decimal("976.90091142"), ON, RateSource.BCV)
CLP, KWD = Currency("CLP"), Currency("KWD")

currencies = st.sampled_from([VES, USD, EUR, CLP, KWD])
amounts = st.builds(Money, st.integers(-LARGEST_MINOR, LARGEST_MINOR), currencies)


@given(amounts)
def test_an_amount_reads_back_as_it_is_written(amount: Money) -> None:
    assert Money.parse(str(amount), amount.currency) == amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("0", VES, 0),
        ("-0.00", VES, 0),
        ("1234.5", VES, 123_450),
        (".5", VES, 50),
        ("007", VES, 700),
        ("1.230000", VES, 123),
        ("1234", CLP, 1_234),
        ("1.234", KWD, 1_234),
        ("-10.01", USD, -1_001),
        ("90071992547409.91", VES, LARGEST_MINOR),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: Currency, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "-", "1,50", "1.234,50", "1,234.50", "1 000", " 1", "1 ", "1\n", "+1", "--1", "1.2.3", "1."),
        *("1e3", "1E3", "0x10", "1_000", "Infinity", "NaN", "diez", "Bs. 10", "$10", "½", "🎭", "\x001"),
        *("\uff11\uff12", "\u0661\u0662", "1\u0660", "\u2212" + "1", "0.001", "1.999", "1." + "0" * 70 + "1"),
        *("9" * 64, "0." + "0" * 64, "1" * 65_536),
    ],
)
def test_a_text_that_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAmount) as caught:
        Money.parse(text, VES)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["9" * 40, "90071992547409.92", "-90071992547409.92"])
def test_an_amount_that_no_document_carries_is_refused(text: str) -> None:
    with pytest.raises(AmountTooLarge) as caught:
        Money.parse(text, VES)
    assert "MON-02" in str(caught.value)


@pytest.mark.parametrize("currency", ["", "VE", "VESS", "ves", "V3S", "\uff36ES"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(BadAmount):
        Money.parse("1", Currency(currency))


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_a_refusal(text: str) -> None:
    with suppress(Refused):
        Money.parse(text, VES)


@given(amounts, st.lists(st.integers(0, 1_000), min_size=1).filter(any))
def test_a_split_loses_nothing(amount: Money, weights: list[int]) -> None:
    parts = amount.split(weights)
    assert total(parts, amount.currency) == amount
    assert len(parts) == len(weights)


@given(amounts, st.lists(st.integers(0, 1_000), min_size=1).filter(any))
def test_no_part_is_a_cent_off_its_share(amount: Money, weights: list[int]) -> None:
    for part, weight in zip(amount.split(weights), weights, strict=True):
        assert abs(part.minor * sum(weights) - amount.minor * weight) < sum(weights)


def test_the_odd_cents_go_to_the_largest_remainders_first() -> None:
    assert [part.minor for part in Money(100, USD).split([1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in Money(10, USD).split([5, 3, 1])] == [6, 3, 1]
    assert [part.minor for part in Money(-100, USD).split([1, 1, 1])] == [-33, -33, -34]


@pytest.mark.parametrize(
    ("value", "rounded"), [("2.5", 3), ("3.5", 4), ("-2.5", -3), ("2.4999999", 2), ("0.5", 1), ("0.125e1", 1)]
)
def test_halves_are_rounded_away_from_zero(value: str, rounded: int) -> None:
    assert half_up(Decimal(value)) == rounded


@pytest.mark.parametrize("other", [Money(1, USD), Money(1, EUR)])
def test_two_currencies_do_not_mix(other: Money) -> None:
    bolivar = Money(1, VES)
    for act in (bolivar.__add__, bolivar.__sub__, bolivar.__lt__, bolivar.__le__, bolivar.__gt__, bolivar.__ge__):
        with pytest.raises(TypeError):
            act(other)
    assert bolivar != other


def test_arithmetic_stays_in_the_currency() -> None:
    ten = Money(1_000, USD)
    assert (ten + ten, ten - ten, ten * 3, -ten) == (
        *(Money(2_000, USD), Money.zero(USD), Money(3_000, USD), Money(-1_000, USD)),
    )
    assert [bool(ten), bool(Money.zero(USD))] == [True, False]
    same = Money(1_000, USD)
    assert Money(1, USD) < ten <= same
    assert ten > Money(1, USD)
    assert ten >= same
    assert total([], EUR) == Money.zero(EUR)


def test_a_sum_that_no_document_carries_is_refused() -> None:
    with pytest.raises(AmountTooLarge):
        Money(LARGEST_MINOR, VES) + Money(1, VES)
    with pytest.raises(AmountTooLarge):
        Money(LARGEST_MINOR, VES) * 2


@pytest.mark.parametrize(("percent", "minor"), [("16", 160), ("-50", -500), ("0.05", 1), ("12.345", 123), ("0", 0)])
def test_percentages_are_exact_and_rounded_once(percent: str, minor: int) -> None:
    assert Money(1_000, USD).percent(Decimal(percent)).minor == minor


def test_rates_convert_at_full_precision() -> None:
    """docs/fiscal-rules.md example 1, example 7 and example 21."""
    assert str(U.to_ves(Money.parse("10.00", USD))) == "8570.06"
    assert str(E.to_ves(Money.parse("15.00", EUR))) == "14653.51"
    assert str(U.from_ves(Money.parse("5519.11", VES))) == "6.44"
    assert str(E.from_ves(Money.parse("21425.15", VES))) == "21.93"


@given(st.integers(0, 10**12))
def test_converting_to_bolivares_and_back_gives_the_same_amount(minor: int) -> None:
    amount = Money(minor, USD)
    assert U.from_ves(U.to_ves(amount)) == amount


def test_the_rate_of_a_sale_is_found_or_refused() -> None:
    rates = Rates(ON, (U,))
    assert rates.of(USD) is U
    assert rates.to_ves(Money(5, VES)) == Money(5, VES)
    with pytest.raises(NoRate) as caught:
        rates.to_ves(Money(5, EUR))
    assert (caught.value.currency, caught.value.on) == (EUR, ON)


def test_minor_units_are_those_of_the_currency() -> None:
    assert [digits(c) for c in (VES, CLP, KWD)] == [2, 0, 3]
    assert [str(Money(1_234, c)) for c in (VES, CLP, KWD)] == ["12.34", "1234", "1.234"]
