"""What each method brought: its payments, its change, and the net of both."""

from domain.money.money import USD, VES, Money
from domain.till.method_flows import MethodFlow, method_flows
from domain.till.till_report import MethodTotals


def test_a_method_that_only_gave_change_has_no_payment_and_a_negative_net() -> None:
    paid = MethodTotals("cash_usd", 2, Money.parse("40.00", USD), Money.parse("34280.23", VES))
    given = MethodTotals("cash_ves", 1, Money.parse("599.91", VES), Money.parse("599.91", VES))
    dollars, bolivares = method_flows([paid], [given])
    assert dollars == MethodFlow("cash_usd", 2, paid.amount, Money.zero(USD), paid.ves)
    assert bolivares == MethodFlow("cash_ves", 0, Money.zero(), given.amount, -given.ves)
    assert str(bolivares.net) == "-599.91"
