"""Money that goes back to a customer: the means it goes by, and how much may go by each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from domain.after_sale.refunds import SoldInvoice
from domain.errors import Refused
from domain.money.money import VES, Money, Rates, total
from domain.payments.change import Change, change_whole
from domain.payments.methods import METHODS

_REST = "cash_ves"
"""The method of what no method of the sale takes."""


@dataclass(eq=False)
class MoreThanPaid(Refused):
    """More would go back by this method or in this currency than the customer paid with it."""

    code: ClassVar[str] = "DEV-04"

    method: str
    left: Money


@dataclass(eq=False)
class ReturnReferenceMissing(Refused):
    """A reversal at the card terminal or a transfer needs the reference that it got."""

    code: ClassVar[str] = "DEV-05"

    method: str


def methods_back(sold: SoldInvoice) -> tuple[str, ...]:
    """The methods by which money may go back: those that the customer paid with first, then all that are allowed."""
    paid = (payment.method for payment in sold.sale.payments)
    return tuple(method for method in dict.fromkeys((*paid, *METHODS)) if _is_allowed(sold, method))


def _is_allowed(sold: SoldInvoice, method: str) -> bool:
    rules = METHODS[method]
    if rules.is_card or rules.is_credit:
        return rules.is_card and bool(sold.most_by(method))
    return rules.currency == VES or bool(sold.most_in(rules.currency))


def money_back(amount: Money, method: str, rates: Rates) -> tuple[Change, ...]:
    """An amount in bolívares as it goes back: foreign cash in whole units with the rest in bolívares. Raises NoRate."""
    if not amount:
        return ()
    currency = METHODS[method].currency
    if METHODS[method].is_cash:
        return change_whole(amount, currency, rates)
    native = amount if currency == VES else rates.of(currency).from_ves(amount)
    return (Change(method, native, amount),)


def own_instruments(sold: SoldInvoice, amount: Money) -> tuple[Change, ...]:
    """An amount in bolívares as it goes back by what the sale was paid with, in the order of its payments.

    By each method at most what was paid by it, less its change and earlier refunds; foreign cash in whole units. The
    rest, such as the cents of a foreign currency, goes back in cash in bolívares. Raises NoRate.
    """
    parts: list[Change] = []
    left, rates = amount, sold.sale.rates
    for method in dict.fromkeys(payment.method for payment in sold.sale.payments):
        most = _most(sold, method)
        if METHODS[method].is_credit or most.minor <= 0 or not left:
            continue
        owed = min(left, most if most.currency == VES else rates.to_ves(most))
        for part in money_back(owed, method, rates):
            if part.method == method:
                parts.append(replace(part, amount=min(part.amount, most)))
                left -= part.ves
    return _joined(parts, left)


def _most(sold: SoldInvoice, method: str) -> Money:
    """The most that can go back by a method, in its currency."""
    currency = METHODS[method].currency
    if currency != VES:
        return min(sold.most_by(method), sold.most_in(currency))
    return sold.most_by(method) - total(part.amount for part in sold.sale.change if part.method == method)


def _joined(parts: list[Change], rest: Money) -> tuple[Change, ...]:
    """The parts with the rest in cash in bolívares, one part a method."""
    if not rest:
        return tuple(parts)
    cash = next((part for part in parts if part.method == _REST), None)
    whole = Change(_REST, cash.amount + rest, cash.ves + rest) if cash else Change(_REST, rest, rest)
    return (*(part for part in parts if part is not cash), whole)


def check_money_back(sold: SoldInvoice, parts: Iterable[Change], reference: str) -> None:
    """Check that money goes back by means that the customer paid with. Raises MoreThanPaid, ReturnReferenceMissing.

    Bolívares may always go back, in cash or by pago móvil or transfer: everybody can be paid so.
    """
    for part in parts:
        method = METHODS[part.method]
        if method.is_credit:
            continue
        if method.is_card and part.amount > sold.most_by(part.method):
            raise MoreThanPaid(part.method, sold.most_by(part.method))
        currency = part.amount.currency
        if currency != VES and part.amount > sold.most_in(currency):
            raise MoreThanPaid(part.method, sold.most_in(currency))
        if not method.is_cash and part.method != "pago_movil" and not reference.strip():
            raise ReturnReferenceMissing(part.method)
