"""Figures, money, days and times, as the Spanish of Venezuela and English write and read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.formats import BY_LANGUAGE, EN, ES_VE, Locale, day_of, sign
from domain.money.money import EUR, LARGEST_MINOR, USD, VES, BadAmount, Currency, Money

CLP, COP, KWD = Currency("CLP"), Currency("COP"), Currency("KWD")
SATURDAY = date(2026, 11, 21)
EVENING = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)

locales = st.sampled_from([ES_VE, EN])
currencies = st.sampled_from([VES, USD, EUR, CLP, COP, KWD])


@pytest.mark.parametrize(
    ("amount", "spanish", "english"),
    [
        (Money(0, VES), "Bs. 0,00", "Bs. 0.00"),
        (Money(5, VES), "Bs. 0,05", "Bs. 0.05"),
        (Money(-5, VES), "-Bs. 0,05", "-Bs. 0.05"),
        (Money(99_999, VES), "Bs. 999,99", "Bs. 999.99"),
        (Money(100_000, VES), "Bs. 1.000,00", "Bs. 1,000.00"),
        (Money(9_999_999_999_999, VES), "Bs. 99.999.999.999,99", "Bs. 99,999,999,999.99"),
        (Money(-9_999_999_999_999, VES), "-Bs. 99.999.999.999,99", "-Bs. 99,999,999,999.99"),
        (Money(LARGEST_MINOR, VES), "Bs. 90.071.992.547.409,91", "Bs. 90,071,992,547,409.91"),
        (Money(1_000, USD), "US$ 10,00", "US$ 10.00"),
        (Money(-123_450, EUR), "-€ 1.234,50", "-€ 1,234.50"),
        (Money(123_450, COP), "COP 1.234,50", "COP 1,234.50"),
        (Money(1_234_567, CLP), "CLP 1.234.567", "CLP 1,234,567"),
        (Money(1_234_567, KWD), "KWD 1.234,567", "KWD 1,234.567"),
    ],
)
def test_money_has_its_sign_and_the_places_of_its_currency(amount: Money, spanish: str, english: str) -> None:
    assert (ES_VE.money(amount), EN.money(amount)) == (spanish, english)


def test_a_figure_is_money_without_its_currency() -> None:
    assert [ES_VE.figure(Money(minor, VES)) for minor in (0, -123_450)] == ["0,00", "-1.234,50"]
    assert [EN.figure(Money(minor, VES)) for minor in (0, -123_450)] == ["0.00", "-1,234.50"]


def test_a_currency_without_a_known_sign_is_written_by_its_code() -> None:
    assert [sign(currency) for currency in (VES, USD, EUR, COP)] == ["Bs.", "US$", "€", "COP"]


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (13_000, "13.000", "13,000"),
        (-1_000, "-1.000", "-1,000"),
        (10**18 + 1, "1.000.000.000.000.000.001", "1,000,000,000,000,000,001"),
        (Decimal("16.00"), "16", "16"),
        (Decimal("12.5"), "12,50", "12.50"),
        (Decimal("-1234.5678"), "-1.234,5678", "-1,234.5678"),
        (Decimal("1E+3"), "1.000", "1,000"),
    ],
)
def test_a_number_has_the_places_it_needs(value: int | Decimal, spanish: str, english: str) -> None:
    assert (ES_VE.number(value), EN.number(value)) == (spanish, english)


@pytest.mark.parametrize(
    ("value", "spanish", "english", "on_documents"),
    [
        ("36", "36,00", "36.00", "36,00000000"),
        ("245.1", "245,10", "245.10", "245,10000000"),
        ("245.10550000", "245,1055", "245.1055", "245,10550000"),
        ("1245.12345678", "1.245,12345678", "1,245.12345678", "1245,12345678"),
    ],
)
def test_a_rate_has_two_places_at_least_and_eight_on_documents(
    value: str, spanish: str, english: str, on_documents: str
) -> None:
    rate = Decimal(value)
    assert (ES_VE.rate(rate), EN.rate(rate), ES_VE.fixed(rate, 8)) == (spanish, english, on_documents)


@pytest.mark.parametrize(
    ("hundredths", "spanish", "english", "signed", "as_a_tax"),
    [
        ("0", "0 %", "0%", "+0 %", "0,00 %"),
        ("16", "16 %", "16%", "+16 %", "16,00 %"),
        ("-10.0", "-10 %", "-10%", "-10 %", "-10,00 %"),
        ("12.5", "12,50 %", "12.50%", "+12,5 %", "12,50 %"),
        ("1200", "1.200 %", "1,200%", "+1200 %", "1200,00 %"),
    ],
)
def test_percentages(hundredths: str, spanish: str, english: str, signed: str, as_a_tax: str) -> None:
    value = Decimal(hundredths)
    assert (ES_VE.percent(value), EN.percent(value)) == (spanish, english)
    assert (ES_VE.signed_percent(value), ES_VE.fixed_percent(value / 100)) == (signed, as_a_tax)


@pytest.mark.parametrize(
    ("locale", "day", "short", "long"),
    [
        (ES_VE, "21/11/2026", "sáb 21 nov", "sábado 21 de noviembre de 2026"),
        (EN, "21 Nov 2026", "Sat 21 Nov", "Saturday 21 November 2026"),
    ],
)
def test_days(locale: Locale, day: str, short: str, long: str) -> None:
    assert (locale.day(SATURDAY), locale.short_day(SATURDAY), locale.long_day(SATURDAY)) == (day, short, long)


def test_days_and_months_of_one_digit() -> None:
    first = date(2026, 3, 1)
    assert (ES_VE.day(first), ES_VE.short_day(first)) == ("01/03/2026", "dom 1 mar")
    assert (EN.day(first), EN.short_day(first)) == ("1 Mar 2026", "Sun 1 Mar")


def test_instants_are_those_of_caracas() -> None:
    after_midnight_elsewhere = datetime(2026, 11, 22, 0, 5, tzinfo=UTC)
    assert day_of(after_midnight_elsewhere) == SATURDAY
    assert ES_VE.moment(after_midnight_elsewhere) == "21/11/2026 20:05"
    assert EN.moment(after_midnight_elsewhere) == "21 Nov 2026 20:05"
    assert ES_VE.time(after_midnight_elsewhere) == EN.time(after_midnight_elsewhere) == "20:05"


@pytest.mark.parametrize(
    ("hour_utc", "spanish", "english"),
    [
        (4, "12:30 a. m.", "12:30 a.m."),
        (15, "11:30 a. m.", "11:30 a.m."),
        (16, "12:30 p. m.", "12:30 p.m."),
        (23, "7:30 p. m.", "7:30 p.m."),
    ],
)
def test_the_hour_of_a_show(hour_utc: int, spanish: str, english: str) -> None:
    at = EVENING.replace(hour=hour_utc)
    assert (ES_VE.clock_time(at), EN.clock_time(at)) == (spanish, english)


@given(locales, currencies, st.integers(0, LARGEST_MINOR))
def test_an_amount_reads_back_as_it_was_written(locale: Locale, currency: Currency, minor: int) -> None:
    amount = Money(minor, currency)
    assert locale.read_amount(locale.figure(amount), currency) == amount


@given(locales, st.text(max_size=20))
def test_reading_gives_an_amount_or_a_refusal(locale: Locale, typed: str) -> None:
    try:
        amount = locale.read_amount(typed, VES)
    except Refused:
        return
    assert amount.minor >= 0


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        *((ES_VE, typed) for typed in ("", "1,234.50", "12.34.567", "-5", "1e3", "\u0663", "US$ 10", "10 Bs Bs")),
        *((EN, typed) for typed in ("", "10,50", "1.234,50", "12,34,567", "-5", "1e3", "\u0663", "US$ 10")),
    ],
)
def test_what_is_written_otherwise_is_no_amount(locale: Locale, typed: str) -> None:
    with pytest.raises(BadAmount):
        locale.read_amount(typed, VES)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        # thousands, ungrouped units, decimals
        *(("1.500", 150_000), ("10.000", 1_000_000), ("1.234.567", 123_456_700), ("1500", 150_000), ("007", 700)),
        *(("1.500,50", 150_050), ("1500,5", 150_050), ("1500,50", 150_050), (",5", 50), ("0,05", 5)),
        # the point of a numeric keypad
        *(("12.5", 1_250), ("12.50", 1_250), ("1500.50", 150_050), (".5", 50), ("0.05", 5)),
        # spaces and signs that are pasted along
        *(
            ("1 500,50", 150_050),
            ("1\u00a0500", 150_000),
            ("1\u202f234\u202f567,5", 123_456_750),
            ("\u00a012,5 ", 1_250),
        ),
        *(("Bs. 1.500,50", 150_050), ("Bs.1.500", 150_000), ("1.500,50\u00a0Bs", 150_050), ("ves 10", 1_000)),
        *(("Bs.S 10", 1_000), ("BS 10", 1_000)),
    ],
)
def test_an_amount_is_read_as_a_cashier_writes_it(typed: str, minor: int) -> None:
    assert ES_VE.read_amount(typed, VES) == Money(minor, VES)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("US$ 1.500", USD), ("$1500", USD), ("1500 USD", USD), ("€ 1 500", EUR), ("1.500,00 €", EUR), ("COP 1.500", COP)],
)
def test_an_amount_may_carry_the_sign_of_its_own_currency(typed: str, currency: Currency) -> None:
    assert ES_VE.read_amount(typed, currency) == Money(150_000, currency)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1,500.50", ["1500.50"]),
        ("1,500", ["1500", "1.500"]),
        ("10,005", ["10005"]),
        ("0.500", ["500", "0.500"]),
        ("1.2345", ["12345"]),
        ("1234.567", ["1234567"]),
        ("1.500,505", []),
        ("1.500.50", ["150050", "1500.50"]),
        ("1,500,000", ["1500000", "1500.000"]),
        ("Bs. 1,500", ["1500", "1.500"]),
        ("12,", []),
        ("1 5", []),
        ("1 500.000", ["1500000", "1500.000"]),
    ],
)
def test_an_unclear_figure_is_refused_with_the_amounts_that_it_may_be(typed: str, readings: list[str]) -> None:
    with pytest.raises(BadAmount) as caught:
        ES_VE.read_amount(typed, VES)
    assert caught.value.readings == tuple(Decimal(reading) for reading in readings)


def test_the_readings_have_the_decimals_of_what_is_read() -> None:
    with pytest.raises(BadAmount) as amount:
        ES_VE.read_amount("1,5", Currency("CLP"))
    assert amount.value.readings == (Decimal(15),)
    with pytest.raises(BadAmount) as rate:
        ES_VE.read_rate("1,500.50")
    assert rate.value.readings == (Decimal("1500.50"), Decimal("1.50050"))


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0", "\u200b"])
def test_a_field_without_a_visible_character_holds_no_text(typed: str) -> None:
    with pytest.raises(BadAmount) as caught:
        ES_VE.read_amount(typed, VES)
    assert (caught.value.text, caught.value.readings) == ("", ())


def test_a_pasted_text_is_never_cut_to_another_amount() -> None:
    for typed in ("1" + "0" * 80, " " * 78 + "1.500"):
        with pytest.raises(BadAmount):
            ES_VE.read_amount(typed, VES)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("857,0058", "857.0058"), ("857.0058", "857.0058"), ("245.10", "245.10"), ("1.245,5", "1245.5")),
        *(("857,00580000", "857.0058"), ("1.500", "1500"), ("Bs. 857,00", "857"), ("857\u00a0", "857")),
    ],
)
def test_a_rate_is_read_like_an_amount_with_more_decimals(typed: str, value: str) -> None:
    assert ES_VE.read_rate(typed) == Decimal(value)


def test_a_rate_is_read_exactly_and_is_more_than_zero() -> None:
    assert ES_VE.read_rate("1.245,12345678") == EN.read_rate("1,245.12345678") == Decimal("1245.12345678")
    for typed in ("0", "0,00", "1,123456789"):
        with pytest.raises(BadAmount):
            ES_VE.read_rate(typed)


def test_the_languages_of_the_screens_have_their_formats() -> None:
    assert BY_LANGUAGE == {"es": ES_VE, "en": EN}
