"""An exchange: some tickets of a sale for those of a new cart, a credit note and an invoice in one transaction."""

from dataclasses import dataclass, replace

from domain.after_sale.exchanges import applied_part, credit_of
from domain.after_sale.money_back import money_back
from domain.money.money import Money
from domain.payments.change import Change
from domain.people.staff import Cashier
from domain.sale.cart import Cart
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.station import Station
from pos_app.storage.store.undone import undone
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class ExchangeQuote:
    """The two sides of an exchange in bolívares: what the credit note gives back, and what the new tickets cost."""

    credit: Money
    price: Money

    @property
    def applied(self) -> Money:
        """What of the credit pays the new sale."""
        return min(self.credit, self.price)

    @property
    def due(self) -> Money:
        """What the customer still pays, before the IGTF of the means of payment."""
        return self.price - self.applied

    @property
    def rest(self) -> Money:
        """What goes back to the customer."""
        return self.credit - self.applied


@dataclass(frozen=True, slots=True)
class CompletedExchange:
    """Both documents of an exchange with their print jobs."""

    refund: CompletedRefund
    sale: CompletedSale


def quote(station: Station, by: Cashier, request: RefundRequest, cart: Cart) -> ExchangeQuote:
    """Credit and price of an exchange made now by somebody who may refund; the places that are left count as free.

    Raises what `refunds.refund` raises but for the money, and what `checkout.quote` raises.
    """
    with station.database.write() as tx:
        return _quote(tx, station, (by, None), request, cart)


def exchange(
    station: Station, cashier: Cashier, request: RefundRequest, wanted: Wanted, approved_by: Cashier | None = None
) -> CompletedExchange:
    """Give tickets back and sell a cart for them. Nothing is stored when this raises, and both are when it returns.

    The offer of `wanted` pays what the credit does not; what the credit exceeds goes back by the method of the request.
    Raises what `refunds.refund` and `checkout.sell` raise.
    """
    people = (cashier, approved_by)
    with station.database.write() as tx:
        sides = _quote(tx, station, people, request, wanted.cart)
        rates = refunds.rates_of(tx, station, request.sale_id)

        def parts(credit: Money) -> tuple[Change, ...]:
            return (*applied_part(sides.applied), *money_back(credit - sides.applied, request.method, rates))

        back = refunds.record(tx, station, people, request, parts)
        credit = (credit_of(back.document, sides.applied),) if sides.applied else ()
        offer = replace(wanted.offer, tenders=(*credit, *wanted.offer.tenders))
        sold = checkout.record(tx, station, cashier, replace(wanted, offer=offer))
    station.wake()
    return CompletedExchange(back, sold)


def _quote(
    tx: Tx, station: Station, people: tuple[Cashier, Cashier | None], request: RefundRequest, cart: Cart
) -> ExchangeQuote:  # fmt: skip
    """The two sides, computed by giving the tickets back and taking that back again."""
    with undone(tx):
        back = refunds.record(tx, station, people, request, applied_part)
        return ExchangeQuote(back.document.grand_total, checkout.total_of(tx, station, cart))
