"""Counts, differences and reports as lines of text and figures. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.fiscal.documents import DocumentKind
from domain.money.money import EUR, USD, VES, Money
from domain.till.blind import BadQuantity
from domain.till.method_flows import flows_of
from domain.till.shifts import Count, DenominationCount, Difference, loose_coins
from domain.till.till_report import SeriesTotals
from pos_app.ui import wording
from pos_app.ui.denominations import denominations
from pos_app.ui.frame import Tone
from sync.facts import ReportTaken

_MOST_DIGITS = 5
"""Of a number of notes: a drawer holds fewer than a hundred thousand of one kind."""

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


def counted_lines(typed: Sequence[Sequence[str]]) -> tuple[DenominationCount, ...]:
    """The count that was typed: in each currency the quantity of each note, and last the amount of loose coins.

    A typed zero is a count; an empty field says nothing. Raises BadQuantity for a number of notes, and BadAmount or
    AmountTooLarge for the loose coins.
    """
    lines: list[DenominationCount] = []
    for currency, currency_notes, (*quantities, coins) in zip(CURRENCIES, notes(), typed, strict=True):
        lines += [
            DenominationCount(note, _quantity(quantity))
            for note, quantity in zip(currency_notes, quantities, strict=True)
            if quantity.strip()
        ]
        if coins.strip():
            lines.append(loose_coins(wording.parse_amount(coins, currency)))
    return tuple(lines)


def is_quantity(typed: str) -> bool:
    """Whether a number of notes can be taken: digits, at most five. An empty one can."""
    bare = typed.strip()
    return not bare or (bare.isascii() and bare.isdigit() and len(bare) <= _MOST_DIGITS)


def _quantity(typed: str) -> int:
    if not is_quantity(typed):
        raise BadQuantity(typed.strip()[:40])
    return int(typed)


def sums_counted(lines: tuple[DenominationCount, ...]) -> tuple[str, ...]:
    """The counted sum of each currency; empty while nothing of it was counted."""
    count = Count(lines)
    has = {line.denomination.currency for line in lines}
    return tuple(wording.money(count.of(currency)) if currency in has else "" for currency in CURRENCIES)


def sums_expected(amounts: Sequence[Money]) -> tuple[str, ...]:
    """The expected sum of each currency, for somebody who does not count blind; empty without amounts."""
    sums = {amount.currency: amount for amount in amounts}
    return tuple(wording.money(sums.get(currency, Money.zero(currency))) for currency in CURRENCIES) if sums else ()


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


def report_lines(taken: ReportTaken) -> tuple[Line, ...]:
    """The main figures of an X or Z; the paper beside them has all. A blind X leaves out the cash and the totals.

    Notes and the money of refunds stand apart from invoices and payments, as on the paper.
    """
    report, totals = taken.report, taken.report.totals
    lines = [Line(wording.text("shift.business_date"), (wording.day(report.business_date),))]
    if not totals.series:
        lines.append(Line(wording.text("shift.documents"), (wording.number(0),)))
    for series in totals.series:
        lines += _series_lines(series, DocumentKind.INVOICE, blind=taken.blind)
    lines += _note_lines(taken)
    if taken.gifts:
        lines.append(Line(wording.text("shift.organiser_gifts"), (wording.number(taken.gifts),)))
    if taken.spoiled:
        spoiled = wording.number(sum(run.count for run in taken.spoiled))
        lines.append(Line(wording.text("shift.spoiled_forms"), (spoiled,)))
    for flow in flows_of(report, blind=taken.blind):
        text = wording.text("shift.method", method=wording.method(flow.method), payments=wording.number(flow.count))
        lines.append(Line(text, (wording.money(flow.net),)))
    if taken.blind:
        return tuple(lines)
    perpetual = wording.money(totals.perpetual.sales)
    return (*lines, *_given_back(taken), Line(wording.text("shift.perpetual"), (perpetual,)), *_perpetual(taken))


def _note_lines(taken: ReportTaken) -> list[Line]:
    lines: list[Line] = []
    for group in taken.notes.classes if taken.notes else ():
        if not group.series:
            lines.append(Line(wording.text(f"shift.documents_{group.kind}"), (wording.number(0),)))
        for series in group.series:
            lines += _series_lines(series, group.kind, blind=taken.blind)
    return lines


def _given_back(taken: ReportTaken) -> list[Line]:
    """The money of refunds by method, which is not netted with the payments above."""
    parts = taken.notes.given_back if taken.notes else ()
    return [
        Line(
            wording.text("shift.given_back_by", method=wording.method(part.method), times=wording.number(part.count)),
            (wording.money(part.amount),),
        )
        for part in parts
    ]


def _perpetual(taken: ReportTaken) -> list[Line]:
    return [
        Line(wording.text(f"shift.perpetual_{group.kind}"), (wording.money(group.perpetual.sales),))
        for group in (taken.notes.classes if taken.notes else ())
    ]


def _series_lines(series: SeriesTotals, kind: DocumentKind, *, blind: bool) -> list[Line]:
    first, last = f"{series.series}-{series.first_number:08d}", f"{series.series}-{series.last_number:08d}"
    name = "shift.documents" if kind is DocumentKind.INVOICE else f"shift.documents_{kind}"
    lines = [
        Line(wording.text(name), (wording.number(series.count),)),
        Line(wording.text("shift.first"), (first,)),
        Line(wording.text("shift.last"), (last,)),
    ]
    return lines if blind else [*lines, Line(wording.text("shift.total"), (wording.money(series.total + series.igtf),))]
