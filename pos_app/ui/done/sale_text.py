"""Texts of the screen that is shown after a sale."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.money.money import USD, Money
from domain.payments.change import Change, electronic_method
from pos_app.services.after_sale.exchanges import CompletedExchange
from pos_app.services.selling.checkout import CompletedSale
from pos_app.ui import wording
from pos_app.ui.done.sold_lines import SoldLine, document_lines, money_lines, sold_lines
from pos_app.ui.payee_text import payee_text
from pos_app.ui.payment.standing import in_dollars
from pos_app.ui.sold_text import of_sale, summary


@dataclass(frozen=True, slots=True)
class SaleText:
    """The texts of the screen. `change` has a line for each currency, and `same` is its value in the other one.

    `payee` says to whom change by pago móvil goes; empty for cash. `lines`, `money` and `document` are the tickets, the
    payment and the invoice for a page that has the room.
    """

    number: str
    sold: str
    what: str
    change_word: str
    change: str
    same: str
    payee: str
    lines: tuple[SoldLine, ...]
    money: tuple[SoldLine, ...]
    document: tuple[SoldLine, ...]


def sale_text(sold: CompletedSale, exchanged: CompletedExchange | None = None) -> SaleText:
    """The texts of a sale: its number, what was sold and for when, the amounts, the change.

    An exchange also has its credit note, and what goes back of the credit with the change.
    """
    change = exchanged.handed_back if exchanged else sold.sale.change
    payee = sold.payee or (exchanged.refund.refund.payee if exchanged else None)
    return SaleText(
        number=_title(sold, exchanged),
        sold=summary(of_sale(sold.sale)),
        what=" · ".join(_parts(sold)),
        change_word=_change_word(change),
        change="\n".join(wording.money(part.amount) for part in change),
        same=_value_in_other_currency(sold, change),
        payee=payee_text(payee) if payee else "",
        lines=sold_lines(sold.sale),
        money=money_lines(sold, change),
        document=document_lines(sold, exchanged.refund.document.printed_number if exchanged else ""),
    )


def _change_word(change: Sequence[Change]) -> str:
    if not change:
        return wording.text("done.no_change")
    if method := electronic_method(change):
        return wording.text("done.change_electronic", method=wording.method(method))
    return wording.text("done.change_cash")


def _title(sold: CompletedSale, exchanged: CompletedExchange | None) -> str:
    number = sold.document.printed_number
    if exchanged is None:
        return wording.text("done.title", number=number)
    return wording.text("done.title_exchange", number=number, note=exchanged.refund.document.printed_number)


def _parts(sold: CompletedSale) -> list[str]:
    document, sale = sold.document, sold.sale
    parts = [
        wording.text("done.tickets", count=len(sale.tickets)),
        wording.text("done.paid", amount=wording.money(sale.to_pay)),
    ]
    if document.control_number:
        parts.append(wording.text("done.control", number=document.control_number))
    if customer := sale.customer.name or sale.customer.document:
        parts.append(wording.text("done.for", customer=customer))
    return parts


def _value_in_other_currency(sold: CompletedSale, change: Sequence[Change]) -> str:
    if not change:
        return ""
    value_ves = Money(sum(part.ves.minor for part in change), change[0].ves.currency)
    if any(part.amount.currency == USD for part in change):
        return wording.text("payment.equals", amount=wording.money(value_ves))
    dollars = in_dollars(value_ves, sold.sale.rates)
    return wording.text("payment.equals", amount=wording.money(dollars)) if dollars else ""
