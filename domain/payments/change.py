"""Change, handed back in a chosen currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.money.money import VES, Currency, Money, Rates
from domain.payments.methods import METHODS, cash_method


@dataclass(frozen=True, slots=True)
class Change:
    """Money handed back, with its value in bolívares."""

    method: str
    amount: Money
    ves: Money


def electronic_method(change: Sequence[Change]) -> str | None:
    """The method of change that does not come out of the drawer; None for change in cash."""
    return next((part.method for part in change if not METHODS[part.method].is_cash), None)


class ChangeIn(StrEnum):
    """How the customer wants the change."""

    CASH_VES = "cash_ves"
    CASH_USD = "cash_usd"
    CASH_EUR = "cash_eur"
    PAGO_MOVIL = "pago_movil"


def give_change(change_ves: Money, change_in: ChangeIn, rates: Rates) -> tuple[Change, ...]:
    """The change as it is handed back: whole foreign units with the rest in bolívares, or all in bolívares.

    Raises NoRate.
    """
    if not change_ves:
        return ()
    if change_in is ChangeIn.PAGO_MOVIL:
        return (Change("pago_movil", change_ves, change_ves),)
    return change_whole(change_ves, METHODS[change_in].currency, rates)


def change_exact(change_ves: Money, currency: Currency, rates: Rates) -> tuple[Change, ...]:
    """All the change in one currency, to its cent. Raises NoRate."""
    if not change_ves:
        return ()
    if currency == VES:
        return (Change("cash_ves", change_ves, change_ves),)
    return (Change(cash_method(currency), rates.of(currency).from_ves(change_ves), change_ves),)


def change_whole(change_ves: Money, currency: Currency, rates: Rates) -> tuple[Change, ...]:
    """Whole units of a foreign currency, whose coins do not circulate, and the rest in bolívares. Raises NoRate."""
    if currency == VES:
        return change_exact(change_ves, VES, rates)
    exact = rates.of(currency).from_ves(change_ves)
    units = Money(exact.minor // 100 * 100, currency)
    worth = rates.to_ves(units)
    # `from_ves` rounds half-up: the whole units can be worth a little more than the change.
    if worth > change_ves:
        units = Money(units.minor - 100, currency)
        worth = rates.to_ves(units)
    parts = [Change(cash_method(currency), units, worth)] if units else []
    rest = change_ves - worth
    return (*parts, *change_exact(rest, VES, rates))
