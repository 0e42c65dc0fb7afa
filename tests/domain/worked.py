"""Reads the sale of a worked case: what the tests of sales and those of refunds share."""

from datetime import date
from decimal import Decimal
from typing import Any

from domain.money.money import VES, Currency, ExchangeRate, Money, Rates, RateSource
from domain.money.taxes import TaxBreakdown, TaxCategory, TaxedAmount, TaxRate, TaxTable, break_down
from domain.payments.due import IgtfRule, due
from domain.payments.methods import METHODS
from domain.payments.tenders import Tender

ON = date(2026, 9, 28)
TAXES = TaxTable(
    tuple(
        TaxRate(TaxCategory(letter), Decimal(rate), date(2020, 1, 1), None, "worked cases")
        for letter, rate in (("G", "0.16"), ("R", "0.08"), ("A", "0.31"))
    )
)


def rates_of(case: dict[str, Any]) -> Rates:
    """The exchange rates of a case."""
    return Rates(
        ON,
        tuple(ExchangeRate(Currency(c), Decimal(v), ON, RateSource.BCV) for c, v in case["rates"].items()),
    )


def line_totals(case: dict[str, Any], rates: Rates) -> list[Money]:
    """The total of each line in bolívares: the rounded unit price times the quantity."""
    return [
        rates.to_ves(Money.parse(line["unit_price"], Currency(line["currency"]))) * line["quantity"]
        for line in case["lines"]
    ]


def igtf_of(case: dict[str, Any]) -> IgtfRule:
    """The rule of IGTF for the issuer of a case."""
    return IgtfRule(Decimal("0.03") if case["issuer"]["special_taxpayer"] else Decimal(0))


def taxes_of(case: dict[str, Any], totals: list[Money]) -> TaxBreakdown:
    """The taxes of a case by rate."""
    lines = [
        TaxedAmount(total, TaxCategory(line["tax"]), line["tax_included"])
        for total, line in zip(totals, case["lines"], strict=True)
    ]
    return break_down(lines, TAXES, ON)


def tenders_of(case: dict[str, Any], total: Money, rates: Rates, igtf: IgtfRule) -> list[Tender]:
    """The payments in order. The amount "rest" is what is still due in bolívares, IGTF included."""
    tenders: list[Tender] = []
    for payment in case["payments"]:
        currency = METHODS[payment["method"]].currency
        if payment["amount"] == "rest":
            assert currency == VES
            amount = due(total, tenders, rates, igtf).missing
        else:
            amount = Money.parse(payment["amount"], currency)
        tenders.append(Tender(payment["method"], amount))
    return tenders
