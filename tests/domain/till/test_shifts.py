"""Shifts: the cash expected in the drawer, the cash counted, and the difference allowed."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import PaymentId
from domain.money.money import EUR, USD, VES, Currency, Money
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.payments.tenders import NotPositive, Payment, References
from domain.till.shifts import (
    CashMove,
    CashMovement,
    Count,
    DenominationCount,
    Difference,
    Drawer,
    ReasonMissing,
    check_count,
    check_floats,
    check_movement,
    differences,
    expected,
    needs_approval,
)

MINORS = st.integers(0, 10**9)


def money(minor: int, currency: Currency = VES) -> Money:
    return Money(minor, currency)


def payment(method: str, minor: int) -> Payment:
    amount = Money(minor, METHODS[method].currency)
    return Payment(PaymentId(UUID(int=1)), method, amount, money(minor), money(0), References())


def line(minor: int, quantity: int, currency: Currency = VES) -> DenominationCount:
    return DenominationCount(Money(minor, currency), quantity)


def test_the_drawer_holds_the_float_the_cash_paid_and_what_was_put_in() -> None:
    drawer = Drawer(
        floats=(money(10_000), money(2_000, USD)),
        payments=(payment("cash_ves", 500), payment("pago_movil", 700), payment("cash_eur", 100), payment("zelle", 9)),
        change=(Change("cash_usd", money(900, USD), money(1)), Change("pago_movil", money(50), money(50))),
        movements=(
            CashMovement(CashMove.CASH_IN, money(1_000), "sencillo"),
            CashMovement(CashMove.CASH_OUT, money(300), "taxi"),
            CashMovement(CashMove.NO_SALE, money(0), "revisar"),
        ),
    )
    assert expected(drawer) == (money(11_200), money(1_100, USD), money(100, EUR))


@given(st.lists(MINORS), st.lists(MINORS), st.lists(MINORS))
def test_bolivares_in_less_bolivares_out_is_what_is_expected(
    paid: list[int], given_back: list[int], out: list[int]
) -> None:
    drawer = Drawer(
        floats=(money(100),),
        payments=tuple(payment("cash_ves", minor) for minor in paid),
        change=tuple(Change("cash_ves", money(minor), money(minor)) for minor in given_back),
        movements=tuple(CashMovement(CashMove.CASH_OUT, money(minor), "x") for minor in out),
    )
    assert expected(drawer) == (money(100 + sum(paid) - sum(given_back) - sum(out)),)


def test_an_unused_drawer_expects_nothing() -> None:
    assert expected(Drawer((), (), (), ())) == ()


def test_a_count_sums_by_currency() -> None:
    counted = Count((line(10_000, 3), line(5_000, 1), line(2_000, 2, USD)))
    assert (counted.of(VES), counted.of(USD), counted.of(EUR)) == (money(35_000), money(4_000, USD), money(0, EUR))


def test_every_currency_expected_or_counted_has_its_difference() -> None:
    drawer = Drawer((money(10_000), money(2_000, USD)), (), (), ())
    by_currency = differences(drawer, Count((line(10_000, 2), line(500, 1, EUR))))
    assert [(d.over.currency, d.over.minor) for d in by_currency] == [(VES, 10_000), (USD, -2_000), (EUR, 500)]


@pytest.mark.parametrize(
    ("over", "needed"),
    [
        ([0], False),
        ([50_000], False),
        ([-50_000], False),
        ([50_001], True),
        ([-50_001], True),
        ([0, -50_001], True),
    ],
)
def test_a_difference_beyond_its_limit_needs_approval(over: list[int], needed: bool) -> None:
    by_currency = [Difference(money(0), money(minor)) for minor in over]
    assert needs_approval(by_currency, [money(50_000)]) is needed


def test_a_currency_without_a_limit_allows_nothing() -> None:
    by_currency = [Difference(money(100, EUR), money(101, EUR))]
    assert needs_approval(by_currency, [money(50_000)])
    assert not needs_approval([Difference(money(100, EUR), money(100, EUR))], [])


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_cash_moves_with_a_reason(reason: str) -> None:
    with pytest.raises(ReasonMissing):
        check_movement(CashMovement(CashMove.CASH_IN, money(1), reason))


@pytest.mark.parametrize(
    ("kind", "minor"),
    [
        (CashMove.CASH_IN, 0),
        (CashMove.CASH_OUT, 0),
        (CashMove.CASH_IN, -1),
        (CashMove.CASH_OUT, -1),
        (CashMove.NO_SALE, 1),
    ],
)
def test_the_amount_of_a_movement_fits_its_kind(kind: CashMove, minor: int) -> None:
    with pytest.raises(NotPositive):
        check_movement(CashMovement(kind, money(minor), "x"))


@pytest.mark.parametrize(("kind", "minor"), [(CashMove.CASH_IN, 1), (CashMove.CASH_OUT, 1), (CashMove.NO_SALE, 0)])
def test_an_honest_movement_passes(kind: CashMove, minor: int) -> None:
    check_movement(CashMovement(kind, money(minor), "x"))


def test_floats_are_one_amount_a_currency_and_never_negative() -> None:
    assert check_floats([money(1), money(5, USD), money(2), money(0, EUR)]) == (money(3), money(5, USD))
    with pytest.raises(NotPositive):
        check_floats([money(5), money(-1)])


def test_a_count_has_one_line_a_denomination() -> None:
    counted = check_count(Count((line(100, 1), line(100, 2), line(100, 3, USD))))
    assert counted.lines == (line(100, 3), line(100, 3, USD))
    assert check_count(Count((line(100, 0),))).lines == (line(100, 0),)


@pytest.mark.parametrize("wrong", [line(100, -1), line(0, 1), line(-100, 1)])
def test_negative_counts_and_denominations_are_refused(wrong: DenominationCount) -> None:
    with pytest.raises(NotPositive):
        check_count(Count((line(100, 5), wrong)))
