"""Exchanges: the credit note of the old tickets pays the sale of the new ones (docs/fiscal-rules.md F44)."""

from domain.after_sale.refunds import Refund
from domain.fiscal.documents import FiscalDocument
from domain.money.money import Money, total
from domain.payments.change import Change
from domain.payments.methods import EXCHANGE
from domain.payments.tenders import Payment, References, Tender
from domain.sale.sale import Sale


def credit_of(note: FiscalDocument, amount: Money) -> Tender:
    """The tender with which a credit note pays an amount in bolívares of the new sale."""
    return Tender(EXCHANGE, amount, References(reference=note.printed_number))


def applied_part(amount: Money) -> tuple[Change, ...]:
    """The part of a refund that is not handed out, because it pays the new sale; none for zero."""
    return (Change(EXCHANGE, amount, amount),) if amount else ()


def credit_payments(sale: Sale) -> tuple[Payment, ...]:
    """The payments of a sale by a credit note."""
    return tuple(payment for payment in sale.payments if payment.method == EXCHANGE)


def applied(refund: Refund) -> Money:
    """What a refund applied to a new sale instead of handing it out, in bolívares."""
    return total(part.ves for part in refund.given_back if part.method == EXCHANGE)


def is_paid_by(sale: Sale, refund: Refund | None, note: FiscalDocument | None) -> bool:
    """Whether a sale that a credit note pays follows the refund that applied exactly that; true for any other sale."""
    paid = credit_payments(sale)
    if not paid:
        return True
    if refund is None or note is None or refund.cashier_id != sale.cashier_id or len(paid) != 1:
        return False
    return (paid[0].references.reference, paid[0].ves) == (note.printed_number, applied(refund))
