"""Taxes as dated data, and the breakdown of a document by rate.

The rates and their sources: docs/fiscal-rules.md sections 3 and 4.
The figures live in the catalogue with their validity and source, never in code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.money.money import Money


class TaxCategory(StrEnum):
    """The letter beside a line of a Venezuelan invoice, and IGTF, which falls on the means of payment."""

    GENERAL = "G"
    REDUCED = "R"
    ADDITIONAL = "A"
    EXEMPT = "E"
    IGTF = "IGTF"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate (0.16 for 16 %) between two days, both included; `valid_to` is None while it stands."""

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
    """Every tax rate the station knows."""

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
    """Bolívares of one line, with the tax inside the amount or on top of it."""

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
    """What a document says about IVA: the exempt sum, a line for each rate in use, and the total with tax."""

    exempt: Money
    lines: tuple[TaxLine, ...]
    total: Money


def break_down(amounts: Iterable[TaxedAmount], table: TaxTable, on: date) -> TaxBreakdown:
    """Group by rate and round once per rate and document, half-up (docs/fiscal-rules.md F8, example 11).

    Tax inside: base = sum / (1 + rate), tax = sum - base. Tax on top: tax = sum * rate.
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
        tax = amount - base if included else amount.times(rate)
        before = lines.get(category, TaxLine(category, rate, Money.zero(), Money.zero()))
        lines[category] = TaxLine(category, rate, before.base + base, before.tax + tax)
        total += base + tax
    return TaxBreakdown(exempt, tuple(lines.values()), total + exempt)
