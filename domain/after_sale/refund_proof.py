"""A recorded refund against what it follows from: its sale, its invoice, earlier notes, and the tickets as they are.

HQ and the verification of a store both ask this function, so that a note that adds up and is false is found by both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.after_sale.refunds import AffectedInvoice, Refund, RefundableTicket, SoldInvoice, fee_line_of, line_of
from domain.fiscal.credit_note import CreditedLine, MoreThanLeft, NoteFigures
from domain.fiscal.documents import FiscalDocument
from domain.ids import PerformanceId, SeatId, TicketId, ZoneId
from domain.money.money import Money, total


class RefundFlaw(StrEnum):
    """What is wrong with a refund."""

    OTHER_INVOICE = "other_invoice"
    """The note names another invoice than that of the sale, or other rates, issuer or customer."""
    TICKET_NOT_REFUNDABLE = "ticket_not_refundable"
    """A ticket is not of the sale, ended before, or was not as the refund says."""
    OTHER_FIGURES = "other_figures"
    """The note, or the money that went back, differs from what follows from the invoice."""


@dataclass(frozen=True, slots=True)
class RefundDifference:
    """A flaw with what the refund says and what follows."""

    flaw: RefundFlaw
    stated: str = ""
    derived: str = ""


@dataclass(frozen=True, slots=True)
class PresentTicket:
    """A ticket that no note has taken back, as it is: its code, its place, and the life that holds the place."""

    code: str
    performance_id: PerformanceId
    zone_id: ZoneId
    seat_id: SeatId | None
    epoch: int
    is_withdrawn: bool = False

    @classmethod
    def of(cls, ticket: RefundableTicket) -> "PresentTicket":
        """The present state of a ticket."""
        place = ticket.now.place
        return cls(
            ticket.now.code, place.performance_id, place.zone_id, place.seat_id, ticket.epoch, ticket.is_withdrawn
        )


def flaw_of(
    sold: SoldInvoice, present: Mapping[TicketId, PresentTicket], refund: Refund, note: FiscalDocument
) -> RefundDifference | None:
    """The first flaw of a refund; None for one that follows. `present` are the tickets before the refund."""
    return (
        _of_invoice(sold, refund, note)
        or _of_tickets(sold, present, refund)
        or _of_figures(sold, refund, note)
    )  # fmt: skip


def _of_invoice(sold: SoldInvoice, refund: Refund, note: FiscalDocument) -> RefundDifference | None:
    invoice = sold.invoice
    stated = (refund.sale_id, note.sale_id, refund.invoice, refund.rates, refund.igtf_rate, note.issuer, note.customer)
    known = (
        sold.sale.id, sold.sale.id, AffectedInvoice.of(invoice), sold.sale.rates, sold.sale.igtf_rate, invoice.issuer,
        invoice.customer,
    )  # fmt: skip
    if stated == known:
        return None
    return RefundDifference(RefundFlaw.OTHER_INVOICE, refund.invoice.number, invoice.printed_number)


def _of_tickets(
    sold: SoldInvoice, present: Mapping[TicketId, PresentTicket], refund: Refund
) -> RefundDifference | None:  # fmt: skip
    of_sale = {ticket.id: ticket for ticket in sold.sale.tickets}
    if not refund.tickets or len({back.id for back in refund.tickets}) != len(refund.tickets):
        return RefundDifference(RefundFlaw.TICKET_NOT_REFUNDABLE, str(len(refund.tickets)))
    for back in refund.tickets:
        now, ticket, place = present.get(back.id), of_sale.get(back.id), back.place
        stated = (back.code, place.performance_id, place.zone_id, place.seat_id, back.epoch)
        known = (now.code, now.performance_id, now.zone_id, now.seat_id, now.epoch) if now else None
        if now is None or ticket is None or stated != known or (back.is_released and now.is_withdrawn):
            return RefundDifference(RefundFlaw.TICKET_NOT_REFUNDABLE, back.code, now.code if now else "")
        fee_line = fee_line_of(sold.sale, ticket)
        fee = Money.zero() if fee_line is None else sold.sale.lines[fee_line].unit_ves
        most = sold.sale.lines[line_of(sold.sale, ticket)].unit_ves
        is_less = (back.amount, back.fee) != (most, fee)
        if (
            not Money.zero() <= back.amount <= most
            or back.fee not in {Money.zero(), fee}
            or (
                now.is_withdrawn and is_less  # what is owed is paid in full
            )
        ):
            return RefundDifference(RefundFlaw.OTHER_FIGURES, f"{back.amount} + {back.fee}", f"{most} + {fee}")
    return None


def _of_figures(sold: SoldInvoice, refund: Refund, note: FiscalDocument) -> RefundDifference | None:
    of_sale = {ticket.id: ticket for ticket in sold.sale.tickets}
    lines = tuple(sold.note_lines([of_sale[back.id] for back in refund.tickets], refund.tickets))
    stated = (note.exempt, note.taxes, note.total, note.igtf_base, note.igtf)
    try:
        figures = sold.credited.credit([CreditedLine(line.line, line.quantity, line.total_ves) for line in lines])
    except MoreThanLeft as error:
        return RefundDifference(RefundFlaw.OTHER_FIGURES, str(note.total), str(error.left))
    if lines != refund.lines or stated != _figures(figures):
        return RefundDifference(RefundFlaw.OTHER_FIGURES, str(note.grand_total), str(figures.to_give_back))
    given = total(part.ves for part in refund.given_back)
    if given != figures.to_give_back:
        return RefundDifference(RefundFlaw.OTHER_FIGURES, str(given), str(figures.to_give_back))
    return None


def _figures(figures: NoteFigures) -> tuple[object, ...]:
    return figures.taxes.exempt, figures.taxes.lines, figures.taxes.total, figures.igtf_base, figures.igtf
