"""The refund policy of the event of a ticket, and that of a performance that does not take place."""

from dataclasses import replace

from domain.after_sale.refunds import RefundableTicket
from domain.catalogue.catalog import PerformanceState
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.refund_policy import GiftRefund, RefundPolicy
from domain.sale.sale import Ticket
from pos_app.station import Station
from sync.tables.transaction import Tx

_EVERYTHING = RefundPolicy(fee_goes_back=True, releases=False)
"""Nobody keeps anything of a performance that does not take place, and nobody sells its places again.

The same is owed for a ticket that a conflict case withdrew: the case has freed its place.
"""


def offering_of(tx: Tx, station: Station, ticket: Ticket) -> Offering | None:
    """The offering of a ticket's performance; None when a file no longer names the event."""
    try:
        return station.catalogue.offering(tx, ticket.place.performance_id)
    except NotForSale:
        return None


def policy_for(tx: Tx, station: Station, ticket: RefundableTicket) -> RefundPolicy:
    """The policy by which a ticket of a sale is given back now."""
    offering = offering_of(tx, station, ticket.now)
    if offering is None:
        return _EVERYTHING
    policy = offering.event.refunds
    if offering.performance.state is not PerformanceState.CANCELLED and not ticket.is_withdrawn:
        return policy
    gifts = GiftRefund.BUYER if policy.gifts is GiftRefund.REFUSED else policy.gifts
    return replace(_EVERYTHING, gifts=gifts)
