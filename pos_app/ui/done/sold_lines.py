"""What was sold and how it was paid, as lines of text and amount."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.payments.change import Change
from domain.sale.sale import Sale, Ticket
from pos_app.services.selling.checkout import CompletedSale
from pos_app.ui import wording
from pos_app.ui.sold_text import Admission, group_text, of_sale, of_ticket

_MOST_GROUPS, _MOST_PAYMENTS = 4, 5


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A text with its amount, and a second, quiet text; each may be empty."""

    text: str
    amount: str
    detail: str = ""


def sold_lines(sale: Sale) -> tuple[SoldLine, ...]:
    """A line for each of the first groups of tickets of one performance, zone and type: seats, time, sum paid."""
    groups: dict[tuple[object, ...], list[Ticket]] = {}
    for ticket in sale.tickets:
        place = ticket.place
        groups.setdefault((place.performance_id, place.zone, ticket.ticket_type), []).append(ticket)
    beside = of_sale(sale)
    lines = [_group(sale, tickets, beside) for tickets in groups.values()]
    return _first(lines, _MOST_GROUPS)


def money_lines(sold: CompletedSale, change: Sequence[Change]) -> tuple[SoldLine, ...]:
    """The total, the tax on foreign currency in it, each payment, and the change."""
    sale = sold.sale
    lines = [SoldLine(wording.text("done.total"), wording.money(sale.to_pay))]
    if sale.igtf:
        lines.append(SoldLine(wording.text("done.with_igtf"), wording.money(sale.igtf)))
    payments = [SoldLine(wording.method(payment.method), wording.money(payment.amount)) for payment in sale.payments]
    lines.extend(_first(payments, _MOST_PAYMENTS))
    lines.extend(SoldLine(wording.text("done.change"), wording.money(part.amount)) for part in change)
    return tuple(lines)


def document_lines(sold: CompletedSale, note: str = "") -> tuple[SoldLine, ...]:
    """The invoice, its control number, the customer, and how many tickets go with it; and the note of an exchange."""
    document, sale = sold.document, sold.sale
    lines = [SoldLine(wording.text("done.invoice"), document.printed_number)]
    if document.control_number:
        lines.append(SoldLine(wording.text("done.control_number"), document.control_number))
    if note:
        lines.append(SoldLine(wording.text("done.note"), note))
    lines.append(SoldLine(wording.text("done.tickets_sold"), wording.number(len(sale.tickets))))
    customer = sale.customer.name or sale.customer.document or wording.text("sell.walk_in")
    lines.append(SoldLine(wording.text("done.customer"), "", customer))
    return tuple(lines)


def _group(sale: Sale, tickets: Sequence[Ticket], beside: Sequence[Admission]) -> SoldLine:
    place = tickets[0].place
    first, *rest = (sale.paid_for(ticket) for ticket in tickets)
    paid = sum(rest, start=first)
    when = f"{wording.date_and_time(place.starts_at)} · {place.event}"
    return SoldLine(group_text(tuple(map(of_ticket, tickets)), beside), wording.money(paid), when)


def _first(lines: Sequence[SoldLine], most: int) -> tuple[SoldLine, ...]:
    if len(lines) <= most:
        return tuple(lines)
    left = len(lines) - most + 1
    return (*lines[: most - 1], SoldLine(wording.text("done.more_lines", count=left), ""))
