"""Sums inside one entry: a document adds up, and the sale that it documents comes to the same and was paid."""

from dataclasses import dataclass

from domain.fiscal.documents import FiscalDocument
from domain.money.money import total
from domain.payments.change import Change
from domain.payments.tenders import Payment
from domain.sale.sale import Sale
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from sync.facts import Entry, SaleRecorded, TicketsRefunded, issued_document


def check_sums(entry: Entry) -> None:
    """Check the document that an entry issued, and the lines and payments of a sale. Raises Wrong."""
    document = issued_document(entry.body)
    if document is None:
        return
    holds = _adds_up(document)
    if isinstance(entry.body, SaleRecorded):
        sale = entry.body.sale
        holds = holds and _comes_to(sale, document) and _is_paid(sale, document)
    if isinstance(entry.body, TicketsRefunded):
        holds = holds and total(part.ves for part in entry.body.refund.given_back) == document.grand_total
    if not holds:
        raise Wrong(Flaw.TOTAL_MISMATCH, entry_name(entry.epoch, entry.seq), document.printed_number)


@dataclass(frozen=True, slots=True)
class MoneyMoved:
    """What an entry took and gave: an X or a Z adds it up beside the documents."""

    payments: tuple[Payment, ...] = ()
    change: tuple[Change, ...] = ()
    given_back: tuple[Change, ...] = ()


def money_moved(entry: Entry) -> MoneyMoved:
    """The money of an entry."""
    match entry.body:
        case SaleRecorded() as sold:
            return MoneyMoved(sold.sale.payments, sold.sale.change)
        case TicketsRefunded() as refunded:
            return MoneyMoved(given_back=refunded.refund.given_back)
    return MoneyMoved()


def _adds_up(document: FiscalDocument) -> bool:
    """Whether bases, taxes and what is exempt make the total."""
    return total(line.base + line.tax for line in document.taxes) + document.exempt == document.total


def _comes_to(sale: Sale, document: FiscalDocument) -> bool:
    """Whether the lines make the document's total, with the tax of those that do not include it."""
    on_top = [t for t in document.taxes if any(x.tax is t.category and not x.tax_included for x in sale.lines)]
    # Lines of one rate with and without their tax are rounded together: their sum cannot be made again from lines.
    if {t.category for t in on_top} & {x.tax for x in sale.lines if x.tax_included}:
        return True
    return total(line.total_ves for line in sale.lines) + total(t.tax for t in on_top) == document.total


def _is_paid(sale: Sale, document: FiscalDocument) -> bool:
    """Whether payments less change cover the document with its IGTF."""
    return total(p.ves for p in sale.payments) - total(c.ves for c in sale.change) == document.grand_total
