"""X and Z: one calculation over documents, payments and movements since the last Z (docs/fiscal-rules.md section 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.fiscal.form_supply import FormRun
from domain.ids import ReportId
from domain.money.money import Currency, ExchangeRate, Money
from domain.money.taxes import TaxCategory, TaxLine
from domain.payments.change import Change
from domain.payments.tenders import Payment
from domain.till.excess import ExcessCounts
from domain.till.shifts import CashMove, CashMovement


class ReportKind(StrEnum):
    """An X is a reading and changes nothing; a Z is the closing, numbered and taken once."""

    X = "x"
    Z = "z"


@dataclass(eq=False)
class ShiftStillOpen(Refused):
    """A Z can be taken only when every shift is closed."""

    code: ClassVar[str] = "ZET-01"

    number: int
    cashier: str


@dataclass(eq=False)
class ZOverdue(Refused):
    """A day has passed since the first document after the last Z; a Z must be taken before the next sale."""

    code: ClassVar[str] = "ZET-02"

    since: datetime


@dataclass(frozen=True, slots=True)
class DocumentTotals:
    """What a report needs of one document, in bolívares and positive whatever its kind."""

    series: str
    number: int
    control_number: str
    issued_at: datetime
    exempt: Money
    taxes: tuple[TaxLine, ...]
    total: Money
    igtf_base: Money
    igtf: Money
    kind: DocumentKind = DocumentKind.INVOICE

    @classmethod
    def of(cls, document: FiscalDocument) -> "DocumentTotals":
        """The figures of an issued document."""
        d = document
        return cls(
            d.series, d.number, d.control_number, d.issued_at, d.exempt, d.taxes, d.total, d.igtf_base, d.igtf, d.kind
        )


@dataclass(frozen=True, slots=True)
class Activity:
    """Everything recorded in the span of a report, in the order of the journal."""

    documents: Sequence[DocumentTotals]
    payments: Sequence[Payment]
    change: Sequence[Change]
    movements: Sequence[CashMovement]
    rates: Sequence[ExchangeRate]
    reprints: int
    voids: int
    given_back: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class SeriesTotals:
    """The documents of one series: range, count, sums. The rate of a tax line is the last one used."""

    series: str
    first_number: int
    last_number: int
    first_control: str
    last_control: str
    count: int
    exempt: Money
    taxes: tuple[TaxLine, ...]
    total: Money
    igtf_base: Money
    igtf: Money


@dataclass(frozen=True, slots=True)
class MethodTotals:
    """Payments or change of one method: how many, the sum in its own currency and in bolívares."""

    method: str
    count: int
    amount: Money
    ves: Money


@dataclass(frozen=True, slots=True)
class MovementTotals:
    """Cash moved of one kind in one currency."""

    kind: CashMove
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PerpetualTotals:
    """Sums over the life of a station, never reset: documents issued, their totals with IGTF, their IVA, their IGTF."""

    documents: int
    sales: Money
    iva: Money
    igtf: Money


NO_PERPETUAL = PerpetualTotals(0, Money.zero(), Money.zero(), Money.zero())


@dataclass(frozen=True, slots=True)
class ClassTotals:
    """The documents of one kind: those of the span by series, and the perpetual totals of the kind after them."""

    kind: DocumentKind
    series: tuple[SeriesTotals, ...] = ()
    perpetual: PerpetualTotals = NO_PERPETUAL


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures that X and Z share. `series` and `perpetual` are those of the invoices; notes are in NoteTotals."""

    series: tuple[SeriesTotals, ...]
    payments: tuple[MethodTotals, ...]
    change: tuple[MethodTotals, ...]
    movements: tuple[MovementTotals, ...]
    rates: tuple[ExchangeRate, ...]
    reprints: int
    voids: int
    perpetual: PerpetualTotals


