"""Counts of a till, as a cashier would type them."""

from domain.money.money import EUR, USD, VES, Currency, Money
from domain.till.shifts import Count, DenominationCount


def counted(*sums: Money, zero: tuple[Currency, ...] = (VES, USD, EUR)) -> Count:
    """One note of each amount, and a counted zero of the other currencies of the drawer."""
    none = [currency for currency in zero if currency not in {amount.currency for amount in sums}]
    return Count((
        *(DenominationCount(amount, 1) for amount in sums),
        *(DenominationCount(Money(100, currency), 0) for currency in none),
    ))  # fmt: skip


NONE_LEFT = counted()
"""Somebody looked, and the drawer is empty."""
