"""Whether a typed exchange rate is so far from the last known one that it is probably a typing error."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.errors import Refused
from domain.money.money import ExchangeRate

_MOST_TIMES = 2
"""A misplaced mark moves a rate by ten times or more; the bolívar has not halved between two published days."""


@dataclass(eq=False)
class RateDoubtful(Refused):
    """The rate is less than half of the last known one, or more than twice as much; a supervisor must confirm it."""

    code: ClassVar[str] = "TAS-02"

    value: Decimal
    last: Decimal
    last_on: date


def check_rate(rate: ExchangeRate, last: ExchangeRate | None) -> None:
    """Check a rate against the last known one of its currency. Raises RateDoubtful."""
    if last is not None and not last.value <= rate.value * _MOST_TIMES <= last.value * _MOST_TIMES**2:
        raise RateDoubtful(rate.value, last.value, last.value_on)
