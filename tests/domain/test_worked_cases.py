"""Figures worked out by hand are met to the cent. `--cases FILE` runs another file of the schema."""

from collections.abc import Callable
from typing import Any

from domain.money.money import EUR, USD, VES, Currency, Money, Rates
from domain.money.taxes import TaxBreakdown
from domain.payments.change import change_exact, change_whole
from domain.payments.due import Due, due
from domain.payments.methods import METHODS
from domain.people.identity import BadIdentity, is_control_number, parse_cedula, parse_phone, parse_rif
from tests.domain.worked import igtf_of, line_totals, rates_of, taxes_of, tenders_of


def _outcome(case: dict[str, Any]) -> dict[str, Any]:
    rates, igtf = rates_of(case), igtf_of(case)
    totals = line_totals(case, rates)
    taxes = taxes_of(case, totals)
    tenders = tenders_of(case, taxes.total, rates, igtf)
    owed = due(taxes.total, tenders, rates, igtf)
    outcome = {"line_totals": [str(total) for total in totals], **_figures(taxes, owed)}
    if case["payments"][-1]["amount"] == "rest":
        outcome["rest"] = str(tenders[-1].amount)
    if case.get("change_in"):
        outcome["change"] = _change(-owed.missing, Currency(case["change_in"]), rates)
    return outcome


def _figures(taxes: TaxBreakdown, owed: Due) -> dict[str, Any]:
    return {
        "exempt": str(taxes.exempt),
        "taxes": {str(t.category): {"base": str(t.base), "tax": str(t.tax)} for t in taxes.lines},
        "total": str(taxes.total),
        "igtf_base": str(owed.igtf_base),
        "igtf": str(owed.igtf),
        "to_pay": str(owed.to_pay),
        "payments_ves": [str(ves) for ves in owed.tendered],
        "change_ves": str(-owed.missing),
    }


def _change(change_ves: Money, currency: Currency, rates: Rates) -> dict[str, dict[str, str]]:
    return {
        "exact": {part.amount.currency: str(part.amount) for part in change_exact(change_ves, currency, rates)},
        "whole": {part.amount.currency: str(part.amount) for part in change_whole(change_ves, currency, rates)},
    }


def test_a_sale_comes_out_to_the_cent(money_case: dict[str, Any]) -> None:
    assert _outcome(money_case) == money_case["expect"]


def test_an_identity_is_read_as_it_should_be(kind: str, identity_case: dict[str, Any]) -> None:
    text = identity_case["in"]
    expected = {key: value for key, value in identity_case.items() if key != "in"}
    assert _READERS[kind](text) == expected


def _read_rif(text: str) -> dict[str, Any]:
    try:
        rif = parse_rif(text)
    except BadIdentity:
        return {"structure": False}
    return {"structure": True, "check": rif.digit_is_right, "stored": rif.stored}


def _read_cedula(text: str) -> dict[str, Any]:
    try:
        return {"valid": True, "stored": parse_cedula(text)}
    except BadIdentity:
        return {"valid": False}


def _read_phone(text: str) -> dict[str, Any]:
    try:
        return {"e164": parse_phone(text)}
    except BadIdentity:
        return {"e164": None}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "rif": _read_rif,
    "cedula": _read_cedula,
    "phone": _read_phone,
    "control_number": lambda text: {"valid": is_control_number(text)},
}


def test_the_currencies_of_the_cases_are_the_ones_of_the_counter() -> None:
    assert {method.currency for method in METHODS.values()} == {VES, USD, EUR}
