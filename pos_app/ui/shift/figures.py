"""Counts, differences and reports as lines of words and figures. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.money.money import EUR, USD, VES, Money
from domain.till.shifts import Count, DenominationCount, Difference
from domain.till.till_report import TillReport
from pos_app.ui import wording
from pos_app.ui.denominations import denominations
from pos_app.ui.frame import Tone

CURRENCIES = (VES, USD, EUR)
"""The drawer holds these, in this order on the screen."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words and the figures beside them."""

    words: str
    figures: tuple[str, ...]
    tone: Tone = Tone.PLAIN


def notes() -> tuple[tuple[Money, ...], ...]:
    """What is counted in each currency, the largest first."""
    return tuple(tuple(reversed(denominations(currency))) for currency in CURRENCIES)


def counted_lines(quantities: Sequence[Sequence[str]]) -> tuple[DenominationCount, ...]:
    """The count as it was typed; what is empty was not found in the drawer."""
    return tuple(
        DenominationCount(note, int(typed))
        for currency_notes, texts in zip(notes(), quantities, strict=True)
        for note, typed in zip(currency_notes, texts, strict=True)
        if typed.isascii() and typed.isdigit() and int(typed)
    )


def sums_counted(lines: tuple[DenominationCount, ...]) -> tuple[str, ...]:
    """What was counted, one sum a currency."""
    count = Count(lines)
    return tuple(wording.money(count.of(currency)) for currency in CURRENCIES)


def difference_lines(found: Sequence[Difference]) -> tuple[Line, ...]:
    """Expected, counted and the difference of each currency."""
    return tuple(
        Line(
            wording.text(f"values.currency.{each.expected.currency}"),
            tuple(wording.money(amount) for amount in (each.expected, each.counted, each.over)),
            Tone.ATTENTION if each.over else Tone.OK,
        )
        for each in found
    )


def report_lines(report: TillReport) -> tuple[Line, ...]:
    """The figures of an X or Z that somebody at the till looks for; the paper has all of them."""
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
        Line(wording.method(each.method), (wording.number(each.count), wording.money(each.amount)))
        for each in totals.payments
    ]
    perpetual = wording.money(totals.perpetual.sales)
    return (*lines, Line(wording.text("shift.perpetual"), (perpetual,)))
