"""After the sale in the second act, without a network: an exchange with a difference, and a gift."""

from domain.after_sale.holders import HolderChange, parse_holder
from domain.ids import CartId
from domain.payments.tenders import References, Tender
from domain.sale.cart import Cart, Customer
from domain.sale.closing import Offer
from pos_app.demo.demo_station import DemoStation
from pos_app.demo.stage import Stage, narrate
from pos_app.services.after_sale import exchanges, tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Handover
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.ui import wording

_FRIEND = "Luisa Amelia Ferrer"


def change_minds(stage: Stage) -> None:
    """Two places in the stands: one becomes a numbered seat for the difference, the other is given to a friend."""
    one = stage.one
    sold = one.sell(stage.concert.places(2))
    _exchange(stage, one, sold)
    _give(one, sold)
    one.printed()


def _exchange(stage: Stage, one: DemoStation, sold: CompletedSale) -> None:
    """A credit note and the invoice that it pays a part of, in one transaction."""
    station, opera = one.station, stage.opera
    seller, supervisor = one.person(one.cashier), one.person(one.supervisor)
    seat = one.seats(opera.performance_id, opera.section, "A")[4]
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", wording.text("demo.two.why_exchange"))
    cart = Cart(CartId(station.ids.new()), opera.seated(seat), Customer())
    due = exchanges.quote(station, supervisor, request, cart).due
    paid = Tender("pago_movil", due, References("00712345", "0102", "+584141234567"))
    done = exchanges.exchange(station, seller, request, Wanted(cart, Offer((paid,))), supervisor)
    narrate("exchanged", number=sold.document.printed_number, note=done.refund.document.printed_number,
        invoice=done.sale.document.printed_number, due=wording.money(due))  # fmt: skip


def _give(one: DemoStation, sold: CompletedSale) -> None:
    """The other ticket gets a new code in the name of somebody else."""
    holder = parse_holder(_FRIEND, "luisa@example.com", "")
    request = Handover(sold.sale.id, (sold.sale.tickets[1].id,), HolderChange.GIFT, holder)
    tickets.change_holder(one.station, one.person(one.cashier), request)
    narrate("gave", number=sold.document.printed_number, name=_FRIEND)
