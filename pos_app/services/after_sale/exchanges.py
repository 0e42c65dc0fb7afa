"""An exchange: some tickets of a sale for those of a new cart, a credit note and an invoice in one transaction."""

from dataclasses import dataclass, replace
from typing import ClassVar

from domain.after_sale.exchanges import applied_part, credit_of
from domain.after_sale.money_back import money_back
from domain.errors import Refused
from domain.money.money import Money, Rates
from domain.payments.change import Change
from domain.payments.methods import METHODS
from domain.people.staff import Cashier
from domain.sale.cart import Cart, Customer
from domain.till.excess import ExcessKind
from domain.till.shifts import ChangeBeyondTill, RefundBeyondTill
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import CompletedRefund, RefundRequest
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale, Wanted
from pos_app.services.till import change_beyond_till
from pos_app.station import Station
from pos_app.storage.store.undone import undone
from sync.tables.transaction import Tx


@dataclass(eq=False)
class CartNotEmpty(Refused):
    """The tickets of an exchange are chosen into an empty cart: what is in it belongs to another sale."""

    code: ClassVar[str] = "ENT-11"

    count: int


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
class ExchangeCredit:
    """What the tickets of an exchange that begins are worth. `rates` are those of their invoice."""

    request: RefundRequest
    invoice: str
    credit: Money
    rates: Rates
    customer: Customer

    def applied(self, price: Money) -> Money:
        """What of the credit pays new tickets of this price."""
        return min(self.credit, price)

    def back(self, price: Money, method: str) -> tuple[Change, ...]:
        """What goes back to the customer by a method for new tickets of this price. Raises NoRate."""
        return money_back(self.credit - self.applied(price), method, self.rates)


@dataclass(frozen=True, slots=True)
class CompletedExchange:
    """Both documents of an exchange with their print jobs."""

    refund: CompletedRefund
    sale: CompletedSale

    @property
    def handed_back(self) -> tuple[Change, ...]:
        """What goes to the customer: the rest of the credit, and the change of what was paid besides."""
        rest = (part for part in self.refund.refund.given_back if not METHODS[part.method].is_credit)
        return (*rest, *self.sale.sale.change)


def credit(station: Station, request: RefundRequest) -> ExchangeCredit:
    """What the tickets of a request would be worth in an exchange now.

    Raises UnknownSale, EarlierCopy, TicketEnded, NoTicketChosen and MoreThanLeft.
    """
    with station.database.read() as tx:
        offered = refunds.refundable_in(tx, station, request.sale_id)
    sold, total = offered.sold, refunds.quote_of(offered, request).returned.figures.to_give_back
    return ExchangeCredit(request, sold.invoice.printed_number, total, sold.sale.rates, sold.sale.customer)


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

        def parts(given: Money) -> tuple[Change, ...]:
            return (*applied_part(sides.applied), *money_back(given - sides.applied, request.method, rates))

        if (supervisor := wanted.approved_by.beyond_till) is not None:
            _keep_excess(tx, station, (cashier, supervisor), sides, (request, wanted))
            wanted = replace(wanted, approved_by=replace(wanted.approved_by, beyond_till=None))
        back = refunds.record(tx, station, people, request, parts)
        paid = (credit_of(back.document, sides.applied),) if sides.applied else ()
        offer = replace(wanted.offer, tenders=(*paid, *wanted.offer.tenders))
        sold = checkout.record(tx, station, cashier, replace(wanted, offer=offer))
    station.wake()
    return CompletedExchange(back, sold)


def refuse_beyond_till(station: Station, by: Cashier, request: RefundRequest, wanted: Wanted) -> None:
    """Refuse an exchange whose cash the till does not hold; the journal keeps the attempt.

    `by` may refund. Raises RefundBeyondTill, and as `quote` does.
    """
    with station.database.write() as tx:
        sides = _quote(tx, station, (by, None), request, wanted.cart)
        error = _keep_excess(tx, station, (by, None), sides, (request, wanted))
    if error is not None:
        station.wake()
        raise RefundBeyondTill(error.holds, error.wanted)


def _keep_excess(
    tx: Tx,
    station: Station,
    people: tuple[Cashier, Cashier | None],
    sides: ExchangeQuote,
    asked: tuple[RefundRequest, Wanted],
) -> ChangeBeyondTill | None:
    """Append an attempt to hand out cash that the till does not hold; None when it holds the cash."""
    request, wanted = asked
    rest = money_back(sides.rest, request.method, refunds.rates_of(tx, station, request.sale_id))
    change = checkout.change_of(tx, station, wanted, sides.applied)
    return change_beyond_till.keep(
        tx, station, people, (wanted.offer.tenders, (*rest, *change)), ExcessKind.REFUND
    )  # fmt: skip


def _quote(
    tx: Tx, station: Station, people: tuple[Cashier, Cashier | None], request: RefundRequest, cart: Cart
) -> ExchangeQuote:  # fmt: skip
    """The two sides, computed by giving the tickets back and taking that back again."""
    with undone(tx):
        back = refunds.record(tx, station, people, request, applied_part)
        return ExchangeQuote(back.document.grand_total, checkout.total_of(tx, station, cart))
