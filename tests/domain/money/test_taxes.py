"""Taxes: dated rates, rounded once a rate and document, base and tax adding up to the whole."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money.money import EUR, USD, VES, Money
from domain.money.taxes import NoTaxRate, TaxCategory, TaxedAmount, TaxRate, TaxTable, break_down, charged

G, R, A, E = TaxCategory.GENERAL, TaxCategory.REDUCED, TaxCategory.ADDITIONAL, TaxCategory.EXEMPT
ON = date(2026, 9, 28)
TABLE = TaxTable((
    TaxRate(G, Decimal("0.12"), date(2018, 1, 1), date(2019, 12, 31), "antes"),
    TaxRate(G, Decimal("0.16"), date(2020, 1, 1), None, "Decreto 4.079"),
    TaxRate(R, Decimal("0.08"), date(2020, 1, 1), None, "Decreto 4.079"),
    TaxRate(A, Decimal("0.31"), date(2020, 1, 1), date(2026, 12, 31), "Decreto 4.079"),
))  # fmt: skip

lines = st.lists(
    st.builds(
        TaxedAmount, st.builds(Money, st.integers(0, 10**9), st.just(VES)), st.sampled_from([G, R, A, E]), st.just(True)
    )
)


@pytest.mark.parametrize(
    ("category", "on", "rate"),
    [
        (G, date(2018, 1, 1), "0.12"),
        (G, date(2019, 12, 31), "0.12"),
        (G, date(2020, 1, 1), "0.16"),
        (G, date(2099, 1, 1), "0.16"),
        (A, date(2026, 12, 31), "0.31"),
        (E, date(1900, 1, 1), "0"),
    ],
)
def test_a_rate_holds_from_its_first_day_to_its_last(category: TaxCategory, on: date, rate: str) -> None:
    assert TABLE.rate(category, on) == Decimal(rate)


@pytest.mark.parametrize(
    ("category", "on"), [(G, date(2017, 12, 31)), (A, date(2027, 1, 1)), (TaxCategory.IGTF, date(2026, 1, 1))]
)
def test_a_day_without_a_rate_is_refused(category: TaxCategory, on: date) -> None:
    with pytest.raises(NoTaxRate) as caught:
        TABLE.rate(category, on)
    assert (caught.value.category, caught.value.on) == (category, on)


def amount(text: str, category: TaxCategory, *, included: bool = True) -> TaxedAmount:
    return TaxedAmount(Money.parse(text, VES), category, included)


def test_what_is_charged_has_the_tax_on_top_in_each_currency() -> None:
    dollars = [TaxedAmount(Money(minor, USD), G, included=False) for minor in (1000, 1000, 200)]
    euros = TaxedAmount(Money(1500, EUR), R, included=True)
    exempt = TaxedAmount(Money(500, EUR), E, included=False)
    assert charged([*dollars, euros, exempt], TABLE, ON) == (Money(2552, USD), Money(2000, EUR))


def test_what_is_charged_in_bolivares_is_the_total_of_the_document() -> None:
    amounts = [
        amount("10.03", category, included=on) for category in (E, G, R, A) for on in (True, False) for _ in "abc"
    ]
    assert charged(amounts, TABLE, ON) == (break_down(amounts, TABLE, ON).total,)


def test_what_is_charged_without_a_rate_is_refused_only_where_a_tax_is_added() -> None:
    early = date(2017, 12, 31)
    assert charged([amount("10.00", G)], TABLE, early) == (Money(1000, VES),)
    with pytest.raises(NoTaxRate):
        charged([amount("10.00", G, included=False)], TABLE, early)


def test_four_rates_on_one_document() -> None:
    """docs/fiscal-rules.md example 3."""
    breakdown = break_down([amount("10.00", c) for c in (E, G, R, A)], TABLE, ON)
    assert {line.category: (str(line.base), str(line.tax)) for line in breakdown.lines} == {
        G: ("8.62", "1.38"),
        R: ("9.26", "0.74"),
        A: ("7.63", "2.37"),
    }
    assert (str(breakdown.exempt), str(breakdown.total)) == ("10.00", "40.00")


def test_rounding_is_once_a_rate_and_not_once_a_line() -> None:
    """docs/fiscal-rules.md example 11."""
    included = break_down([amount("8570.06", G)] * 3, TABLE, ON)
    assert (str(included.lines[0].base), str(included.lines[0].tax)) == ("22163.95", "3546.23")
    on_top = break_down([amount("33.33", G, included=False)] * 3, TABLE, ON)
    assert (str(on_top.lines[0].tax), str(on_top.total)) == ("16.00", "115.99")


def test_tax_inside_and_on_top_meet_in_one_line() -> None:
    breakdown = break_down([amount("116.00", G), amount("100.00", G, included=False)], TABLE, ON)
    (line,) = breakdown.lines
    assert (str(line.base), str(line.tax), str(breakdown.total)) == ("200.00", "32.00", "232.00")


def test_without_amounts_the_breakdown_has_no_lines() -> None:
    breakdown = break_down([], TABLE, ON)
    assert (breakdown.lines, breakdown.total, breakdown.exempt) == ((), Money.zero(), Money.zero())


def test_the_rate_is_that_of_the_day() -> None:
    before = break_down([amount("112.00", G)], TABLE, date(2019, 6, 1))
    assert (str(before.lines[0].base), before.lines[0].rate) == ("100.00", Decimal("0.12"))


@given(lines)
def test_bases_taxes_and_the_exempt_make_the_total(given_lines: list[TaxedAmount]) -> None:
    breakdown = break_down(given_lines, TABLE, ON)
    assert breakdown.total.minor == sum(line.amount.minor for line in given_lines)
    assert breakdown.total.minor == breakdown.exempt.minor + sum(
        line.base.minor + line.tax.minor for line in breakdown.lines
    )


@given(lines)
def test_a_tax_is_within_half_a_cent_of_its_base_times_the_rate(given_lines: list[TaxedAmount]) -> None:
    for line in break_down(given_lines, TABLE, ON).lines:
        assert abs(line.tax.minor - line.base.minor * line.rate) <= 1


@given(st.permutations([amount("10.01", G), amount("7.77", R), amount("3.33", E), amount("0.01", A)]))
def test_the_order_of_lines_does_not_matter(shuffled: list[TaxedAmount]) -> None:
    breakdown = break_down(shuffled, TABLE, ON)
    assert breakdown == break_down(sorted(shuffled, key=lambda x: x.amount.minor), TABLE, ON)
