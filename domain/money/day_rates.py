"""The exchange rates that a sale of a day uses."""

from collections.abc import Iterable
from datetime import date

from domain.money.money import ExchangeRate, Rates


def rates_of_day(on: date, published: Iterable[ExchangeRate], typed: Iterable[ExchangeRate]) -> Rates:
    """One rate for each currency: that of the day itself or of the next business day, never an older one.

    `typed` are the rates that supervisors of the station entered, in their order: the last one for a day replaces the
    published one (docs/fiscal-rules.md F3).
    """
    of_day = {(rate.currency, rate.value_on): rate for rate in (*published, *typed) if rate.value_on >= on}
    # Days in descending order leave the nearest one of each currency.
    nearest = {currency: of_day[currency, day] for currency, day in sorted(of_day, reverse=True)}
    return Rates(on, tuple(nearest[currency] for currency in sorted(nearest)))
