"""Tickets that the organiser gives away without a sale: no document, no money, and so nothing to refund.

They take seats and places from the rights of the station as sold ones do (docs/fiscal-rules.md F49).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.after_sale.holders import Holder
from domain.catalogue.pricing import Price
from domain.ids import CashierId, GiftId, Ids, ShiftId, TicketId
from domain.money.money import Money
from domain.people.staff import Cashier, Permission
from domain.sale.sale import PricedTicket, Ticket


@dataclass(frozen=True, slots=True)
class OrganiserGift:
    """Tickets given together for a cause. `approved_by` answers for it; `holder` is None for whoever brings them."""

    id: GiftId
    shift_id: ShiftId
    cashier_id: CashierId
    given_at: datetime
    tickets: tuple[Ticket, ...]
    reason: str
    approved_by: CashierId
    holder: Holder | None = None


class GiftFlaw(StrEnum):
    """What is wrong with a recorded gift."""

    NO_TICKET = "no_ticket"
    OTHER_VALUE = "other_value"
    """A ticket of it has a price or a fee."""
    NO_CAUSE = "no_cause"
    NOT_ALLOWED = "not_allowed"
    """Whoever approved it may not."""


def free_tickets(tickets: Iterable[PricedTicket], ids: Ids) -> tuple[Ticket, ...]:
    """The tickets of a gift at no price, in the currency that they would cost."""
    made = []
    for ticket in tickets:
        free = Money.zero(ticket.price.amount.currency)
        made.append(
            Ticket(TicketId(ids.new()), ids.ticket_code(), ticket.place, ticket.ticket_type, Price(free, free, ()))
        )
    return tuple(made)


def flaw_of_gift(gift: OrganiserGift, approver: Cashier | None) -> GiftFlaw | None:
    """The flaw of a gift; None for one that follows. HQ and the verification of a store ask this function.

    `approver` is the person of the staff whom the gift names; None for somebody unknown.
    """
    if not gift.tickets:
        return GiftFlaw.NO_TICKET
    if any(ticket.price.untaxed for ticket in gift.tickets):
        return GiftFlaw.OTHER_VALUE
    if not gift.reason.strip():
        return GiftFlaw.NO_CAUSE
    if approver is None or not approver.may(Permission.ORGANISER_GIFT):
        return GiftFlaw.NOT_ALLOWED
    return None