@dataclass(frozen=True, slots=True)
class NoteTotals:
    """The classes of notes that the station ever issued, and the money of refunds by method.

    They stand beside the invoices and are never netted with them (docs/fiscal-rules.md F39).
    """

    classes: tuple[ClassTotals, ...]
    given_back: tuple[MethodTotals, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """What stands beside the figures of a report: notes, attempts beyond the till, gifts, spoiled forms.

    `blind`: the cash is hidden.
    A blind X was read by somebody who still has to count the cash of an open shift.
    """

    blind: bool = False
    excesses: ExcessCounts | None = None
    notes: NoteTotals | None = None
    gifts: int = 0
    spoiled: tuple[FormRun, ...] = ()


NO_ANNEX = Annex()


def classes_of(totals: Totals, notes: NoteTotals | None) -> tuple[ClassTotals, ...]:
    """The three classes of a report, in the order of `DocumentKind`; those that were never issued are empty."""
    issued = {group.kind: group for group in notes.classes} if notes else {}
    issued[DocumentKind.INVOICE] = ClassTotals(DocumentKind.INVOICE, totals.series, totals.perpetual)
    return tuple(issued.get(kind, ClassTotals(kind)) for kind in DocumentKind)


@dataclass(frozen=True, slots=True)
class TillReport:
    """An X or a Z. An X carries the number that the next Z will have.

    `head_epoch`, `head_seq` and `head_hash` name the last entry of the journal before the report, which it seals.
    `opened_at` is the instant of its first document, None without documents.
    """

    id: ReportId
    kind: ReportKind
    number: int
    business_date: date
    opened_at: datetime | None
    taken_at: datetime
    taken_by: str
    totals: Totals
    head_epoch: int
    head_seq: int
    head_hash: str


LONGEST_DAY = timedelta(hours=24)


def totals(activity: Activity, before: PerpetualTotals) -> Totals:
    """The figures of a span. `before` holds the perpetual totals of the invoices at the last Z."""
    invoices, *_ = class_totals(activity.documents, {DocumentKind.INVOICE: before})
    return Totals(
        series=invoices.series,
        payments=method_totals(activity.payments),
        change=method_totals(activity.change),
        movements=_by_movement(activity.movements),
        rates=tuple(dict.fromkeys(activity.rates)),
        reprints=activity.reprints,
        voids=activity.voids,
        perpetual=invoices.perpetual,
    )


def note_totals(activity: Activity, before: Mapping[DocumentKind, PerpetualTotals]) -> NoteTotals | None:
    """The notes of a span; None before the first one. `before` holds the perpetual totals at the last Z."""
    _, *notes = class_totals(activity.documents, before)
    issued = tuple(note for note in notes if note.perpetual.documents)
    return NoteTotals(issued, method_totals(activity.given_back)) if issued else None


def class_totals(
    documents: Sequence[DocumentTotals], before: Mapping[DocumentKind, PerpetualTotals]
) -> tuple[ClassTotals, ...]:
    """The three classes of X and Z: invoices, debit notes, credit notes, in the order of `DocumentKind`.

    `before` holds the perpetual totals of each kind at the last Z; a kind that it lacks begins at zero.
    """
    # Each kind is summed by itself: a credit note never lowers the perpetual totals, which only grow.
    by_kind: dict[DocumentKind, list[DocumentTotals]] = {kind: [] for kind in DocumentKind}
    for document in documents:
        by_kind[document.kind].append(document)
    return tuple(
        ClassTotals(kind, _by_series(group), _perpetual(group, before.get(kind, NO_PERPETUAL)))
        for kind, group in by_kind.items()
    )


def is_overdue(first_document_at: datetime | None, now: datetime) -> bool:
    """Whether a Z must be taken before the next document: a day has passed since the first one it would cover."""
    return first_document_at is not None and now - first_document_at >= LONGEST_DAY


def _by_series(documents: Sequence[DocumentTotals]) -> tuple[SeriesTotals, ...]:
    groups: dict[str, list[DocumentTotals]] = {}
    for document in documents:
        groups.setdefault(document.series, []).append(document)
    return tuple(_series_totals(series, group) for series, group in groups.items())


def _series_totals(series: str, documents: list[DocumentTotals]) -> SeriesTotals:
    # Sums of the documents as printed: a tax computed again from the sum would differ by roundings.
    by_number = sorted(documents, key=lambda d: d.number)
    first, last = by_number[0], by_number[-1]
    return SeriesTotals(
        series=series,
        first_number=first.number,
        last_number=last.number,
        first_control=first.control_number,
        last_control=last.control_number,
        count=len(documents),
        exempt=_sum([d.exempt for d in documents]),
        taxes=_taxes(documents),
        total=_sum([d.total for d in documents]),
        igtf_base=_sum([d.igtf_base for d in documents]),
        igtf=_sum([d.igtf for d in documents]),
    )


def _taxes(documents: list[DocumentTotals]) -> tuple[TaxLine, ...]:
    base: dict[TaxCategory, int] = {}
    tax: dict[TaxCategory, int] = {}
    rates: dict[TaxCategory, Decimal] = {}
    for document in documents:
        for line in document.taxes:
            base[line.category] = base.get(line.category, 0) + line.base.minor
            tax[line.category] = tax.get(line.category, 0) + line.tax.minor
            rates[line.category] = line.rate
    zero = Money.zero()
    return tuple(TaxLine(c, rates[c], replace(zero, minor=base[c]), replace(zero, minor=tax[c])) for c in sorted(base))


def method_totals(parts: Sequence[Payment] | Sequence[Change]) -> tuple[MethodTotals, ...]:
    """Payments or change by method, sorted by its code."""
    counts: dict[str, int] = {}
    amounts: dict[str, int] = {}
    ves: dict[str, int] = {}
    currencies: dict[str, Currency] = {}
    for part in parts:
        counts[part.method] = counts.get(part.method, 0) + 1
        amounts[part.method] = amounts.get(part.method, 0) + part.amount.minor
        ves[part.method] = ves.get(part.method, 0) + part.ves.minor
        currencies[part.method] = part.amount.currency
    return tuple(
        MethodTotals(m, counts[m], Money(amounts[m], currencies[m]), replace(Money.zero(), minor=ves[m]))
        for m in sorted(counts)
    )


def _by_movement(movements: Sequence[CashMovement]) -> tuple[MovementTotals, ...]:
    groups: dict[tuple[CashMove, Currency], list[Money]] = {}
    for movement in movements:
        groups.setdefault((movement.kind, movement.amount.currency), []).append(movement.amount)
    return tuple(
        MovementTotals(kind, len(amounts), sum(amounts, Money.zero(currency)))
        for (kind, currency), amounts in sorted(groups.items())
    )


def _perpetual(documents: Sequence[DocumentTotals], before: PerpetualTotals) -> PerpetualTotals:
    iva = _sum([line.tax for d in documents for line in d.taxes])
    igtf = _sum([d.igtf for d in documents])
    sales = _sum([d.total for d in documents]) + igtf
    return PerpetualTotals(
        before.documents + len(documents), before.sales + sales, before.iva + iva, before.igtf + igtf
    )


def _sum(amounts: Sequence[Money]) -> Money:
    return replace(Money.zero(), minor=sum([amount.minor for amount in amounts]))
