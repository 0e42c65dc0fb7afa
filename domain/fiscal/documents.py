"""Fiscal documents: the invoice, and what a document must say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.fiscal.series import Form, Issuer, Medium, Series
from domain.ids import DocumentId, SaleId
from domain.money.money import Money
from domain.money.taxes import TaxLine
from domain.sale.cart import Customer
from domain.sale.sale import Sale


class DocumentKind(StrEnum):
    """What a fiscal document records."""

    INVOICE = "invoice"


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
