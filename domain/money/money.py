"""Exact money: integer minor units of a currency, exchange rates as decimals, half-up, splits without loss."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import ClassVar, NewType

from domain.errors import Refused

Currency = NewType("Currency", str)
"""An ISO 4217 code."""

VES = Currency("VES")
USD = Currency("USD")
EUR = Currency("EUR")

_DIGITS = {"CLP": 0, "JPY": 0, "KRW": 0, "PYG": 0, "VND": 0, "BHD": 3, "KWD": 3, "TND": 3}
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_AMOUNT = re.compile(r"-?(\d+(\.\d+)?|\.\d+)")
_LONGEST_AMOUNT = 40  # longer ones would be rounded to fit _EXACT, and no document carries them
_CODE = re.compile(r"[A-Z]{3}")

LARGEST_MINOR = 2**53 - 1
"""The largest integer that canonical JSON (RFC 8785) carries exactly; in céntimos, 90 trillion bolívares."""
LARGEST_AT_ONCE = LARGEST_MINOR // 10_000
"""The most that one tender, movement or count may be: the sums of a day then stay within LARGEST_MINOR."""


@dataclass(eq=False)
class BadAmount(Refused):
    """The text is not an amount of this currency, or is written so that it is not certain which: see `readings`.

    An empty text is an amount that is missing.
    """

    code: ClassVar[str] = "MON-01"

    text: str
    currency: str
    readings: tuple[Decimal, ...] = ()


@dataclass(eq=False)
class AmountTooLarge(Refused):
    """The amount is larger than a document can carry, or than one tender, movement or count may be."""

    code: ClassVar[str] = "MON-02"

    minor: int
    currency: str


def digits(currency: Currency) -> int:
    """Decimal places of a currency's minor unit."""
    return _DIGITS.get(currency, 2)


def half_up(value: Decimal) -> int:
    """Round to an integer, halves away from zero, as fiscal machines do."""
    return int(value.quantize(Decimal(1), context=_EXACT))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (céntimos, cents). Amounts of two currencies never mix: that is a bug."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        if abs(self.minor) > LARGEST_MINOR:
            raise AmountTooLarge(self.minor, self.currency)

    @classmethod
    def parse(cls, text: str, currency: Currency) -> "Money":
        """Read an amount such as "1234.50": no grouping signs, no exponent, no more decimals than the currency has.

        Raises BadAmount or AmountTooLarge.
        """
        written = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_AMOUNT and text.isascii() else None
        if not (written and _CODE.fullmatch(currency)):
            raise BadAmount(text[:40], currency)
        value = Decimal(text).scaleb(digits(currency), _EXACT)
        if value != value.to_integral_value():
            raise BadAmount(text[:40], currency)
        return cls(int(value), currency)

    @classmethod
    def zero(cls, currency: Currency = VES) -> "Money":
        """Zero in a currency."""
        return cls(0, currency)

    def decimal(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-digits(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal():.{digits(self.currency)}f}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def percent(self, percent: Decimal) -> "Money":
        """A percentage of the amount, half-up."""
        return self.times(percent.scaleb(-2))

    def times(self, factor: Decimal) -> "Money":
        """The amount times an exact factor, half-up."""
        return Money(half_up(_EXACT.multiply(self.minor, factor)), self.currency)

    def divided_by(self, divisor: Decimal) -> "Money":
        """The amount divided by an exact divisor, half-up."""
        return Money(half_up(_EXACT.divide(self.minor, divisor)), self.currency)

    def proportion(self, part: "Money", whole: "Money") -> "Money":
        """The amount times part / whole, exactly and then half-up. All three are positive."""
        return Money((2 * self.minor * part.minor + whole.minor) // (2 * whole.minor), self.currency)

    def split(self, weights: Sequence[int]) -> tuple["Money", ...]:
        """Share the amount out by weight. The parts sum to it: what rounding leaves goes to the largest remainders."""
        whole = sum(weights)
        shares = [self.minor * weight // whole for weight in weights]
        remainders = [self.minor * weight % whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
        for i in by_remainder[: self.minor - sum(shares)]:
            shares[i] += 1
        return tuple(Money(share, self.currency) for share in shares)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise TypeError(f"{self.currency} and {other.currency} do not mix")
        return other.minor


def within_limit(amount: Money) -> Money:
    """Return the amount if one tender, movement or count may be that large. Raises AmountTooLarge."""
    if abs(amount.minor) > LARGEST_AT_ONCE:
        raise AmountTooLarge(amount.minor, amount.currency)
    return amount


def total(amounts: Iterable[Money], currency: Currency = VES) -> Money:
    """The sum of the amounts; zero in `currency` when there are none."""
    return sum(amounts, Money.zero(currency))


class RateSource(StrEnum):
    """Where a rate comes from (docs/fiscal-rules.md F3): the BCV, a supervisor, or an earlier day."""

    BCV = "bcv"
    MANUAL = "manual"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Bolívares for one unit of a foreign currency, 8 decimals, with the day it is the value for."""

    currency: Currency
    value: Decimal
    value_on: date
    source: RateSource

    def to_ves(self, amount: Money) -> Money:
        """Convert into bolívares, half-up to the céntimo."""
        units = _EXACT.scaleb(Decimal(amount.minor), -digits(amount.currency))
        return Money(half_up(_EXACT.scaleb(_EXACT.multiply(units, self.value), 2)), VES)

    def from_ves(self, amount: Money) -> Money:
        """Convert bolívares into this currency, half-up to its minor unit."""
        units = _EXACT.divide(_EXACT.scaleb(Decimal(amount.minor), -2), self.value)
        return Money(half_up(_EXACT.scaleb(units, digits(self.currency))), self.currency)


@dataclass(eq=False)
class NoRate(Refused):
    """No exchange rate is known for this currency on this day."""

    code: ClassVar[str] = "TAS-01"

    currency: str
    on: date


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one sale, kept on its document."""

    on: date
    rates: tuple[ExchangeRate, ...]

    def of(self, currency: Currency) -> ExchangeRate:
        """The rate of a currency. Raises NoRate."""
        for rate in self.rates:
            if rate.currency == currency:
                return rate
        raise NoRate(currency, self.on)

    def to_ves(self, amount: Money) -> Money:
        """The amount in bolívares; an amount in bolívares is returned unchanged. Raises NoRate."""
        return amount if amount.currency == VES else self.of(amount.currency).to_ves(amount)
