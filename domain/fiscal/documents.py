"""Fiscal documents: medium, series, number blocks, the invoice and what it must say."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.ids import DocumentId, SaleId
from domain.money.money import Money
from domain.money.taxes import TaxLine
from domain.rights import GrantId
from domain.sale.sale import Customer, Sale


class Medium(StrEnum):
    """What makes a document valid, and so which words its paper may carry (PA SNAT/2011/00071 arts. 6, 8, 11)."""

    FREE_FORM = "free_form"
    FISCAL_MACHINE = "fiscal_machine"
    DIGITAL = "digital"
    NOT_FISCAL = "not_fiscal"

    @property
    def may_say_invoice(self) -> bool:
        """Only paper with a preprinted control number is an invoice when our printer prints it."""
        return self is Medium.FREE_FORM


class DocumentKind(StrEnum):
    """What a fiscal document records."""

    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who invoices. `special_taxpayer_from` is the day SENIAT's notice took effect, None for an ordinary taxpayer."""

    name: str
    rif: str
    address: str
    special_taxpayer_from: date | None = None
    special_taxpayer_to: date | None = None

    def is_special_taxpayer(self, on: date) -> bool:
        """Whether IGTF is perceived on this day (PA SNAT/2022/000013)."""
        start, end = self.special_taxpayer_from, self.special_taxpayer_to
        return start is not None and start <= on and (end is None or on <= end)


@dataclass(frozen=True, slots=True)
class Form:
    """The printer's data of free-form paper: art. 13 numerals 3, 4, 15 and 16."""

    printer: str
    printer_rif: str
    authorisation: str
    made_on: date
    first_control: str
    last_control: str


@dataclass(frozen=True, slots=True)
class Series:
    """A numbering sequence: numbers are consecutive inside it, its code is printed after the word SERIE."""

    code: str
    medium: Medium
    issuer: Issuer
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Consecutive numbers leased to one station: `next` is the one to use, past `last` when it is used up.

    `first_control` is the preprinted number of the form that `first` goes on; empty when the medium has no forms.
    """

    id: GrantId
    series: str
    first: int
    last: int
    next: int
    first_control: str = ""

    @property
    def left(self) -> int:
        """How many numbers remain."""
        return self.last - self.next + 1


@dataclass(eq=False)
class NumbersUsedUp(Refused):
    """No number is left in the station's blocks: no number, no sale."""

    code: ClassVar[str] = "NUM-01"

    series: str


@dataclass(eq=False)
class ClockMovedBack(Refused):
    """The clock is behind the last document; a supervisor must look at it before the next one."""

    code: ClassVar[str] = "REL-01"

    now: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """A numbered legal record. Totals are bolívares; the perpetual total is the series' sum after this document."""

    id: DocumentId
    kind: DocumentKind
    medium: Medium
    series: str
    number: int
    control_number: str
    issued_at: datetime
    sale_id: SaleId
    issuer: Issuer
    form: Form | None
    customer: Customer
    exempt: Money
    taxes: tuple[TaxLine, ...]
    total: Money
    igtf_base: Money
    igtf: Money

    @property
    def grand_total(self) -> Money:
        """Total with IGTF."""
        return self.total + self.igtf

    @property
    def printed_number(self) -> str:
        """A-00000123."""
        return f"{self.series}-{self.number:08d}"


CLOCK_TOLERANCE = timedelta(minutes=2)


def fiscal_time(now: datetime, last: datetime | None, *, accepted: bool) -> datetime:
    """The instant a document carries: never before the last one of its series (fiscal.md 2.3).

    A clock further behind than the tolerance stops fiscal issue until a supervisor accepts it. Raises ClockMovedBack.
    """
    if last is None or now >= last:
        return now
    if last - now > CLOCK_TOLERANCE and not accepted:
        raise ClockMovedBack(now, last)
    return last


def take_number(block: NumberBlock) -> tuple[int, NumberBlock]:
    """The next number and the block after it. Raises NumbersUsedUp."""
    if block.left <= 0:
        raise NumbersUsedUp(block.series)
    return block.next, replace(block, next=block.next + 1)


def issue(sale: Sale, series: Series, number: int, control_number: str, document_id: DocumentId) -> FiscalDocument:
    """The invoice of a sale, under a number taken for it."""
    return FiscalDocument(
        id=document_id,
        kind=DocumentKind.INVOICE,
        medium=series.medium,
        series=series.code,
        number=number,
        control_number=control_number,
        issued_at=sale.sold_at,
        sale_id=sale.id,
        issuer=series.issuer,
        form=series.form,
        customer=sale.customer,
        exempt=sale.taxes.exempt,
        taxes=sale.taxes.lines,
        total=sale.taxes.total,
        igtf_base=sale.igtf_base,
        igtf=sale.igtf,
    )


def control_number(block: NumberBlock, number: int) -> str:
    """The preprinted number of the form a document goes on; empty when the medium has no forms."""
    return control_after(block.first_control, number - block.first)


def control_after(control: str, forms: int) -> str:
    """The preprinted number so many forms after another; empty when the medium has no forms."""
    if not control:
        return ""
    prefix, first = control.split("-")
    return f"{prefix}-{int(first) + forms:08d}"
