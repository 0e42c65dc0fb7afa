"""The terms on which tickets are given back, proposed from the policy of their events; a supervisor may change them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.after_sale.refunds import RefundableTicket, SoldInvoice, Terms, line_of
from domain.catalogue.refund_policy import PriceBasis, RefundPolicy
from domain.errors import Refused
from domain.ids import PerformanceId, SaleId, TicketId
from domain.money.money import Money
from domain.sale.offered import Admission, priced_ticket
from domain.sale.sale import Ticket
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.event_policy import offering_of, policy_for
from pos_app.services.after_sale.refunds import Refundable
from pos_app.services.till import clock_guard
from pos_app.station import Station
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sale can give back, with the terms of its events.

    `percent` is the part of the price paid that goes back; None where the tickets differ or a price of now counts,
    which only the `units` of the terms say.
    """

    offered: Refundable
    terms: Terms
    percent: Decimal | None


def proposal(
    station: Station, sale_id: SaleId, withdrawing: Collection[TicketId] = (), of: PerformanceId | None = None
) -> Proposal:
    """All that a sale can give back now, on the terms of its events. Raises UnknownSale or EarlierCopy.

    The fee goes back, and places are released, where the policies of all its tickets agree. `withdrawing` are tickets
    that a conflict case withdraws when the refund is made; what is withdrawn is owed in full. With `of`, the terms are
    those of the tickets of that performance.
    """
    with station.database.read() as tx:
        offered = refunds.to_refund_in(tx, station, sale_id).withdrawing(withdrawing)
        at = clock_guard.document_time(tx, station)
        due = [(ticket, policy_for(tx, station, ticket)) for ticket in offered.tickets]
        units = {
            ticket.sold.id: _unit(tx, station, offered.sold, ticket, (policy, at)) for ticket, policy in due
        }  # fmt: skip
    if of is not None:
        due = [(ticket, policy) for ticket, policy in due if ticket.now.place.performance_id == of]
    percents = {
        None if policy.basis is PriceBasis.CURRENT else policy.percent_at(at, ticket.now.place.starts_at)
        for ticket, policy in due
    }
    terms = Terms(
        with_fee=bool(due) and all(policy.fee_goes_back for _, policy in due),
        release=offered.lent is None and all(policy.releases for _, policy in due),
        units=units,
    )
    return Proposal(offered, terms, percents.pop() if len(percents) == 1 else None)


def _unit(
    tx: Tx, station: Station, sold: SoldInvoice, ticket: RefundableTicket, due: tuple[RefundPolicy, datetime]
) -> Money:
    """What the price of one ticket counts as, in bolívares at the rates of the invoice."""
    policy, at = due
    paid = sold.sale.lines[line_of(sold.sale, ticket.sold)].unit_ves
    match policy.basis:
        case PriceBasis.TABLE:
            return paid.percent(policy.percent_at(at, ticket.now.place.starts_at))
        case PriceBasis.CURRENT:
            current = _current(tx, station, ticket.now, at)
            return paid if current is None else min(paid, sold.sale.rates.to_ves(current))
        case PriceBasis.PAID:
            return paid


def _current(tx: Tx, station: Station, ticket: Ticket, at: datetime) -> Money | None:
    """The price that a ticket has now; None when it is not sold any more."""
    offering = offering_of(tx, station, ticket)
    if offering is None:
        return None
    kind = next((kind for kind in offering.ticket_types if kind.name == ticket.ticket_type), None)
    if kind is None:
        return None
    place = ticket.place
    plan = station.catalogue.plan_seats(tx, offering.venue.id)
    seat = None if place.seat_id is None else plan.seat(place.seat_id)
    try:
        return priced_ticket(offering, Admission(offering.zone(place.zone_id), kind, seat), at).price.amount
    except Refused:
        return None
