"""Acts after a sale of `sell_loop.py`, in turn: a refund of one ticket, an exchange of one, a reissue, a customer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.fiscal.documents import FiscalDocument
from domain.ids import CartId
from domain.payments.tenders import References, Tender
from domain.people.customers import Channel, Field
from domain.sale.cart import Cart, CartLine
from domain.sale.closing import Offer
from pos_app.services.after_sale import exchanges, refunds, tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Reissue
from pos_app.services.people import customers
from pos_app.services.people.customers import Answer
from pos_app.services.selling.checkout import CompletedSale, Wanted

if TYPE_CHECKING:
    from benchmarks.sell_loop import Loop

_REASON = "No puede venir"


def change(loop: "Loop", sold: CompletedSale, turn: int) -> Iterator[FiscalDocument]:
    """One act after a sale, chosen by the number of the sale; yields the documents it issued."""
    return (_refund, _exchange, _reissue, _register)[turn % 4](loop, sold)


def _refund(loop: "Loop", sold: CompletedSale) -> Iterator[FiscalDocument]:
    yield refunds.refund(loop.station, loop.ana, _request(sold), loop.rosa).document


def _exchange(loop: "Loop", sold: CompletedSale) -> Iterator[FiscalDocument]:
    """The ticket for a new one of the same zone: the credit note, and the invoice that it pays."""
    request = _request(sold)
    line = CartLine(loop.line.performance_id, loop.line.zone_id, loop.line.ticket_type_id, 1)
    cart = Cart(CartId(loop.station.ids.new()), (line,))
    due = exchanges.quote(loop.station, loop.rosa, request, cart).due
    reference = References(loop.station.ids.random(10).hex(), "0102", "+584121234567")
    tenders = (Tender("pago_movil", due, reference),) if due else ()
    done = exchanges.exchange(loop.station, loop.ana, request, Wanted(cart, Offer(tenders)), loop.rosa)
    yield done.refund.document
    yield done.sale.document


def _reissue(loop: "Loop", sold: CompletedSale) -> Iterator[FiscalDocument]:
    """A new code for the ticket; no document is issued."""
    tickets.reissue(loop.station, loop.ana, Reissue(sold.sale.id, (sold.sale.tickets[0].id,), _REASON), loop.rosa)
    return iter(())


def _register(loop: "Loop", sold: CompletedSale) -> Iterator[FiscalDocument]:
    """A customer who is made, edited and, one time in two, erased; no document is issued."""
    station, no = loop.station, int.from_bytes(loop.station.ids.random(3))
    texts = {Field.NAME: "María", Field.SURNAME: "Pérez", Field.DOCUMENT: f"V{no:08d}"}
    made = customers.create(station, loop.ana, texts, [Answer(Channel.SMS, is_given=False, source="mostrador")])
    customers.edit(station, loop.ana, made.id, {Field.PHONE: f"0412{no % 10**7:07d}"})
    if sold.document.number % 2:
        customers.erase(station, loop.rosa, made.id, _REASON)
    return iter(())


def _request(sold: CompletedSale) -> RefundRequest:
    return RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", _REASON)
