"""The figures of a credit note: what of an invoice it takes back, at the rates of the invoice (PA 0071 arts. 22 to 24).

No note takes more than what is left of its invoice, in any rate, and the last one takes the residual of all rounding
(docs/fiscal-rules.md F35 to F38).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from domain.errors import Refused
from domain.fiscal.documents import DocumentKind, FiscalDocument, Numbered
from domain.money.money import Money, total
from domain.money.taxes import TaxBreakdown, TaxCategory, TaxLine
from domain.sale.sale import SaleLine


@dataclass(eq=False)
class MoreThanLeft(Refused):
    """More would be given back of a line of the invoice than what is left of it. Amounts are in bolívares."""

    code: ClassVar[str] = "DEV-01"

    description: str
    left: Money


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """What a note takes back of one line of its invoice.

    `line` is the index of the line; `quantity` is how many of its tickets or fees end; `amount` is in bolívares, at the
    rates of the invoice: the unit price times the quantity, or less when something of it is kept.
    """

    line: int
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class NoteFigures:
    """The figures of a note, or of what notes have left of an invoice: positive bolívares, without its number."""

    taxes: TaxBreakdown
    igtf_base: Money
    igtf: Money

    @property
    def to_give_back(self) -> Money:
        """The total of the note with the IGTF that comes back."""
        return self.taxes.total + self.igtf


def credit_note(invoice: FiscalDocument, figures: NoteFigures, under: Numbered, at: datetime) -> FiscalDocument:
    """The credit note with these figures, about the sale and for the customer of an invoice. Raises FormsUnknown."""
    return FiscalDocument(
        id=under.id,
        kind=DocumentKind.CREDIT_NOTE,
        medium=under.medium,
        series=under.series.code,
        number=under.number,
        control_number=under.control_number,
        issued_at=at,
        sale_id=invoice.sale_id,
        issuer=invoice.issuer,
        form=under.form,
        customer=invoice.customer,
        exempt=figures.taxes.exempt,
        taxes=figures.taxes.lines,
        total=figures.taxes.total,
        igtf_base=figures.igtf_base,
        igtf=figures.igtf,
    )


def left_of(invoice: FiscalDocument, notes: Iterable[FiscalDocument]) -> NoteFigures:
    """What the credit notes that name an invoice have left of it, rate by rate."""
    taken = tuple(notes)
    lines = tuple(_without(line, taken) for line in invoice.taxes)
    exempt = invoice.exempt - total(note.exempt for note in taken)
    return NoteFigures(
        TaxBreakdown(exempt, lines, exempt + total(line.base + line.tax for line in lines)),
        invoice.igtf_base - total(note.igtf_base for note in taken),
        invoice.igtf - total(note.igtf for note in taken),
    )


def _without(line: TaxLine, notes: Sequence[FiscalDocument]) -> TaxLine:
    taken = [other for note in notes for other in note.taxes if other.category is line.category]
    return replace(
        line, base=line.base - total(o.base for o in taken), tax=line.tax - total(o.tax for o in taken)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CreditedInvoice:
    """An invoice with what its notes have taken so far.

    `lines` are those of its sale; `igtf_rate` is the rate that its IGTF was perceived at, 0.03 for 3 %; `notes` are the
    credit notes that name it; `credited` is the sum of their amounts for each line, by its index.
    """

    invoice: FiscalDocument
    lines: tuple[SaleLine, ...]
    igtf_rate: Decimal
    notes: tuple[FiscalDocument, ...] = ()
    credited: Mapping[int, Money] | None = None

    def left_of_line(self, index: int) -> Money:
        """What no note has taken of a line, in bolívares."""
        return self.lines[index].total_ves - (self.credited or {}).get(index, Money.zero())

    def credit(self, returned: Sequence[CreditedLine]) -> NoteFigures:
        """The figures of the next note, which takes these lines. Raises MoreThanLeft."""
        for line in returned:
            if line.amount > self.left_of_line(line.line):
                raise MoreThanLeft(self.lines[line.line].description, self.left_of_line(line.line))
        left = left_of(self.invoice, self.notes)
        taxes = self._taxes(returned, left)
        return NoteFigures(taxes, *self._igtf(taxes.total, left))

    def _taxes(self, returned: Sequence[CreditedLine], left: NoteFigures) -> TaxBreakdown:
        exempt = self._sum(returned, TaxCategory.EXEMPT)
        lines = []
        for line in left.taxes.lines:
            on_top = self._sum(returned, line.category, included=False)
            included = self._sum(returned, line.category, included=True)
            if on_top or included:
                lines.append(self._rate(line, included, on_top))
        return TaxBreakdown(exempt, tuple(lines), exempt + total(line.base + line.tax for line in lines))

    def _rate(self, left: TaxLine, included: Money, on_top: Money) -> TaxLine:
        """Base and tax of one rate, of which `left` is left.

        What is left of the lines that have their tax on top is all base, so what is left of the others is known too.
        """
        top_left = self._left(left.category, included=False)
        included_left = self._left(left.category, included=True)
        base_left = left.base - top_left
        tax_left = included_left - base_left
        base = min(max(included.divided_by(1 + left.rate), included - tax_left), base_left) if included else included
        tax = included - base
        if on_top:
            rest = left.tax - tax_left
            tax += rest if on_top == top_left else min(on_top.times(left.rate), rest)
        return replace(left, base=base + on_top, tax=tax)

    def _igtf(self, note: Money, left: NoteFigures) -> tuple[Money, Money]:
        """Base and amount of the IGTF that comes back with a note of this total: the last one takes what is left."""
        if note == left.taxes.total:
            return left.igtf_base, left.igtf
        base = min(self.invoice.igtf_base.proportion(note, self.invoice.total), left.igtf_base)
        return base, min(base.times(self.igtf_rate), left.igtf)

    def _sum(self, returned: Sequence[CreditedLine], category: TaxCategory, *, included: bool | None = None) -> Money:
        lines = ((self.lines[part.line], part.amount) for part in returned)
        return total(a for line, a in lines if line.tax is category and included in {None, line.tax_included})

    def _left(self, category: TaxCategory, *, included: bool) -> Money:
        lines = (
            (i, line) for i, line in enumerate(self.lines) if (line.tax, line.tax_included) == (category, included)
        )
        return total(self.left_of_line(i) for i, _ in lines)
