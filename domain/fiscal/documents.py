"""Fiscal documents: their kinds, what every one of them carries, and the invoice of a sale."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.fiscal.forms import Form
from domain.fiscal.series import FormsUnknown, Issuer, Medium, Series
from domain.ids import DocumentId, SaleId
from domain.money.money import Money
from domain.money.taxes import TaxLine
from domain.sale.cart import Customer
from domain.sale.sale import Sale


class DocumentKind(StrEnum):
    """The kinds of documents that the statute has (PA 0071): X and Z add up each of them by itself.

    The order of the members is the order of the classes on X and Z. Only invoices are issued today.
    """

    INVOICE = "invoice"
    DEBIT_NOTE = "debit_note"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """A numbered legal record of any kind, complete in itself: no reader needs the sale to account for it.

    Every amount is in bolívares and positive, whatever the kind: a credit note is another class, not a negative
    invoice. `taxes` has one line a rate; `total` includes them and excludes the IGTF. `sale_id` is the sale that the
    document is about.
    """

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
        """The total with IGTF."""
        return self.total + self.igtf

    @property
    def is_on_form(self) -> bool:
        """Whether its paper may carry the word FACTURA: the medium lets it, and the form's control number is on it."""
        return self.medium.may_print_invoice and bool(self.control_number)

    @property
    def printed_number(self) -> str:
        """A-00000123."""
        return f"{self.series}-{self.number:08d}"


@dataclass(frozen=True, slots=True)
class Numbered:
    """What makes a document of its figures: its identifier, its series, the number and the form it is printed on.

    `control_number` is empty when the number came without a form.
    """

    id: DocumentId
    series: Series
    number: int
    control_number: str = ""

    @property
    def form(self) -> Form | None:
        """The form with the control number; None without one. Raises FormsUnknown when the series has no such form."""
        form = self.series.form_of(self.control_number) if self.control_number else None
        if self.control_number and form is None:
            raise FormsUnknown(self.series.code, self.control_number)
        return form

    @property
    def medium(self) -> Medium:
        """A number that came without a control number makes no fiscal document, whatever the medium of the series."""
        no_form = self.series.medium.needs_control_number and self.form is None
        return Medium.NOT_FISCAL if no_form else self.series.medium


def issue(sale: Sale, series: Series, number: int, control_number: str, document_id: DocumentId) -> FiscalDocument:
    """The invoice of a sale, under a number taken from a block of the series. Raises FormsUnknown."""
    under = Numbered(document_id, series, number, control_number)
    return FiscalDocument(
        id=document_id,
        kind=DocumentKind.INVOICE,
        medium=under.medium,
        series=series.code,
        number=number,
        control_number=control_number,
        issued_at=sale.sold_at,
        sale_id=sale.id,
        issuer=series.issuer,
        form=under.form,
        customer=sale.customer,
        exempt=sale.taxes.exempt,
        taxes=sale.taxes.lines,
        total=sale.taxes.total,
        igtf_base=sale.igtf_base,
        igtf=sale.igtf,
    )
