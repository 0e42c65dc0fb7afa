"""Money that goes back to a customer: the means it goes by, and how much may go by each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from domain.after_sale.refunds import SoldInvoice
from domain.errors import Refused
from domain.money.money import VES, Money, Rates
from domain.payments.change import Change, change_whole
from domain.payments.methods import METHODS


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
