"""The refund policy of the event of a ticket, and that of a performance that does not take place."""

from dataclasses import replace

from domain.catalogue.catalog import PerformanceState
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.refund_policy import GiftRefund, RefundPolicy
from domain.sale.sale import Ticket
from pos_app.station import Station
from sync.tables.transaction import Tx

_EVERYTHING = RefundPolicy(fee_goes_back=True, releases=False)
"""Nobody keeps anything of a performance that does not take place, and nobody sells its places again."""


def offering_of(tx: Tx, station: Station, ticket: Ticket) -> Offering | None:
    """The offering of a ticket's performance; None when a file no longer names the event."""
    try:
        return station.catalogue.offering(tx, ticket.place.performance_id)
    except NotForSale:
        return None


def policy_of(tx: Tx, station: Station, ticket: Ticket) -> RefundPolicy:
    """The policy by which a ticket is given back now."""
    offering = offering_of(tx, station, ticket)
    if offering is None:
        return _EVERYTHING
    policy = offering.event.refunds
    if offering.performance.state is not PerformanceState.CANCELLED:
        return policy
    gifts = GiftRefund.BUYER if policy.gifts is GiftRefund.REFUSED else policy.gifts
    return replace(_EVERYTHING, gifts=gifts)
