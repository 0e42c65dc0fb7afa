"""Changes of a sold ticket that move no money: a new code, another seat, another holder, or the end of its code.

The line of the invoice stays as it is, so none of them issues a document (docs/fiscal-rules.md F45).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from domain.after_sale.refund_proof import PresentTicket
from domain.errors import Refused
from domain.sale.sale import Place, Ticket

CHANGES_END_BEFORE_START = timedelta(0)
"""How long before a performance begins its tickets can last be reissued, moved or transferred."""


@dataclass(eq=False)
class TicketNotLive(Refused):
    """The ticket was refunded, withdrawn or revoked: it has no code that could be replaced."""

    code: ClassVar[str] = "ENT-01"

    ticket: str


@dataclass(eq=False)
class PerformanceBegan(Refused):
    """The performance of the ticket has begun."""

    code: ClassVar[str] = "ENT-02"

    event: str
    starts_at: datetime


@dataclass(eq=False)
class OtherZone(Refused):
    """The seat is not in the zone of the ticket: that is an exchange, with its documents."""

    code: ClassVar[str] = "ENT-03"

    zone: str


@dataclass(eq=False)
class OtherPrice(Refused):
    """The seat has another price than that of the ticket: that is an exchange, with its documents."""

    code: ClassVar[str] = "ENT-04"

    seat: str


@dataclass(eq=False)
class NoSeatToLeave(Refused):
    """The ticket is of general admission and has no seat that it could leave."""

    code: ClassVar[str] = "ENT-05"

    zone: str


@dataclass(eq=False)
class NoSuchSeat(Refused):
    """The zone of the ticket has no seat of this name."""

    code: ClassVar[str] = "ENT-09"

    seat: str
    zone: str


@dataclass(eq=False)
class WrongSeatCount(Refused):
    """Each ticket that is moved needs one seat."""

    code: ClassVar[str] = "ENT-10"

    tickets: int
    seats: int


@dataclass(frozen=True, slots=True)
class ChangedTicket:
    """A ticket before and after a change.

    `old_code`, `before` and `epoch` are the code, the place and the life of the store that holds the place; `ticket` is
    what it became. The code is the same when only its holder was named.
    """

    old_code: str
    before: Place
    epoch: int
    ticket: Ticket

    @property
    def is_moved(self) -> bool:
        """Whether the ticket has another seat."""
        return self.before.seat_id != self.ticket.place.seat_id

    @property
    def is_recoded(self) -> bool:
        """Whether the ticket has another code."""
        return self.old_code != self.ticket.code


class ChangeFlaw(StrEnum):
    """What is wrong with a recorded change of a ticket."""

    NOT_PRESENT = "not_present"
    """The ticket is not of the sale, ended before, or was not as the change says."""
    OTHER_VALUE = "other_value"
    """The ticket would be in another zone or performance, of another type or price, or keep a code that must die."""


def check_time(place: Place, starts_at: datetime, now: datetime) -> None:
    """Check that the performance of a ticket has not begun. Raises PerformanceBegan."""
    if now >= starts_at - CHANGES_END_BEFORE_START:
        raise PerformanceBegan(place.event, starts_at)


def flaw_of_change(
    sold: Ticket | None, present: PresentTicket | None, change: ChangedTicket, *, keeps_code: bool = False
) -> ChangeFlaw | None:
    """The flaw of a change; None for one that follows.

    `sold` is the ticket as it was sold, `present` as it was before the change. HQ and the verification of a store ask
    this function. A place of the same zone may differ in its seat alone.
    """
    stated = (change.old_code, *_where(change.before), change.epoch)
    if sold is None or present is None or present.is_withdrawn or stated != _stated(present):
        return ChangeFlaw.NOT_PRESENT
    new = change.ticket
    if (new.id, new.ticket_type, new.price) != (sold.id, sold.ticket_type, sold.price):
        return ChangeFlaw.OTHER_VALUE
    if _where(new.place)[:2] != _where(change.before)[:2] or change.is_recoded is keeps_code:
        return ChangeFlaw.OTHER_VALUE
    if change.is_moved and (keeps_code or None in {change.before.seat_id, new.place.seat_id}):
        return ChangeFlaw.OTHER_VALUE
    return None


def flaw_of_end(sold: Ticket | None, present: PresentTicket | None, ended: Ticket, epoch: int) -> ChangeFlaw | None:
    """The flaw of a revocation, which ends a ticket as it is; None for one that follows."""
    if sold is None or sold.id != ended.id or present is None or present.is_withdrawn:
        return ChangeFlaw.NOT_PRESENT
    return None if (ended.code, *_where(ended.place), epoch) == _stated(present) else ChangeFlaw.NOT_PRESENT


def after(change: ChangedTicket, epoch: int) -> PresentTicket:
    """The ticket after a change that an entry of this life records: a seat that it moved to is held by that life."""
    place = change.ticket.place
    life = epoch if change.is_moved else change.epoch
    return PresentTicket(change.ticket.code, place.performance_id, place.zone_id, place.seat_id, life)


def _where(place: Place) -> tuple[object, object, object]:
    return place.performance_id, place.zone_id, place.seat_id


def _stated(present: PresentTicket) -> tuple[object, ...]:
    return present.code, present.performance_id, present.zone_id, present.seat_id, present.epoch
