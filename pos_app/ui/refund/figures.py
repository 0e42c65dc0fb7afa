"""The figures of a refund as lines of text: the credit note, the money that goes back, what is left. No Qt."""

from dataclasses import dataclass

from domain.after_sale.refunds import SoldInvoice
from domain.fiscal.credit_note import left_of
from domain.payments.change import Change
from pos_app.services.after_sale.refunds import CompletedRefund, RefundQuote
from pos_app.ui import wording
from pos_app.ui.payee_text import payee_text

Figure = tuple[str, str]
"""A name and an amount."""


@dataclass(frozen=True, slots=True)
class InvoiceText:
    """What is said of the document and its sale: number and date, customer, total, and the shows."""

    number: str
    at: str
    customer: str
    total: str
    shows: tuple[str, ...]

    @property
    def headline(self) -> str:
        """All but the shows in one line."""
        return f"{self.number} · {self.at} · {self.total} · {self.customer}"


def of_invoice(sold: SoldInvoice) -> InvoiceText:
    """The texts of an invoice; the shows are named once each."""
    customer, invoice = sold.sale.customer, sold.invoice
    known = " · ".join(part for part in (customer.name, customer.document) if part)
    places = {ticket.place.performance_id: ticket.place for ticket in sold.sale.tickets}
    return InvoiceText(
        invoice.printed_number,
        wording.moment(invoice.issued_at),
        known or wording.text("sell.walk_in"),
        wording.money(invoice.grand_total),
        tuple(f"{wording.date_and_time(place.starts_at)} · {place.event}" for place in places.values()),
    )


def note_lines(quote: RefundQuote) -> tuple[Figure, ...]:
    """Exempt sum, base and IVA of each rate, IGTF, and the total of the note."""
    figures = quote.returned.figures
    lines: list[Figure] = []
    if figures.taxes.exempt:
        lines.append((wording.text("refund.exempt"), wording.money(figures.taxes.exempt)))
    for line in figures.taxes.lines:
        rate = wording.percent(line.rate.scaleb(2))
        lines.append((wording.text("refund.base", rate=rate), wording.money(line.base)))
        lines.append((wording.text("refund.iva", rate=rate), wording.money(line.tax)))
    if figures.igtf:
        lines.append((wording.text("refund.igtf"), wording.money(figures.igtf)))
    lines.append((wording.text("refund.note_total"), wording.money(figures.to_give_back)))
    return tuple(lines)


def left_line(sold: SoldInvoice, quote: RefundQuote | None) -> Figure:
    """What is left of the invoice, after the note when there is one."""
    left = left_of(sold.invoice, sold.notes).to_give_back
    if quote is not None:
        left -= quote.returned.figures.to_give_back
    return wording.text("refund.left"), wording.money(left)


def money_text(parts: tuple[Change, ...]) -> str:
    """The money that goes back, a line for each method and currency."""
    return "\n".join(wording.money(part.amount) for part in parts) or wording.text("refund.no_money")


def hand_over(made: CompletedRefund) -> str:
    """What the cashier does now with the money: hand out cash, or send it, and to whom."""
    refund = made.refund
    if not refund.given_back:
        return wording.text("refund.nothing_to_hand_over")
    method = refund.given_back[0].method
    if method == "pago_movil" and refund.payee is not None:
        return wording.text("refund.send", method=wording.method(method), payee=payee_text(refund.payee))
    if refund.reference:
        return wording.text("refund.went_back", method=wording.method(method), reference=refund.reference)
    return wording.text("refund.hand_over")
