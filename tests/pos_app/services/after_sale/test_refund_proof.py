"""A refund that does not follow from its sale, its invoice or the tickets is named, whatever was changed in it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.after_sale.refund_proof import PresentTicket, RefundFlaw, flaw_of
from domain.after_sale.refunds import Refund
from domain.fiscal.documents import FiscalDocument
from domain.ids import TicketId
from domain.money.money import VES, Money
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, Refundable, RefundRequest
from pos_app.station import Station
from tests.builders import stations
from tests.builders.refunds import refundable

Recorded = tuple[Refund, FiscalDocument]
Lie = Callable[[Refund, FiscalDocument], Recorded]
CENT = Money(1, VES)


@pytest.fixture
def offered(till: Station) -> Refundable:
    """A sale of two adults, as it was before its first ticket was given back."""
    sold = stations.sell(till, stations.general_cart(till, 2), stations.cash_ves("17140.12"))
    return refundable(till, sold.sale.id)


@pytest.fixture
def done(till: Station, offered: Refundable) -> CompletedRefund:
    """The refund of the first ticket."""
    sale = offered.sold.sale
    request = RefundRequest(sale.id, (sale.tickets[0].id,), "cash_ves", "No puede venir")
    return refunds.refund(till, stations.ana(till), request, stations.rosa(till))


def present(offered: Refundable) -> dict[TicketId, PresentTicket]:
    return {ticket.sold.id: PresentTicket.of(ticket) for ticket in offered.tickets}


def first_ticket(refund: Refund, **changes: Any) -> Refund:
    ticket, *others = refund.tickets
    return replace(refund, tickets=(replace(ticket, **changes), *others))


def one_cent_more(refund: Refund) -> Refund:
    part, *others = refund.given_back
    return replace(refund, given_back=(replace(part, ves=part.ves + CENT), *others))


LIES: dict[str, tuple[Lie, RefundFlaw]] = {
    "another rate of IGTF": (
        lambda refund, note: (replace(refund, igtf_rate=Decimal("0.5")), note), RefundFlaw.OTHER_INVOICE,
    ),
    "another customer": (
        lambda refund, note: (refund, replace(note, customer=replace(note.customer, name="Otra"))),
        RefundFlaw.OTHER_INVOICE,
    ),
    "no ticket": (lambda refund, note: (replace(refund, tickets=()), note), RefundFlaw.TICKET_NOT_REFUNDABLE),
    "a ticket twice": (
        lambda refund, note: (replace(refund, tickets=refund.tickets * 2), note), RefundFlaw.TICKET_NOT_REFUNDABLE,
    ),
    "a code that the ticket has not": (
        lambda refund, note: (first_ticket(refund, code="otro"), note), RefundFlaw.TICKET_NOT_REFUNDABLE,
    ),
    "more than the price": (
        lambda refund, note: (first_ticket(refund, amount=refund.tickets[0].amount + CENT), note),
        RefundFlaw.OTHER_FIGURES,
    ),
    "a fee that was not paid": (
        lambda refund, note: (first_ticket(refund, fee=CENT), note), RefundFlaw.OTHER_FIGURES,
    ),
    "a note of another total": (
        lambda refund, note: (refund, replace(note, total=note.total + CENT)), RefundFlaw.OTHER_FIGURES,
    ),
    "lines of another amount": (
        lambda refund, note: (first_ticket(refund, amount=refund.tickets[0].amount - CENT), note),
        RefundFlaw.OTHER_FIGURES,
    ),
    "more money than the note says": (lambda refund, note: (one_cent_more(refund), note), RefundFlaw.OTHER_FIGURES),
}  # fmt: skip


def test_a_refund_that_follows_has_no_flaw(offered: Refundable, done: CompletedRefund) -> None:
    assert flaw_of(offered.sold, present(offered), done.refund, done.document) is None


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_named(offered: Refundable, done: CompletedRefund, name: str) -> None:
    lie, flaw = LIES[name]
    difference = flaw_of(offered.sold, present(offered), *lie(done.refund, done.document))
    assert difference is not None
    assert difference.flaw is flaw


def test_a_ticket_that_ended_before_is_named(offered: Refundable, done: CompletedRefund) -> None:
    others = {ticket_id: now for ticket_id, now in present(offered).items() if ticket_id != done.refund.tickets[0].id}
    difference = flaw_of(offered.sold, others, done.refund, done.document)
    assert difference is not None
    assert (difference.flaw, difference.derived) == (RefundFlaw.TICKET_NOT_REFUNDABLE, "")


def test_more_than_the_earlier_notes_left_is_named(till: Station, offered: Refundable, done: CompletedRefund) -> None:
    sale = offered.sold.sale
    rest = RefundRequest(sale.id, (sale.tickets[1].id,), "cash_ves", "No puede venir")
    refunds.refund(till, stations.ana(till), rest, stations.rosa(till))
    emptied = refundable(till, sale.id).sold
    difference = flaw_of(emptied, present(offered), done.refund, done.document)
    assert difference is not None
    assert difference.flaw is RefundFlaw.OTHER_FIGURES
