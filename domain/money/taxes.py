"""Taxes as dated data, and the breakdown of a document by rate.

IVA 16 % G, 8 % R, 31 % A (Decreto 4.079, G.O. 41.788; LIVA arts. 61 and 64); IGTF 3 % (G.O.E. 6.687, Decreto 4.972).
The rates are in the catalogue with their validity and source, never in code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.money.money import Currency, Money


class TaxCategory(StrEnum):
    """The letter beside a line of a Venezuelan invoice, and IGTF, which falls on the means of payment."""

    GENERAL = "G"
    REDUCED = "R"
    ADDITIONAL = "A"
    EXEMPT = "E"
    IGTF = "IGTF"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate (0.16 for 16 %) between two days, both included; `valid_to` is None while no end is known."""

    category: TaxCategory
    rate: Decimal
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(eq=False)
class NoTaxRate(Refused):
    """No rate of this category is in force on this day."""

    code: ClassVar[str] = "IMP-11"

    category: str
    on: date


@dataclass(frozen=True, slots=True)
class TaxTable:
    """The tax rates of an organisation, in force and past."""

    rates: tuple[TaxRate, ...]

    def rate(self, category: TaxCategory, on: date) -> Decimal:
        """The rate in force on a day; the exempt category is always zero. Raises NoTaxRate."""
        if category is TaxCategory.EXEMPT:
            return Decimal(0)
        for row in self.rates:
            if row.category is category and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
                return row.rate
        raise NoTaxRate(category, on)


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """An amount of one line. `included`: the tax is inside the amount, otherwise it is added on top."""

    amount: Money
    category: TaxCategory
    included: bool


@dataclass(frozen=True, slots=True)
class TaxLine:
    """Base and tax of one rate on one document, in bolívares."""

    category: TaxCategory
    rate: Decimal
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """The IVA of a document: the exempt sum, a line for each rate in use, and the total with tax."""

    exempt: Money
    lines: tuple[TaxLine, ...]
    total: Money


def charged(amounts: Iterable[TaxedAmount], table: TaxTable, on: date) -> tuple[Money, ...]:
    """What a customer pays for the amounts, one sum a currency: with the tax that is added on top. Raises NoTaxRate.

    The tax is rounded once for each rate and currency, as `break_down` does it for a document.
    """
    sums: dict[tuple[Currency, TaxCategory, bool], Money] = {}
    for line in amounts:
        key = (line.amount.currency, line.category, line.included)
        sums[key] = sums.get(key, Money.zero(line.amount.currency)) + line.amount
    paid: dict[Currency, Money] = {}
    for (currency, category, included), amount in sums.items():
        tax = Money.zero(currency) if included else amount.times(table.rate(category, on))
        paid[currency] = paid.get(currency, Money.zero(currency)) + amount + tax
    return tuple(paid.values())


def break_down(amounts: Iterable[TaxedAmount], table: TaxTable, on: date) -> TaxBreakdown:
    """Group bolívares by rate; round once per rate, half-up, included and added tax apart (docs/fiscal-rules.md F8).

    Tax inside: base = sum / (1 + rate), tax = sum - base. Tax on top: tax = sum * rate. Raises NoTaxRate.
    """
    exempt = total = Money.zero()
    sums: dict[tuple[TaxCategory, bool], Money] = {}
    for line in amounts:
        if line.category is TaxCategory.EXEMPT:
            exempt += line.amount
        else:
            key = (line.category, line.included)
            sums[key] = sums.get(key, Money.zero()) + line.amount
    lines: dict[TaxCategory, TaxLine] = {}
    for (category, included), amount in sorted(sums.items()):
        rate = table.rate(category, on)
        base = amount.divided_by(1 + rate) if included else amount
        # Subtracted, not computed: base and tax must add up to the price that the customer was shown.
        tax = amount - base if included else amount.times(rate)
        # Amounts with and without their tax share one line of the rate: each part is rounded by itself, then added.
        before = lines.get(category, TaxLine(category, rate, Money.zero(), Money.zero()))
        lines[category] = TaxLine(category, rate, before.base + base, before.tax + tax)
        total += base + tax
    return TaxBreakdown(exempt, tuple(lines.values()), total + exempt)
