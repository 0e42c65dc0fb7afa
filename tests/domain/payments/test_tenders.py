"""Tenders: IGTF by their order, change worth what is owed, references that can be used once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money.money import EUR, USD, VES, ExchangeRate, Money, NoRate, Rates, RateSource
from domain.payments.change import ChangeIn, change_exact, give_change
from domain.payments.due import IgtfRule, NotEnough, TooMuchForMethod, check_change, due
from domain.payments.methods import METHODS, IgtfAgent
from domain.payments.tenders import MissingReference, NotPositive, References, Tender, as_typed, check

ON = date(2026, 9, 28)
RATES = Rates(ON, (ExchangeRate(USD, Decimal("857.00580000"), ON, RateSource.BCV),))
# ------------------------------------------------------------------------------------------------ IGTF and what is due

SPECIAL, ORDINARY = IgtfRule(Decimal("0.03")), IgtfRule(Decimal(0))
ONE_TO_ONE = Rates(ON, tuple(ExchangeRate(c, Decimal(1), ON, RateSource.BCV) for c in (USD, EUR)))
AMOUNTS = st.integers(1, 10**9)


def ves(text: str) -> Money:
    return Money.parse(text, VES)


def tender(method: str, text: str) -> Tender:
    return Tender(method, Money.parse(text, METHODS[method].currency))


@pytest.mark.parametrize(
    ("total", "tenders", "base", "igtf", "change"),
    [
        ("40.00", [("cash_ves", "20"), ("cash_usd", "10"), ("cash_usd", "20")], "20.00", "0.60", "9.40"),
        ("0.40", [("cash_usd", "0.10"), ("cash_usd", "0.10"), ("cash_ves", "0.21")], "0.20", "0.01", "0.00"),
        ("0.40", [("cash_usd", "0.41")], "0.40", "0.01", "0.00"),
        ("40.00", [("card_usd", "40.00")], "0.00", "0.00", "0.00"),
        ("40.00", [("cash_eur", "50.00")], "40.00", "1.20", "8.80"),
        ("40.00", [("zelle", "20.00"), ("usdt", "10.00"), ("pago_movil", "10.90")], "30.00", "0.90", "0.00"),
    ],
    ids=["bolívares first", "dollars first", "all dollars", "the bank perceives", "euros", "electronic"],
)
def test_igtf_follows_the_order_of_the_payments(
    total: str, tenders: list[tuple[str, str]], base: str, igtf: str, change: str
) -> None:
    """docs/fiscal-rules.md example 5 and example 6, and the methods of F12."""
    owed = due(ves(total), [tender(method, amount) for method, amount in tenders], ONE_TO_ONE, SPECIAL)
    assert (str(owed.igtf_base), str(owed.igtf), str(-owed.missing)) == (base, igtf, change)


def test_without_tenders_all_of_it_is_missing() -> None:
    owed = due(ves("40.00"), [], ONE_TO_ONE, SPECIAL)
    assert (owed.missing, owed.igtf) == (ves("40.00"), Money.zero())


def test_an_ordinary_taxpayer_perceives_nothing() -> None:
    owed = due(ves("40.00"), [tender("cash_usd", "40")], ONE_TO_ONE, ORDINARY)
    assert (owed.igtf_base, owed.igtf, owed.to_pay) == (Money.zero(), Money.zero(), ves("40.00"))


@given(AMOUNTS, st.lists(st.tuples(st.sampled_from(sorted(METHODS)), AMOUNTS), max_size=6))
def test_the_base_is_never_more_than_the_sale_nor_than_the_dollars(total: int, tenders: list[tuple[str, int]]) -> None:
    offered = [Tender(m, Money(minor, METHODS[m].currency)) for m, minor in tenders]
    owed = due(Money(total, VES), offered, ONE_TO_ONE, SPECIAL)
    perceived = sum(t.amount.minor for t in offered if METHODS[t.method].igtf_agent is IgtfAgent.ISSUER)
    assert 0 <= owed.igtf_base.minor <= min(total, perceived)
    assert owed.missing.minor == total + owed.igtf.minor - sum(t.amount.minor for t in offered)


# ------------------------------------------------------------------------------------------------ change


def test_nothing_is_handed_back_from_what_is_not_cash() -> None:
    tenders = [tender("pago_movil", "50.00"), tender("cash_ves", "5.00")]
    with pytest.raises(TooMuchForMethod) as caught:
        check_change(due(ves("40.00"), tenders, ONE_TO_ONE, ORDINARY), tenders)
    assert caught.value.excess == ves("10.00")
    enough = [tender("pago_movil", "30.00"), tender("cash_ves", "25.00")]
    check_change(due(ves("40.00"), enough, ONE_TO_ONE, ORDINARY), enough)


@pytest.mark.parametrize("method", sorted(m.code for m in METHODS.values() if not m.is_cash and m.currency == VES))
def test_a_method_that_is_not_cash_pays_at_most_what_is_due(method: str) -> None:
    tenders = [tender(method, "40.01")]
    with pytest.raises(TooMuchForMethod):
        check_change(due(ves("40.00"), tenders, ONE_TO_ONE, ORDINARY), tenders)


def test_too_little_is_refused() -> None:
    tenders = [tender("cash_ves", "39.99")]
    with pytest.raises(NotEnough) as caught:
        check_change(due(ves("40.00"), tenders, ONE_TO_ONE, ORDINARY), tenders)
    assert caught.value.missing == ves("0.01")


@given(st.integers(0, 10**10), st.sampled_from(list(ChangeIn)), st.decimals("0.01", "100000", places=8))
def test_change_is_worth_exactly_what_is_owed(minor: int, change_in: ChangeIn, rate: Decimal) -> None:
    rates = Rates(ON, tuple(ExchangeRate(c, rate, ON, RateSource.BCV) for c in (USD, EUR)))
    parts = give_change(Money(minor, VES), change_in, rates)
    assert sum(part.ves.minor for part in parts) == minor
    assert all(part.amount.minor > 0 or part.ves.minor >= 0 for part in parts)
    for part in parts:
        if part.amount.currency != VES:
            assert part.amount.minor % 100 == 0
            assert part.ves == rates.to_ves(part.amount)


def test_whole_dollars_and_the_rest_in_bolivares() -> None:
    """docs/fiscal-rules.md example 19."""
    parts = give_change(ves("8312.96"), ChangeIn.CASH_USD, RATES)
    assert [(p.method, str(p.amount), str(p.ves)) for p in parts] == [
        ("cash_usd", "9.00", "7713.05"),
        ("cash_ves", "599.91", "599.91"),
    ]
    assert [str(p.amount) for p in change_exact(ves("8312.96"), USD, RATES)] == ["9.70"]


def test_no_dollar_is_given_for_a_little_less_than_its_worth() -> None:
    parts = give_change(ves("857.00"), ChangeIn.CASH_USD, RATES)
    assert [(p.method, str(p.amount)) for p in parts] == [("cash_ves", "857.00")]


def test_change_by_phone_is_one_payment() -> None:
    (part,) = give_change(ves("123.45"), ChangeIn.PAGO_MOVIL, RATES)
    assert (part.method, part.amount) == ("pago_movil", ves("123.45"))


@pytest.mark.parametrize("change_in", list(ChangeIn))
def test_no_change_is_no_part(change_in: ChangeIn) -> None:
    assert give_change(Money.zero(), change_in, RATES) == ()


def test_change_in_a_currency_without_a_rate_is_refused() -> None:
    with pytest.raises(NoRate):
        give_change(ves("100.00"), ChangeIn.CASH_EUR, RATES)


# ------------------------------------------------------------------------------------------------ references

GIVEN = References(
    reference="000123456789", bank="0102", phone="+584121234567", payer="A. Pérez", approval="654321", last_four="4242"
)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_payment_with_everything_it_needs_passes(method: str) -> None:
    check([Tender(method, Money(100, METHODS[method].currency), GIVEN)])


@pytest.mark.parametrize(("method", "field"), [(m.code, field) for m in METHODS.values() for field in m.required])
@pytest.mark.parametrize("value", ["", " " * 3 + "\n", "x" * 129, "a\x00bcd", "\ud83d" * 4])
def test_each_datum_that_a_method_needs_is_asked_for(method: str, field: str, value: str) -> None:
    lacking = replace(GIVEN, **{field: value})
    with pytest.raises(MissingReference) as caught:
        check([Tender(method, Money(100, METHODS[method].currency), lacking)])
    assert (caught.value.method, caught.value.field) == (method, field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("last_four", "424"), ("last_four", "42424"), ("last_four", "abcd"), ("last_four", "\uff14" * 4)),
        *(("reference", "12"), ("reference", "1234 5678"), ("reference", "ñ1234"), ("reference", "1" * 129)),
    ],
)
def test_a_reference_has_its_form(field: str, value: str) -> None:
    with pytest.raises(MissingReference) as caught:
        check([Tender("card_ves", Money(100, VES), replace(GIVEN, **{field: value}))])
    assert caught.value.field == field


def test_a_refused_reference_is_shown_by_its_start_without_what_cannot_be_printed() -> None:
    with pytest.raises(MissingReference) as caught:
        check([Tender("card_ves", Money(100, VES), replace(GIVEN, reference="12\u202e34\x07" + "5" * 60))])
    assert caught.value.given == "12\ufffd34\ufffd" + "5" * 34


def test_a_datum_that_nobody_asked_for_is_read_too() -> None:
    with pytest.raises(MissingReference):
        check([Tender("cash_ves", Money(100, VES), References(payer="x" * 129))])


@pytest.mark.parametrize("minor", [0, -1])
def test_a_tender_is_more_than_nothing(minor: int) -> None:
    with pytest.raises(NotPositive):
        check([Tender("cash_ves", Money(minor, VES))])


def test_a_tender_is_in_the_currency_of_its_method() -> None:
    with pytest.raises(TypeError):
        check([Tender("cash_ves", Money(100, USD))])


@pytest.mark.parametrize("method", sorted(m.code for m in METHODS.values() if not m.is_cash))
def test_only_the_slip_of_a_card_has_a_reference_of_three_digits(method: str) -> None:
    short = Tender(method, Money(100, METHODS[method].currency), replace(GIVEN, reference="042"))
    if METHODS[method].is_card:
        check([short])
    else:
        with pytest.raises(MissingReference):
            check([short])


def test_what_is_typed_into_a_reference_is_made_plain() -> None:
    typed = References(" 0001\u00a02345\u20136789\u200b", "0102", payer=" Ana\u00a0 Pérez ", last_four="42 42")
    assert as_typed(typed) == References("00012345-6789", "0102", payer="Ana Pérez", last_four="4242")
