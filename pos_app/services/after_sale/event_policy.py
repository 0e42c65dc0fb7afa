"""The refund policy of the event of a ticket, and that of a performance that does not take place as announced."""

from dataclasses import replace

from domain.after_sale.refunds import RefundableTicket
from domain.catalogue.catalog import PerformanceState
from domain.catalogue.offering import NotForSale, Offering
from domain.catalogue.refund_policy import GiftRefund, RefundPolicy
from domain.catalogue.suspension import SuspensionKind
from domain.sale.sale import Ticket
from pos_app.station import Station
from pos_app.storage.catalogue import suspensions
from sync.tables.transaction import Tx

_USUAL = RefundPolicy(gifts=GiftRefund.BUYER)


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
        return all_of(_USUAL, releases=False)
    policy = offering.event.refunds
    if ticket.is_withdrawn:  # a conflict case has freed its place, and owes all that was paid
        return all_of(replace(policy, keeps_fee_if_cancelled=False), releases=False)
    if offering.performance.state is PerformanceState.CANCELLED:
        return all_of(policy, releases=False)
    # The place can be sold for the new date.
    return all_of(policy, releases=True) if says_old_date(tx, station, ticket.now, offering) else policy


def all_of(policy: RefundPolicy, *, releases: bool) -> RefundPolicy:
    """The policy of a performance that does not take place as announced: nobody keeps anything that was paid.

    The service fee goes back as well, unless the event says otherwise.
    """
    gifts = GiftRefund.BUYER if policy.gifts is GiftRefund.REFUSED else policy.gifts
    return RefundPolicy(fee_goes_back=not policy.keeps_fee_if_cancelled, releases=releases, gifts=gifts)


def says_old_date(tx: Tx, station: Station, ticket: Ticket, offering: Offering) -> bool:
    """Whether the performance was moved to another date and the ticket was not amended since."""
    starts_at = offering.performance.starts_at
    if ticket.place.starts_at == starts_at:
        return False
    decided = suspensions.history(tx, station.tenant_id).get(offering.performance.id, ())
    moves = (one.suspension for one in decided if one.suspension.kind is SuspensionKind.MOVED)
    return any(one.moved_to == starts_at for one in moves)
