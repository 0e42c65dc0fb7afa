"""Counts, differences and reports as lines of text and figures. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.money.money import EUR, USD, VES, Money
from domain.till.shifts import Count, DenominationCount, Difference
from domain.till.till_report import TillReport
from pos_app.ui import wording
from pos_app.ui.denominations import denominations
from pos_app.ui.frame import Tone

CURRENCIES = (VES, USD, EUR)
"""The currencies in the drawer, in the order of the screen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text and the figures beside it."""

    text: str
    figures: tuple[str, ...]
    tone: Tone = Tone.PLAIN


def notes() -> tuple[tuple[Money, ...], ...]:
    """The notes and coins of each currency, the largest first."""
    return tuple(tuple(reversed(denominations(currency))) for currency in CURRENCIES)


def counted_lines(quantities: Sequence[Sequence[str]]) -> tuple[DenominationCount, ...]:
    """The count for the typed quantities; an empty field is none of that note."""
    return tuple(
        DenominationCount(note, int(typed))
        for currency_notes, texts in zip(notes(), quantities, strict=True)
        for note, typed in zip(currency_notes, texts, strict=True)
        if typed.isascii() and typed.isdigit() and int(typed)
    )


def sums_counted(lines: tuple[DenominationCount, ...]) -> tuple[str, ...]:
    """The counted sum of each currency."""
    count = Count(lines)
    return tuple(wording.money(count.of(currency)) for currency in CURRENCIES)


def difference_lines(differences: Sequence[Difference]) -> tuple[Line, ...]:
    """The expected amount, the counted amount and the difference of each currency."""
    return tuple(
        Line(
            wording.text(f"values.currency.{difference.expected.currency}"),
            tuple(wording.money(amount) for amount in (difference.expected, difference.counted, difference.over)),
            Tone.ATTENTION if difference.over else Tone.OK,
        )
        for difference in differences
    )


def report_lines(report: TillReport) -> tuple[Line, ...]:
    """The main figures of an X or Z; the paper has all of them."""
    totals = report.totals
    lines = [Line(wording.text("shift.business_date"), (wording.day(report.business_date),))]
    for series in totals.series:
        first, last = f"{series.series}-{series.first_number:08d}", f"{series.series}-{series.last_number:08d}"
        lines += [
            Line(wording.text("shift.documents"), (wording.number(series.count),)),
            Line(wording.text("shift.first"), (first,)),
            Line(wording.text("shift.last"), (last,)),
            Line(wording.text("shift.total"), (wording.money(series.total + series.igtf),)),
        ]
    lines += [
        Line(wording.method(method.method), (wording.number(method.count), wording.money(method.amount)))
        for method in totals.payments
    ]
    perpetual = wording.money(totals.perpetual.sales)
    return (*lines, Line(wording.text("shift.perpetual"), (perpetual,)))
